"""Laws of a drawn frame: what is drawn is where the camera says, and of what the labels say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.spine.rep import Lift
from backspotter.synth.clothes import CLOTHING
from backspotter.synth.gym import reflected
from backspotter.synth.paints import LABEL, MATERIALS, PLACE
from backspotter.synth.raster import Points, drawn
from backspotter.synth.renderer import Renderer, is_body
from backspotter.synth.scene import Scene
from backspotter.synth.stage import stage
from backspotter.synth.task import FilmTask
from backspotter.synth.truth import joint_places

pytestmark = [
    pytest.mark.needs("anny", install="make setup-synth"),
    pytest.mark.needs("numba", install="make setup-synth"),
]

WIDTH, HEIGHT = 320, 240
ARROW = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) * 0.02
SIDES = np.array([[a, b, c] for a in (0, 1) for b in (2, 3) for c in (4, 5)])
SCENES = {
    "plain": Scene(),
    "rolled": Scene(roll_deg=9, camera_height_m=1.7, camera_distance_m=2.5, clothing="t_shirt"),
    "bent": Scene(distortion=-0.12, camera_height_m=0.35, camera_distance_m=2.0, head="cap"),
    "oblique": Scene(yaw_deg=35, roll_deg=-4, distortion=0.05, clothing="hoodie", head="long_hair"),
    "shaken": Scene(shake_px=12, seed=3, legs="leggings", belt=True),
}


@pytest.fixture(scope="module")
def lift():
    """A stage, and postures at the start, half way and at the top."""
    set_ = stage(FilmTask(lift=Lift(lumbar_deg=30, rounding_deg=20)))
    moments = [set_.motion.moment(time) for time in (0.2, 1.4, 2.2)]
    return set_.lifter, [(set_.lifter.posed(m.posture), m.posture.bar) for m in moments]


def renderer(lift, scene, side=1, size=(WIDTH, HEIGHT), **how):
    """One that sees the whole lift; on turf, which is soonest laid."""
    (lifter, postures), scene = lift, scene.but(floor="turf")
    points = np.concatenate([posed.vertices for posed, _ in postures])
    points = np.concatenate([points, [[x, -0.4, 0.0] for x in (-0.8, 0.8)]])
    return Renderer(lifter, scene.camera(points, *size, side), scene=scene, **how)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_joint_is_drawn_where_it_is_projected(lift, scene):
    lifter, postures = lift
    camera = renderer(lift, scene).camera.at(0.7)
    for at in joint_places(lifter, postures[1][0]):
        places, nearness = camera.project(at + ARROW)
        seen = drawn(Points.of(places, nearness), SIDES, WIDTH, HEIGHT, both_sides=True)
        rows, columns = np.divmod(np.flatnonzero(seen.face >= 0), WIDTH)
        (expected,), _ = camera.project(at[None])
        assert abs(columns.mean() + 0.5 - expected[0]) < 1
        assert abs(rows.mean() + 0.5 - expected[1]) < 1


def painted(one, level):
    """The picture with the whole lifter in one grey."""
    body = [place for name, place in PLACE.items() if LABEL[MATERIALS[name].label] in range(1, 5)]
    colour, second = one.paints.colour.copy(), one.paints.second.copy()
    colour[body], second[body] = level, level
    return replace_paints(one, colour, second)


def replace_paints(one, colour, second):
    one.paints = one.paints._replace(colour=colour, second=second)
    return one


def grown(mask):
    padded = np.pad(mask, 1)
    parts = [
        padded[i : i + mask.shape[0], j : j + mask.shape[1]] for i in range(3) for j in range(3)
    ]
    return np.any(parts, axis=0), np.all(parts, axis=0)


@pytest.mark.parametrize("name", ["rolled", "bent", "oblique", "shaken"])
def test_labels_are_what_is_drawn(lift, name):
    """Dyed black and dyed white, the lifter's pixels differ, and no others."""
    scene = SCENES[name].but(posts=True)
    one = renderer(lift, scene)
    posed, bar = lift[1][1]
    dark = painted(one, 0.0).frame(posed, bar, 0.7).astype(int)
    light = painted(one, 1.0).frame(posed, bar, 0.7).astype(int)
    changed = np.abs(light - dark).max(axis=2) > 12
    outer, inner = grown(is_body(one.labels(posed, bar, 0.7)))
    assert inner.sum() > 1000
    assert (changed & ~outer).sum() <= 3  # a fingertip between two centres
    assert (inner & ~changed).sum() <= 3


@pytest.mark.parametrize("scene", [
    Scene(seed=3, yaw_deg=15, wall="brick", clothing="t_shirt"),
    Scene(seed=8, posts=True, bystander=True, decoys=True, roll_deg=5, plate="iron",
          aim_ahead_m=0.2, distortion=-0.05),
    Scene(seed=5, mirror="beside", yaw_deg=-20, clothing="hoodie", shake_px=8),
])  # fmt: skip
def test_a_camera_on_the_other_side_mirrors_the_picture(lift, scene):
    posed, bar = lift[1][1]
    right, left = (
        renderer(lift, scene, side).frame(posed, bar, 0.7).astype(int) for side in (1, -1)
    )
    apart = np.abs(right - left[:, ::-1]).max(axis=2)
    assert np.mean(apart) < 4
    assert np.mean(apart > 40) < 0.02
    assert np.mean(np.abs(right - left).max(axis=2)) > 8


def test_the_same_scene_gives_the_same_pixels_and_another_seed_others(lift):
    scene = Scene.thrown(np.random.default_rng(2), shake_px=5.0, bystander=True)
    posed, bar = lift[1][0]
    one, again = (renderer(lift, scene).frame(posed, bar, 0.3) for _ in range(2))
    assert np.array_equal(one, again)
    other = renderer(lift, scene.but(seed=scene.seed + 1)).frame(posed, bar, 0.3)
    assert not np.array_equal(one, other)


def test_a_frame_does_not_depend_on_those_before(lift):
    one = renderer(lift, Scene(clothing="hoodie", mirror="beside"))
    posed, bar = lift[1][2]
    first = one.frame(posed, bar)
    one.frame(*lift[1][0])
    one.labels(*lift[1][0])
    assert np.array_equal(one.frame(posed, bar), first)


@pytest.mark.parametrize("radius", [0.225, 0.19, 0.16])
@pytest.mark.parametrize("kind", ["bumper", "iron", "dark"])
def test_plates_touch_the_floor(lift, kind, radius):
    one = renderer(lift, Scene(plate=kind, plate_radius_m=radius), load_kg=100)
    posed, (ahead, _) = lift[1][0]
    assert one.bar.mesh.vertices[:, 2].min() + radius == pytest.approx(0, abs=1e-9)
    labels = one.labels(posed, (ahead, radius), scale=2.0)
    row = np.flatnonzero((labels == LABEL["near_plate"]).any(axis=1))[-1]
    outer = np.array([[-one.bar.outer_x_m, ahead, 0.0]])
    (lowest,), _ = one.camera.project(outer)
    assert row / 2 + 0.25 == pytest.approx(lowest[1], abs=1.5)


@pytest.mark.parametrize("clothing", CLOTHING)
def test_no_skin_is_seen_through_cloth_on_the_back(lift, clothing):
    for yaw in (0, -60):
        one = renderer(lift, Scene(clothing=clothing, yaw_deg=yaw))
        figure = one.things.figure
        shirt = next(worn for worn in figure.worn if worn.garment.material == "shirt")
        shorts = next(worn for worn in figure.worn if worn.garment.material == "shorts")
        under = np.maximum(shirt.garment.inside, shorts.garment.inside) > 0.012
        rear = figure.shape.vertices[:, 1] > figure.shape.head("spine03")[1]
        under &= rear & (figure.tailor.marks.arm < 0.1) & (figure.tailor.share("upperleg") < 0.3)
        skin = figure.part.material == PLACE["skin"]
        bad = np.flatnonzero(skin & np.append(under, np.zeros(len(figure.part.rest), bool))[
            figure.part.faces].all(axis=1))  # fmt: skip
        for posed, bar in lift[1]:
            one.things.move(posed, bar)
            seen = one._flat("all", slice(None), 0.0, 2.0)[0]
            assert (seen >= 0).any()
            assert not np.isin(seen, bad).any()


@pytest.mark.parametrize("clothing", CLOTHING)
def test_cloth_stays_near_the_body_and_does_not_tear(lift, clothing):
    figure = renderer(lift, Scene(clothing=clothing)).things.figure
    shirt = next(worn for worn in figure.worn if worn.garment.material == "shirt")
    at, end = shirt.at, shirt.at + len(shirt)
    rest = figure.part.rest[at:end]
    for posed, _ in lift[1]:
        vertices, _ = figure.placed(posed.turns, posed.shifts)
        cloth, skin = vertices[at:end], vertices[shirt.over]
        assert np.linalg.norm(cloth - skin, axis=1).max() < 0.15
        pairs = shirt.faces[:, [0, 1]]
        long, before = (
            np.linalg.norm(np.diff(m[pairs], axis=1)[:, 0], axis=1) for m in (cloth, rest)
        )
        assert np.mean(long > 2 * before + 0.03) < 0.002


@pytest.mark.parametrize("clothing", CLOTHING)
def test_cloth_moves_as_smoothly_as_the_body(lift, clothing):
    """Nothing jumps from frame to frame at 60 a second."""
    set_ = stage(FilmTask(lift=Lift(lumbar_deg=30, rounding_deg=20)))
    figure = renderer(lift, Scene(clothing=clothing, head="long_hair")).things.figure
    posed = [set_.lifter.posed(set_.motion.moment(0.5 + n / 60).posture) for n in range(20)]
    path = np.array([figure.placed(body.turns, body.shifts)[0] for body in posed])
    assert np.linalg.norm(np.diff(path, 2, axis=0), axis=2).max() < 0.003


def hollow_px(lift, clothing):
    """Standing, how deep the outline of the back lies under the lines that span it."""
    posed, _ = lift[1][2]
    one = renderer(lift, Scene(clothing=clothing), size=(640, 480))
    bones = [one.lifter.shape.index(name) for name in ("spine01", "upperleg01.L")]
    (top, bottom), _ = one.camera.project(posed.heads[bones])
    rear = one.body(posed)[int(top[1]) : int(bottom[1])].argmax(axis=1).astype(float)
    spans = [
        rear[k] - np.interp(k, (i, j), rear[[i, j]])
        for k in range(2, len(rear) - 2, 3)
        for i in range(0, k, 3)
        for j in range(k + 1, len(rear), 3)
    ]
    return max(spans)


def test_loose_cloth_hangs_over_the_hollow_of_the_back(lift):
    tight, shirt, hoodie = (hollow_px(lift, clothing) for clothing in CLOTHING)
    assert tight > 3
    assert shirt < 0.7 * tight
    assert hoodie < 0.7 * tight


def test_hands_are_round_the_bar_in_the_picture(lift):
    one = renderer(lift, Scene(clothing="hoodie", yaw_deg=60), size=(640, 480))
    posed, bar = lift[1][1]
    labels = one.labels(posed, bar)
    for side in "LR":
        held = one.lifter.hand_place(side, bar)
        ((x, y),), _ = one.camera.project(held[None])
        around = labels[int(y) - 8 : int(y) + 9, int(x) - 8 : int(x) + 9]
        assert (around == LABEL["skin"]).any()
        assert np.isin(around, [LABEL["bar"], LABEL["skin"]]).mean() > 0.3


def test_posts_hide_what_the_body_mask_still_shows(lift):
    one = renderer(lift, Scene(posts=True, yaw_deg=-25, seed=2))
    count = 0
    for posed, bar in lift[1]:
        whole, seen = one.body(posed), is_body(one.labels(posed, bar))
        hidden = one.hidden(posed, bar)
        assert not (seen & ~whole).any()
        assert not (one.trunk(posed) & ~whole).any()
        outer, _ = grown(whole)
        assert not (hidden & ~outer).any()
        assert (whole & ~seen & ~hidden).sum() < 0.01 * whole.sum()  # fingers round the bar
        assert (hidden & seen).mean() < 0.003  # a foot's width of near and far at the same pixel
        count += (whole & ~seen).sum()
    assert count > 0


def test_the_outline_of_the_cloth_is_the_edge_of_the_trunk(lift):
    one = renderer(lift, Scene(clothing="hoodie"), size=(640, 480))
    posed, _ = lift[1][1]
    vertices, _ = one.things.figure.placed(posed.turns, posed.shifts)
    places, _ = one.camera.project(vertices)
    mask = one.trunk(posed)
    spine = one.lifter.shape.index("spine03")
    (middle,), _ = one.camera.project(posed.heads[[spine]])
    ends = places[one.things.figure.trunk_edges]
    crossed = (ends[:, 0, 1] <= middle[1]) != (ends[:, 1, 1] <= middle[1])
    (x0, y0), (x1, y1) = ends[crossed, 0].T, ends[crossed, 1].T
    rear = (x0 + (middle[1] - y0) / (y1 - y0) * (x1 - x0)).min()
    assert mask[int(middle[1])].argmax() == pytest.approx(rear, abs=1.5)


def test_the_mirror_shows_the_lifter_where_its_twin_would_stand(lift):
    one = renderer(lift, Scene(mirror="beside", yaw_deg=30, camera_distance_m=5), size=(640, 480))
    posed, bar = lift[1][2]
    dark = painted(one, 0.0).frame(posed, bar).astype(int)
    light = painted(one, 1.0).frame(posed, bar).astype(int)
    changed = np.abs(light - dark).max(axis=2) > 12
    twin = changed & ~grown(one.body(posed))[0]
    head = posed.heads[[one.lifter.shape.index("head")]] + [0, 0, 0.08]
    ((x, y),), _ = one.camera.project(reflected(head, one.room))
    assert twin[round(y) - 3 : round(y) + 4, round(x) - 3 : round(x) + 4].all()
    assert 500 < twin.sum() < one.body(posed).sum()


def test_lamps_and_exposure_change_the_light(lift):
    posed, bar = lift[1][1]
    level = {
        name: renderer(lift, Scene(lamps=name, wall="plaster")).frame(posed, bar).mean()
        for name in ("dim", "bright")
    }
    assert level["dim"] < 0.75 * level["bright"]
    darker = renderer(lift, Scene(wall="plaster", exposure=0.6)).frame(posed, bar).mean()
    assert darker < 0.9 * level["bright"]


def test_an_open_shutter_shows_the_mean_of_its_moments(lift):
    one = renderer(lift, Scene())
    moments = [(posed, bar, 0.0) for posed, bar in lift[1][:2]]
    still = [one.exposed([moment]) for moment in moments]
    assert np.array_equal(still[0], one.frame(*lift[1][0]))
    both = one.exposed(moments).astype(int)
    low, high = np.minimum(*still).astype(int), np.maximum(*still).astype(int)
    assert ((both >= low - 1) & (both <= high + 1)).all()


def test_each_trap_bar_and_load_can_be_drawn(lift):
    posed, bar = lift[1][0]
    one = renderer(lift, Scene(), load_kg=220, trap=True)
    assert np.isin(one.labels(posed, bar), [LABEL["near_plate"]]).any()
    assert one.frame(posed, bar).shape == (HEIGHT, WIDTH, 3)


def test_the_picture_without_a_scene_is_plain(lift):
    lifter, postures = lift
    camera = renderer(lift, Scene()).camera
    plain = Renderer(lifter, replace(camera), np.random.default_rng(1))
    assert plain.frame(*postures[0]).shape == (HEIGHT, WIDTH, 3)


def test_a_twin_behind_the_camera_is_not_drawn(lift, monkeypatch):
    one = renderer(lift, Scene(mirror="beside", yaw_deg=30, camera_distance_m=5), size=(320, 240))
    posed, bar = lift[1][2]
    seen_by, asked = one._seen_by, []

    def behind_the_second_time(camera, vertices):
        asked.append(camera)
        solid = seen_by(camera, vertices)
        return solid if len(asked) == 1 else solid._replace(near=-np.abs(solid.near))

    monkeypatch.setattr(one, "_seen_by", behind_the_second_time)
    picture = one.frame(posed, bar)
    assert len(asked) == 2
    assert picture.shape == (240, 320, 3)
