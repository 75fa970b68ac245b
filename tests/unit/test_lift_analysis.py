"""From what was followed through a film to what is said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import backspotter
from backspotter.app import film_moved
from backspotter.app.film import analysed
from backspotter.app.film_back import way_up_of
from backspotter.app.film_compared import Earlier, earlier_from
from backspotter.app.film_faults import fault_words, sized
from backspotter.app.film_knees import behind_the_plate
from backspotter.app.film_measures import (
    LEAN_BACK_ALONE_DEG,
    LEAN_BACK_DEG,
    _lean_back,
    course_of,
)
from backspotter.app.film_moved import moved
from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.film_summary import all_withheld, summary
from backspotter.errors import InputError
from backspotter.evidence.faults import fault_rules
from backspotter.exports.report_parts import header
from backspotter.lift.analysis import CannotJudge, Cost, FlexionSeen, LoadsSeen
from backspotter.lift.angles import Angle
from backspotter.lift.angles_together import Together
from backspotter.lift.knee_pass import KNEE_OF_HEIGHT
from backspotter.lift.style import Look, style_of
from backspotter.lift.tracks import PLACE
from backspotter.lift.view import LUMBAR, limit
from backspotter.spine.body import body_of
from backspotter.spine.rep import Lift
from backspotter.spine.rep import rep as lifted_rep
from tests.lifted import (
    ASKED,
    LIFT_OFF_S,
    LIFTER,
    at_rate,
    back_bends,
    back_unseen,
    every_second,
    facts,
    film_read,
    mirrored,
)


@pytest.fixture(scope="module")
def plain():
    return analysed(film_read(), ASKED, name="set.mp4", back=back_unseen)


@pytest.fixture(scope="module")
def bent():
    return analysed(film_read(), ASKED, name="set.mp4", back=back_bends(22.0))


def valid(found):
    document = summary(found)
    Draft202012Validator(film_summary_schema()).validate(document)
    return document


def codes(found):
    return [(fault.code, fault.onset) for rep in found.reps for fault in rep.faults]


def test_a_repetition_is_as_it_was_lifted(plain):
    (rep,) = plain.reps
    assert rep.lift_off_s.value == pytest.approx(LIFT_OFF_S, abs=0.1)
    assert rep.lockout_s.value == pytest.approx(LIFT_OFF_S + 1.8, abs=0.1)
    height = lifted_rep(body_of(LIFTER), Lift()).height
    assert rep.rom_m.value == pytest.approx(height.max() - height.min(), rel=0.03)
    assert {reason.do for reason in plain.quality.reasons} <= {limit("torso_px").do}
    assert plain.is_judged


@pytest.mark.parametrize(("at_s", "judged"), [(0.4, True), (6.0, False), (3.0, False)])
def test_a_cut_in_a_repetition_or_on_its_way_down_withholds_the_back(at_s, judged):
    read = film_read()
    cut = replace(read, tracks=replace(read.tracks, cuts_s=(at_s,)))
    found = analysed(cut, ASKED, name="a", back=back_bends(22.0))
    (rep,) = found.reps
    assert isinstance(rep.flexion, CannotJudge) is not judged


@pytest.mark.parametrize(
    ("rays", "part", "judged"), [(0.4, 1.0, False), (0.4, 0.15, True), (0.1, 1.0, True)]
)
def test_a_lower_back_with_something_before_it_is_withheld(rays, part, judged):
    """Before so much of it, in so much of the pull."""
    read = film_read()
    covered = np.zeros((len(read.tracks.times_s), len(LUMBAR)), bool)
    lumbar = np.flatnonzero(LUMBAR)
    until = read.tracks.times_s < LIFT_OFF_S + part * 1.8
    covered[np.ix_(until, lumbar[: round(rays * len(lumbar))])] = True
    back = replace(read.tracks.back, covered=covered)
    seen = replace(read, tracks=replace(read.tracks, back=back))
    (rep,) = analysed(seen, ASKED, name="a", back=back_bends(22.0)).reps
    assert isinstance(rep.flexion, CannotJudge) is not judged
    assert judged or "hidden" in rep.flexion.why


def test_the_back_is_looked_at_up_to_the_highest_frame_where_the_bar_is_hidden_at_the_top():
    read = film_read()
    late = (read.bar.times_s > LIFT_OFF_S + 1.5) & (read.bar.times_s < LIFT_OFF_S + 2.2)
    bar = replace(read.bar, x_px=read.bar.x_px.copy(), y_px=read.bar.y_px.copy())
    bar.x_px[late] = bar.y_px[late] = np.nan
    seen = moved(replace(read, bar=bar), height_m=LIFTER.height_m, plate_mm=450.0)
    (rep,) = seen.counted
    assert rep.lockout is None
    whole = way_up_of(rep, seen.times_s)
    assert whole.lift_off == rep.lift_off
    assert whole.lockout.value == seen.times_s[rep.high]
    assert LIFT_OFF_S + 1.7 < whole.lockout.value < LIFT_OFF_S + 2.5


def test_a_top_is_a_lockout_where_all_landmarks_together_say_that_the_trunk_is_upright(monkeypatch):
    read = film_read()
    at_the_top = read.tracks.times_s > LIFT_OFF_S + 1.5
    for side in ("left", "right"):
        read.tracks.landmarks_px[at_the_top, PLACE[f"{side}_shoulder"], 0] += 80
    given = {"height_m": LIFTER.height_m, "plate_mm": 450.0}
    assert not moved(read, **given).counted

    def upright(*seen):
        said = np.full((len(read.tracks.times_s), 3), np.nan)
        return Together(
            trunk=np.tile([0.0, 3.0, 6.0], (len(said), 1)), hip=said, knee=said, hip_and_back=said
        )

    monkeypatch.setattr(film_moved, "together", upright)
    assert len(moved(read, **given).counted) == 1


def test_one_frame_of_something_else_makes_no_speed(plain):
    read = film_read()
    at = int(np.searchsorted(read.tracks.times_s, LIFT_OFF_S + 1.0))
    x, y, sure = (each.copy() for each in (read.bar.x_px, read.bar.y_px, read.bar.confidence))
    x[at] += 40
    y[at] -= 12
    sure[at] = 0.5
    strayed = replace(read, bar=replace(read.bar, x_px=x, y_px=y, confidence=sure))
    found = analysed(strayed, ASKED, name="a", back=back_unseen)
    peak, true = found.reps[0].peak_speed, plain.reps[0].peak_speed
    assert peak.value == pytest.approx(true.value, rel=0.02)
    assert "bar_drift" not in {fault.code for fault in found.reps[0].faults}
    assert true.high - true.low > 0.08 * true.value


def test_the_bar_passes_the_knees_where_they_are_and_not_where_a_plate_hides_them(plain):
    (rep,) = plain.reps
    knee = KNEE_OF_HEIGHT * LIFTER.height_m
    times = plain.frames.times_s
    up = (times >= rep.lift_off_s.value) & (times <= rep.lockout_s.value)
    passed = float(np.interp(knee, plain.frames.bar_y_m[up], times[up]))
    assert rep.knee_pass_s.value == pytest.approx(passed, abs=0.03)


def test_angles_are_those_of_the_sticks(plain):
    frame = int(np.searchsorted(plain.frames.times_s, LIFT_OFF_S))
    frames = plain.frames
    assert frames.trunk[0, 0] == pytest.approx(4.0, abs=1.0)
    assert 55 < frames.trunk[frame, 0] < 85
    assert frames.knee[frame, 0] == pytest.approx(70.0, abs=9.0)
    assert frames.bar_y_m[frame] == pytest.approx(0.225, abs=0.01)


def test_where_the_back_is_withheld_the_rest_is_not(plain):
    document = valid(plain)
    (rep,) = plain.reps
    assert isinstance(rep.flexion, CannotJudge)
    assert "behind a post" in document["reps"][0]["lumbar_flexion_deg"]["cannot_judge"]
    assert isinstance(rep.loads, LoadsSeen)
    assert any("not judged" in line for line in rep.loads.assumed)
    assert "lumbar_rounding, rep 1" in [each.what for each in all_withheld(plain)]
    assert codes(plain) == []


def test_a_back_that_gives_way_is_a_fault_with_its_size_and_cost(bent):
    valid(bent)
    (rep,) = bent.reps
    assert isinstance(rep.flexion, FlexionSeen)
    assert codes(bent) == [("lumbar_rounding", "after_lift_off")]
    (fault,) = rep.faults
    assert fault.size.value == pytest.approx(22.0, abs=0.5)
    assert (fault.size.low, fault.size.high) == (pytest.approx(17, abs=1), pytest.approx(27, abs=1))
    assert fault.confidence > 0.9
    assert isinstance(fault.cost, Cost)
    assert fault.cost.measurable
    assert 0.1 < fault.cost.share_up < 0.6
    assert fault.cost.passive_share.low > 0
    assert "igaments" in fault.cost.say
    assert rep.lift_off_s.value < fault.at_s < rep.lockout_s.value
    assert any("normal" in note for note in bent.notes)


@pytest.mark.parametrize("which", ["bent", "swung"])
def test_with_a_fault_is_what_the_curves_show_in_that_frame(which, request):
    """The posture is the film's: both stand on one page."""
    found = request.getfixturevalue(which)
    (fault,) = found.reps[0].faults
    frame = int(np.flatnonzero(found.frames.times_s == fault.peak_s)[0])
    for name in ("compression", "moment", "shear"):
        with_it = getattr(fault.cost.without, name).value + getattr(fault.cost, name).value
        assert with_it == pytest.approx(getattr(found.frames, name)[frame, 0], abs=0.05), name


def test_a_change_that_may_be_noise_is_no_fault():
    found = analysed(film_read(), ASKED, name="a", back=back_bends(14.0, half=12.0))
    assert codes(found) == []


def test_a_back_that_is_round_from_the_start():
    found = analysed(film_read(), ASKED, name="a", back=back_bends(3.0, start=60.0))
    assert codes(found) == [("lumbar_rounding", "at_setup")]
    assert found.reps[0].faults[0].size.value == pytest.approx(15.0, abs=0.5)


@pytest.fixture(scope="module")
def swung():
    return analysed(film_read(drift_m=0.09), ASKED, name="a")


def test_a_bar_that_swings_ahead(swung):
    assert codes(swung) == [("bar_drift", "after_lift_off")]
    fault = swung.reps[0].faults[0]
    assert fault.size.value == pytest.approx(0.09, abs=0.01)
    assert fault.cost.measurable
    assert fault.cost.compression.value > 0


def test_a_mirror_changes_nothing():
    read = film_read(drift_m=0.09)
    one, other = (analysed(each, ASKED, name="a") for each in (read, mirrored(read)))
    assert summary(one) == summary(other)
    assert np.allclose(one.frames.bar_x_m, other.frames.bar_x_m)


def test_half_the_frames_give_the_same():
    read = film_read(drift_m=0.09)
    one, other = (analysed(each, ASKED, name="a") for each in (read, every_second(read)))
    assert codes(one) == codes(other)
    for name in ("lift_off_s", "lockout_s", "rom_m", "mean_speed"):
        wide, narrow = getattr(other.reps[0], name), getattr(one.reps[0], name)
        assert wide.low <= narrow.value <= wide.high


@pytest.mark.parametrize("frames_a_second", [24.0, 60.0, 240.0])
def test_the_rate_of_the_film_changes_nothing(plain, frames_a_second):
    (one,) = plain.reps
    (other,) = analysed(at_rate(film_read(), frames_a_second), ASKED, name="a").reps
    for name in ("lift_off_s", "lockout_s", "rom_m", "mean_speed", "peak_speed"):
        first, second = getattr(one, name), getattr(other, name)
        assert second.low <= first.value <= second.high or first.low <= second.value <= first.high
    assert [fault.code for fault in other.faults] == [fault.code for fault in one.faults]


def test_a_knee_behind_the_plate_opens_on_the_way_up():
    seen = moved(film_read(), height_m=1.81, plate_mm=450.0)
    up = seen.angles.knee.value[[phase == "lifting" for phase in seen.phase]]
    assert up[0] > 60
    assert up[-1] < 15
    assert np.diff(up).max() < 6


def test_angles_of_hidden_joints_are_withheld_and_that_is_said(plain):
    seen = moved(film_read(), height_m=1.81, plate_mm=450.0)
    hidden = seen.angles.hip_hidden | seen.angles.knee_hidden
    assert 0.1 < hidden.mean() < 0.9
    assert np.isnan(plain.frames.hip[hidden]).all()
    assert np.isnan(plain.frames.knee[hidden]).all()
    assert np.isfinite(plain.frames.knee[~hidden]).all()
    assert np.isfinite(plain.frames.trunk).all()
    assert any(each.what.startswith("hip and knee angles in") for each in plain.withheld)


def test_a_doubtful_back_widens_the_hip_and_not_the_knee():
    sure, doubtful = (
        analysed(film_read(), ASKED, name="a", back=back_bends(5.0, half=half)).frames
        for half in (1.0, 20.0)
    )
    wide = doubtful.hip[:, 2] - doubtful.hip[:, 1] - (sure.hip[:, 2] - sure.hip[:, 1])
    assert np.nanmin(wide) > 5
    assert np.allclose(doubtful.knee, sure.knee, equal_nan=True)


def leaning_back(by: float, *, back_too: bool):
    """A set at whose top the lifter leans back, as joints and, if so, the line of the back say."""
    read = film_read()
    tracks, times = read.tracks, read.tracks.times_s
    top = LIFT_OFF_S + 2.0
    turn = np.deg2rad(by) * np.exp(-(((times - top) / 0.6) ** 4))
    hip = tracks.landmarks_px[:, PLACE["right_hip"], :2].copy()

    def turned(places):
        away = places - hip[:, None]
        x = np.cos(turn)[:, None] * away[..., 0] + np.sin(turn)[:, None] * away[..., 1]
        y = np.cos(turn)[:, None] * away[..., 1] - np.sin(turn)[:, None] * away[..., 0]
        return hip[:, None] + np.stack([x, y], axis=-1)

    landmarks = tracks.landmarks_px.copy()
    upper = [PLACE[f"{side}_shoulder"] for side in ("left", "right")]
    landmarks[:, upper, :2] = turned(landmarks[:, upper, :2])
    points = turned(tracks.back.points_px) if back_too else tracks.back.points_px
    back = replace(tracks.back, points_px=points, picture_px=points)
    return replace(
        read, tracks=replace(tracks, landmarks_px=landmarks, raw_px=landmarks, back=back)
    )


def lockouts(read):
    """Sizes of leaning back at the top, and why it was not judged."""
    (rep,) = analysed(read, ASKED, name="a").reps
    found = [f.size.value for f in rep.faults if f.code == "lockout_hyperextension"]
    return found, [w.why for w in rep.not_judged if w.what == "lockout_hyperextension"]


def test_leaning_back_behind_a_plate_is_told_where_the_upper_back_says_the_same():
    sizes, why = lockouts(leaning_back(20.0, back_too=True))
    assert not why
    assert sizes == [pytest.approx(20.0, abs=5.0)]


def test_leaning_back_behind_a_plate_is_withheld_where_the_back_stands_upright():
    sizes, why = lockouts(leaning_back(20.0, back_too=False))
    assert not sizes
    assert "upper back" in why[0]


def test_leaning_back_behind_a_plate_is_told_where_all_landmarks_say_how_the_trunk_leans():
    seen = moved(leaning_back(20.0, back_too=False), height_m=1.81, plate_mm=450.0)
    course = course_of(seen.counted[0], seen.times_s)
    trunk = course.of(seen.times_s, seen.angles.trunk.value)
    assert isinstance(_lean_back(course, seen, trunk), str)
    said = replace(seen.angles, together=np.ones(len(seen.times_s), bool))
    found = _lean_back(course, replace(seen, angles=said), trunk)
    assert np.nanmax(found.value) == pytest.approx(20.0, abs=6.0)
    assert np.nanmax(found.high - found.value) == pytest.approx(LEAN_BACK_DEG)


def test_leaning_back_is_told_of_who_was_not_seen_standing_with_a_wider_band():
    read = leaning_back(20.0, back_too=True)
    seen = moved(read, height_m=None, plate_mm=None)
    seen = replace(seen, standing=np.zeros(len(seen.times_s), bool))
    course = course_of(seen.counted[0], seen.times_s)
    found = _lean_back(course, seen, course.of(seen.times_s, seen.angles.trunk.value))
    assert np.nanmax(found.value) == pytest.approx(20.0, abs=6.0)
    assert np.nanmax(found.high - found.value) == pytest.approx(LEAN_BACK_ALONE_DEG)


def test_more_repetitions():
    found = analysed(film_read(reps=3), ASKED, name="a")
    assert [rep.index for rep in found.reps] == [1, 2, 3]
    assert set(found.frames.rep) == {0, 1, 2, 3}


def test_a_film_from_the_front_is_not_judged():
    found = analysed(film_read(yaw_deg=40.0), ASKED, name="a", back=back_bends(22.0))
    document = valid(found)
    assert not found.is_judged
    assert document["quality"]["grade"] == "cannot_judge"
    assert codes(found) == []
    assert "off the side" in document["reps"][0]["loads"]["cannot_judge"]
    assert document["reps"][0]["rom_m"]["value"] > 0.4
    assert np.isnan(found.frames.trunk).all()


def test_without_a_bar_only_what_needs_it_is_withheld():
    read = replace(film_read(), bar=None)
    found = analysed(read, ASKED, name="a", back=back_bends(22.0))
    document = valid(found)
    (rep,) = document["reps"]
    assert rep["rom_m"] == {"cannot_judge": "the bar was not seen"}
    assert rep["lumbar_flexion_deg"]["change_from_set_up"]["value"] == 22.0
    assert codes(found) == [("lumbar_rounding", "after_lift_off")]
    assert "bar_drift, rep 1" in [each["what"] for each in document["withheld"]]


def test_a_film_in_which_nothing_is_lifted():
    read = film_read()
    still = replace(read.bar, y_px=np.full_like(read.bar.y_px, read.bar.y_px[0]))
    found = analysed(replace(read, bar=still), ASKED, name="a")
    assert valid(found)["reps"] == []
    assert not found.is_judged


def test_neither_plate_nor_height():
    asked = replace(ASKED, lifter=replace(LIFTER, height_m=None))
    found = analysed(replace(film_read(), bar=None), asked, name="a")
    assert "cannot_judge" in valid(found)["scale"]["px_per_m"]


def test_slow_motion_is_told_apart(plain):
    read = film_read()
    slow = replace(read, facts=facts(read.facts.frames, taken_rate=120.0))
    found = analysed(slow, ASKED, name="a")
    assert found.reps[0].mean_speed.value == pytest.approx(4 * plain.reps[0].mean_speed.value)
    assert found.reps[0].lift_off_s == plain.reps[0].lift_off_s


def test_heavier_is_harder_on_the_back(plain):
    more = analysed(film_read(), replace(ASKED, load_kg=200.0), name="a")
    assert more.reps[0].loads.compression.value > 1.2 * plain.reps[0].loads.compression.value


def test_a_style_is_asked_or_guessed():
    found = analysed(film_read(), replace(ASKED, style=None), name="a")
    assert not found.style.asked
    assert found.style.id == "conventional"
    assert "--" not in f"{found.style.doubt} {found.notes}", "a page has no command line"
    document = valid(found)
    assert (document["style"], document["style_source"]) == ("conventional", "guessed")
    assert document["style_doubt"].startswith("a guess: nothing speaks for another kind")
    assert "(a guess, as it looks)" in header(found)


def test_a_style_that_was_asked_is_not_called_a_guess(plain):
    document = valid(plain)
    assert (document["style_source"], document["style_doubt"]) == ("asked", None)
    assert "(as you said)" in header(plain)


@pytest.mark.parametrize(
    ("look", "style"),
    [
        ({"from_the_top": True}, "romanian"),
        ({"knee_deg": 15.0}, "stiff_leg"),
        ({"thigh_of_shank": 0.7}, "sumo"),
        ({"knee_ahead_of_bar_m": 0.2}, "trap_bar"),
        ({"knee_deg": float("nan")}, "conventional"),
    ],
)
def test_what_tells_styles_apart(look, style):
    usual = {
        "from_the_top": False,
        "knee_deg": 70.0,
        "thigh_of_shank": 0.9,
        "knee_ahead_of_bar_m": 0.0,
    }
    assert style_of(Look(**usual | look))[0] == style


def test_every_row_of_faults_has_its_words():
    assert set(fault_words()) == {rule.id for rule in fault_rules()}
    for words in fault_words().values():
        assert words.say.format(size=sized(12.0, "deg"))
        assert words.cue
        assert words.practise


def test_beside_earlier_films(bent):
    before = [Earlier(name="a", changes=(5.0, 6.0), speeds=(0.2,))]
    found = analysed(film_read(), ASKED, name="a", baseline=before, back=back_bends(22.0))
    assert any("16° more" in line for line in found.compared)
    assert any("faster" in line for line in found.compared)
    assert bent.compared == ()


@pytest.mark.parametrize("reps", ["[3]", "[]", '[{"index": 1}]'])
def test_a_baseline_that_is_none(reps, tmp_path):
    file = tmp_path / "summary.json"
    file.write_text(f'{{"reps": {reps}}}')
    with pytest.raises(InputError, match=r"baseline: got summary\.json"):
        earlier_from(str(file))


@pytest.mark.parametrize("load", [0, -1, 1e9, float("nan"), "heavy", None, True])
def test_loads_that_cannot_be(load):
    with pytest.raises(InputError, match="load_kg"):
        replace(ASKED, load_kg=load)


def test_the_package_offers_it():
    assert callable(backspotter.analyse)
    assert backspotter.LiftAnalysis.__name__ == "LiftAnalysis"


BENT = {"value": 45.0, "low": 25.0, "high": 65.0}


def test_a_hidden_knee_that_looks_bent_at_the_top_is_drawn_straight():
    seen = moved(film_read(), height_m=1.81, plate_mm=450.0)
    at_top = (seen.angles.times_s > LIFT_OFF_S + 1.9) & (seen.angles.times_s < LIFT_OFF_S + 2.2)
    knee = Angle(**{name: np.where(at_top, end, 0.0) for name, end in BENT.items()})
    hidden = replace(seen.angles, knee=knee, knee_hidden=at_top)
    drawn = behind_the_plate(hidden, seen.reps, seen.bar)
    assert np.all(drawn.knee.value[at_top] < 20)
    assert np.allclose(drawn.knee.high - drawn.knee.low, knee.high - knee.low)
    assert np.all(drawn.hip.value[at_top] < hidden.hip.value[at_top] - 8)
    assert np.array_equal(drawn.knee.value[~at_top], knee.value[~at_top])
