"""The pictures: files that stand alone, to scale, with every gap and every row as it is."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import backspotter as bs
from backspotter.errors import InputError
from backspotter.exports.axes import ticks
from backspotter.exports.back_picture import posture_picture
from backspotter.exports.compare_picture import NOTHING, compare_picture
from backspotter.exports.numbers import force, shown, signed, span, step_of
from backspotter.exports.pose import PLATE_M, bar_of, pose_of
from backspotter.exports.rep_picture import rep_picture
from backspotter.exports.svg import number, thinned
from backspotter.exports.validation_picture import validation_picture
from backspotter.exports.words import Box, beside, clearest
from backspotter.spine.dynamics import GRAVITY

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> &\" ' ]]> \x00\ud800 \u202e"
BENT = bs.spine.Posture(trunk_deg=60, lumbar_flexion_deg=25, thigh_deg=-50, shank_deg=10)
TALL = bs.spine.Lifter(mass_kg=105, height_m=1.95, sex="male")
SHORT = bs.spine.Lifter(mass_kg=55, height_m=1.55, sex="female")
SMALLEST = 13.0


@pytest.fixture(scope="module")
def rep():
    return bs.spine.rep_loads(load_kg=140)


@pytest.fixture(scope="module")
def compared():
    return bs.spine.compare(load_kg=140)


@pytest.fixture(scope="module")
def checked():
    return bs.spine.validate()


@pytest.fixture(scope="module")
def pictures(rep, compared, checked):
    bent = bs.spine.loads(BENT, load_kg=140)
    return {
        "posture": posture_picture(bent, load_kg=140, title=HOSTILE),
        "rep": rep_picture(rep, title=HOSTILE),
        "compare": compare_picture(compared, load_kg=140, title=HOSTILE),
        "validation": validation_picture(checked),
    }


def words_of(picture):
    return [each.text for each in ET.fromstring(picture).iter(f"{SVG}text")]


def of_class(picture, name):
    return [each for each in ET.fromstring(picture).iter() if name in each.get("class", "").split()]


def points_of(path):
    return [
        (float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    ]


def arrow_lengths(picture):
    found = {}
    for arrow in of_class(picture, "force"):
        points = points_of(arrow)
        tail = tuple((a + b) / 2 for a, b in zip(points[0], points[-1], strict=True))
        found[arrow.get("class").split()[1]] = math.dist(tail, points[3])
    return found


@pytest.mark.parametrize("name", ["posture", "rep", "compare", "validation"])
class TestEveryPicture:
    def test_is_well_formed_and_says_what_it_is(self, pictures, name):
        root = ET.fromstring(pictures[name].encode("utf-8"))
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert root[0].text
        assert root[1].text
        assert root[2].get("fill") == "#ffffff"

    def test_holds_nothing_that_runs_or_is_fetched(self, pictures, name):
        allowed = {"svg", "title", "desc", "g", "path", "line", "circle", "rect", "text"}
        for each in ET.fromstring(pictures[name]).iter():
            assert each.tag.removeprefix(SVG) in allowed
            assert not any("href" in key or key.startswith("on") for key in each.attrib)
            assert not any("url(" in given for given in each.attrib.values())
        bare = pictures[name].replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http" not in bare

    def test_text_is_large_enough(self, pictures, name):
        sizes = [
            float(e.get("font-size")) for e in ET.fromstring(pictures[name]).iter(f"{SVG}text")
        ]
        assert min(sizes) >= SMALLEST

    def test_coordinates_have_two_decimals_and_are_on_the_page(self, pictures, name):
        root = ET.fromstring(pictures[name])
        _, _, width, height = (float(part) for part in root.get("viewBox").split())
        for each in root.iter():
            for key in ("d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r"):
                assert not re.search(r"\.\d{3}|nan|inf|e-", each.get(key, ""))
            for x, y in points_of(each):
                assert 0 <= x <= width
                assert 0 <= y <= height


@pytest.mark.parametrize("name", ["posture", "rep", "compare"])
def test_a_hostile_title_is_only_text(pictures, name):
    assert "<script" not in pictures[name]
    title = ET.fromstring(pictures[name])[0].text
    assert title == HOSTILE.replace("\x00", "").replace("\ud800", "")
    assert any("<script>" in words for words in words_of(pictures[name]))


def test_the_same_input_gives_the_same_picture(rep):
    assert rep_picture(rep, title="a") == rep_picture(rep, title="a")


@pytest.mark.parametrize("load_kg", [0, 20, 60, 250])
@pytest.mark.parametrize("lifter", [TALL, SHORT])
def test_every_arrow_is_as_long_as_its_force(load_kg, lifter):
    found = bs.spine.loads(BENT, load_kg=load_kg, lifter=lifter)
    level = found.levels["L5/S1"]
    newtons = {
        "muscles": found.levels["L5/S1"].extensor_force.value[0],
        "compression": level.compression.value[0],
        "shear": abs(level.shear.value[0]),
        "load": load_kg * GRAVITY,
    }
    lengths = arrow_lengths(posture_picture(found, load_kg=load_kg, title="t"))
    assert set(lengths) == {name for name, size in newtons.items() if size >= 1}
    scale = lengths["compression"] / newtons["compression"]
    for name, length in lengths.items():
        assert length == pytest.approx(scale * newtons[name], abs=0.1)


def test_the_scale_bar_fits_the_arrows():
    found = bs.spine.loads(BENT, load_kg=140)
    picture = posture_picture(found, load_kg=140, title="t")
    bar = of_class(picture, "scale")[0][0]
    long = float(bar.get("x2")) - float(bar.get("x1"))
    said = next(words for words in words_of(picture) if words.endswith("(all arrows)"))
    newtons = float(said.split()[0]) * (1000 if "kN" in said else 1)
    compression = found.levels["L5/S1"].compression.value[0]
    drawn = arrow_lengths(picture)["compression"]
    assert long / newtons == pytest.approx(drawn / compression, rel=1e-3)


@pytest.mark.parametrize("style", ["conventional", "sumo", "stiff_leg"])
@pytest.mark.parametrize("lifter", [TALL, SHORT])
def test_at_lift_off_the_plate_stands_on_the_floor_and_the_hands_are_at_the_bar(style, lifter):
    one = bs.spine.rep_loads(bs.spine.Lift(style=style), load_kg=100, lifter=lifter)
    pose = pose_of(one.loads, 0)
    assert bar_of(pose)[1] == PLATE_M
    assert math.dist(bar_of(pose), pose.grip) < 0.02
    picture = posture_picture(one.loads, load_kg=100, title="t")
    plate = of_class(picture, "plate")[0][0]
    lines = [e for e in ET.fromstring(picture) if e.tag == f"{SVG}line"]
    assert float(plate.get("cy")) + float(plate.get("r")) + 1 == pytest.approx(
        float(lines[0].get("y1")), abs=0.05
    )


def test_the_distance_of_the_bar_is_said_and_without_a_load_there_is_none():
    found = bs.spine.loads(BENT, load_kg=20, load_ahead_m=0.55)
    said = words_of(posture_picture(found, load_kg=20, title="t", load_ahead_m=0.55))
    assert "bar is 55 cm ahead of L5/S1" in said
    empty = posture_picture(bs.spine.loads(load_kg=0), load_kg=0, title="t")
    assert not of_class(empty, "plate")
    assert not any("ahead of" in words for words in words_of(empty))


def test_the_numbers_and_their_bands_stand_beside_the_figure():
    found = bs.spine.loads(BENT, load_kg=140)
    said = words_of(posture_picture(found, load_kg=140, title="t"))
    for level in ("L5/S1", "L4/L5"):
        for field in ("moment", "compression", "shear"):
            each = getattr(found.levels[level], field)
            step = step_of(each.low[0], each.high[0])
            assert shown(each.value[0], step) in said
            assert span(each.low[0], each.high[0], step) in said
    assert "90 % band; not a limit, not a risk" in said


def test_a_lack_of_strength_is_said():
    weak = replace(TALL, max_extension_N_m=150)
    found = bs.spine.loads(BENT, load_kg=140, lifter=weak)
    said = words_of(posture_picture(found, load_kg=140, title="t"))
    assert any("more than the strength given" in words for words in said)


@pytest.mark.parametrize("frame", [-1, 3, 1])
def test_a_frame_that_is_not_there_or_has_a_gap_is_refused(frame):
    series = bs.spine.Posture(trunk_deg=np.array([60.0, np.nan, 50.0]), lumbar_flexion_deg=20)
    found = bs.spine.loads(series, load_kg=60)
    assert posture_picture(found, frame=2, load_kg=60, title="t")
    with pytest.raises(InputError, match="frame"):
        posture_picture(found, frame=frame, load_kg=60, title="t")


@pytest.mark.parametrize("load_kg", [-1, 700, math.nan, math.inf])
def test_a_load_that_cannot_be_is_refused(load_kg):
    found = bs.spine.loads(BENT, load_kg=60)
    with pytest.raises(InputError, match="load_kg"):
        posture_picture(found, load_kg=load_kg, title="t")


def holed(array, places):
    return np.where(np.isin(np.arange(len(array)), places), np.nan, array)


def with_gaps(one, places):
    def in_band(each):
        parts = {name: holed(getattr(each, name), places) for name in ("value", "low", "high")}
        return replace(each, **parts)

    levels = {
        name: replace(level, moment=in_band(level.moment))
        for name, level in one.loads.levels.items()
    }
    return replace(one, loads=replace(one.loads, levels=levels))


def pieces(picture, plot, kind):
    found = [e for e in of_class(picture, "plot")[plot] if e.get("class") == kind]
    return [each.tag.removeprefix(SVG) for group in found for each in group]


def test_gaps_are_left_as_gaps(rep):
    holes = [*range(100, 140), 299, 301, 302]
    picture = rep_picture(with_gaps(rep, holes), title="t")
    assert pieces(picture, 0, "curve") == ["path", "path", "circle", "path"]
    assert pieces(picture, 0, "band") == ["path"] * 4
    assert pieces(picture, 2, "curve") == ["path"]


def test_nothing_seen_at_all_is_still_a_picture(rep):
    picture = rep_picture(with_gaps(rep, range(len(rep.rep.times))), title="t")
    assert pieces(picture, 0, "curve") == []
    assert "not seen" in ET.fromstring(picture)[1].text


@pytest.mark.parametrize("style", bs.spine.styles())
def test_every_style_has_four_moments_in_order_and_its_phases(style):
    one = bs.spine.rep_loads(bs.spine.Lift(style=style), load_kg=100)
    picture = rep_picture(one, title="t")
    assert len(of_class(picture, "lifter")) == 4
    numbered = [e for e in ET.fromstring(picture).iter(f"{SVG}text") if e.get("fill") == "#ffffff"]
    assert [each.text for each in numbered] == [*"1234"] * 2
    assert sorted(float(each.get("x")) for each in numbered[4:]) == [
        float(each.get("x")) for each in numbered[4:]
    ]
    assert {"up", "top", "down"} <= set(words_of(picture))
    assert len(of_class(picture, "plot")) == 5


def test_every_change_appears_and_what_cannot_be_measured_is_said_so(pictures, compared):
    rows = of_class(pictures["compare"], "change")
    said = [" ".join("".join(row.itertext()).split()) for row in rows]
    for row, words in zip(compared, said, strict=True):
        assert all(part in words for part in row.say.split())
        unsure = sum(not each.is_measurable for each in (row.compression, row.moment))
        assert words.count(NOTHING) == unsure


def test_changes_are_sorted_however_they_come(compared):
    one = compare_picture(compared, load_kg=140, title="t")
    assert one == compare_picture(compared[::-1], load_kg=140, title="t")
    assert "No change was compared." in words_of(compare_picture((), load_kg=140, title="t"))


def test_rows_that_are_modelled_appear_with_their_shape(pictures, checked):
    rows = of_class(pictures["validation"], "checked")
    modelled = [each for each in checked if each.predicted is not None]
    for drawn, each in zip(rows, modelled, strict=True):
        assert each.row.id in "".join(drawn.itertext())
        mark = drawn[-2]
        assert mark.tag == f"{SVG}{'circle' if each.is_within else 'path'}"
        assert (mark.get("fill") == "#ffffff") is each.row.fitted


def test_a_ratio_of_one_lies_on_the_line_and_others_by_their_logarithm(checked):
    row = next(each for each in checked if each.predicted is not None)

    def ratio(factor):
        size = row.row.published
        given = replace(row, predicted=factor * size, low=0.6 * size, high=1.6 * size)
        mark = of_class(validation_picture([given]), "checked")[0][-2]
        return float(mark.get("cx"))

    assert ratio(1.25) - ratio(1.0) == pytest.approx(ratio(1.0) - ratio(0.8), abs=0.02)
    assert ratio(1.25) > ratio(1.0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-0.001, "0"),
        (1.5, "1.5"),
        (np.float64(523.4), "523"),
        (-1043.7, "−1\u202f040"),
        (17192.0, "17\u202f200"),
        (math.nan, "not seen"),
    ],
)
def test_numbers_have_three_digits_at_most(value, words):
    assert shown(value) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (552.3, 702.1, "552–702"),
        (10431.0, 18777.0, "10\u202f400–18\u202f800"),
        (-880.4, 892.2, "−880 to 890"),
        (30.9, 60.6, "31–61"),
    ],
)
def test_a_band_is_no_finer_than_it_is_wide(low, high, words):
    assert span(low, high) == words


def test_words_for_forces_and_differences():
    assert force(850.0) == "850 N"
    assert force(9743.0, step=100.0) == "9.7 kN"
    assert [signed(words) for words in ("3", "−3", "0")] == ["+3", "−3", "0"]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_a_number_is_never_a_coordinate(bad):
    with pytest.raises(ValueError, match="finite"):
        number(bad)


@pytest.mark.parametrize(("low", "high"), [(0.0, 702.0), (-2100.0, 1900.0), (0.0, 100.0), (3, 4)])
def test_ticks_are_few_and_inside(low, high):
    for most in (3, 4, 5, 8):
        found = ticks(low, high, most)
        assert 1 <= len(found) <= most
        assert all(low <= tick <= high for tick in found)


def test_thinning_keeps_the_ends_and_the_shape():
    line = [(float(x), 0.0) for x in range(50)]
    assert thinned(line) == [line[0], line[-1]]
    wave = [(x / 10, 20 * math.sin(x / 10)) for x in range(200)]
    kept = thinned(wave, 0.1)
    assert 10 < len(kept) < 80
    assert {wave[0], wave[-1]} <= set(kept)


def test_a_label_keeps_clear_of_what_is_there():
    arrow = ((100.0, 100.0), (200.0, 100.0))
    page = Box(0, 0, 400, 400)
    first = clearest(beside(*arrow, 60, 30), [], page)
    blocked = clearest(beside(*arrow, 60, 30), [first], page)
    assert first.left >= 200
    assert blocked.shared(first) == 0
    assert blocked.shared(page) == blocked.area
