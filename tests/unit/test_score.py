"""The score: perfect results score perfectly, and each error moves exactly its own figure."""

from __future__ import annotations

import copy
import json
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator
from scipy.stats import binomtest

from backspotter.app.film_schemas import FAULTS, film_summary_schema
from backspotter.cli.main import run
from backspotter.errors import InputError
from backspotter.scoring.document import document, score_schema
from backspotter.scoring.faults import KEYS
from backspotter.scoring.figures import ALL, SIDE_ON, figures, wilson
from backspotter.scoring.groups import off_the_side
from backspotter.scoring.score import score
from tests.known_films import (
    banded,
    fault,
    keep,
    keep_frames,
    perfect,
    rep,
    rounding,
    truth,
)


def scored(folder):
    return score(folder / "results", folder / "truth")


def one(tmp_path, change=None, known=None):
    """The score of one film whose perfect result was changed."""
    known = known or truth()
    summary, frames = perfect(known)
    if change:
        change(summary, frames)
    keep(tmp_path, "one", known, (summary, frames))
    return scored(tmp_path)


def numbers(found, scope=ALL):
    """Value by figure, of those with a case."""
    return {each.figure.id: each.value for each in found.scope(scope) if each.value is not None}


def by_id(found, id_, scope=ALL):
    return next(each for each in found.scope(scope) if each.figure.id == id_)


def faults(found, key=""):
    return next(each for each in found.faults(ALL) if each.key == key)


WITHOUT_CASE = {"severe.found", "severe.right", "back.declined", "reps.failed"}


def test_perfect_results_score_perfectly(tmp_path):
    found = numbers(one(tmp_path))
    assert set(found) == set(figures()) - WITHOUT_CASE
    assert found == {
        id_: pytest.approx(1.0 if figures()[id_].is_share else 0.0, abs=1e-9) for id_ in found
    }


def shift(rep_, name, by):
    rep_[name] = {k: v + by for k, v in rep_[name].items()}


def column(frames, name, by):
    for frame in frames:
        frame[name] += by


ERRORS = {
    "event.lift_off": lambda s, f: s["reps"][0].update(lift_off_s=1.06),
    "event.lockout": lambda s, f: s["reps"][0].update(lockout_s=1.94),
    "event.knee_pass": lambda s, f: s["reps"][0].update(knee_pass_s=1.46),
    "event.lowering": lambda s, f: s["reps"][0].update(lowering_s=2.56),
    "bar.rom": lambda s, f: shift(s["reps"][0], "rom_m", 0.02),
    "bar.mean_velocity": lambda s, f: shift(s["reps"][1], "mean_concentric_velocity_m_s", -0.1),
    "bar.peak_velocity": lambda s, f: shift(s["reps"][1], "peak_velocity_m_s", 0.2),
    "scale": lambda s, f: shift(s["scale"], "px_per_m", 1.0),
    "angle.trunk": lambda s, f: column(f, "trunk_deg", 3.0),
    "angle.hip": lambda s, f: column(f, "hip_deg", -4.0),
    "angle.knee": lambda s, f: column(f, "knee_deg", 5.0),
    "bar.height": lambda s, f: column(f, "bar_y_m", 0.01),
    "bar.ahead": lambda s, f: column(f, "bar_x_m", 0.02),
    "thoracic.frames": lambda s, f: column(f, "thoracic_flexion_deg", 2.0),
    "lumbar.frames": lambda s, f: column(f, "lumbar_flexion_deg", 6.0),
    "lumbar.change": lambda s, f: shift(
        s["reps"][0]["lumbar_flexion_deg"], "change_from_set_up", 0.8
    ),
    "lumbar.from_upright": lambda s, f: shift(
        s["reps"][0]["lumbar_flexion_deg"], "from_upright_at_lift_off", -0.6
    ),
    "reps.found": lambda s, f: s["reps"].pop(),
    "reps.real": lambda s, f: s["reps"].append(
        {"lift_off_s": 20.0, "end_s": 21.0, "lumbar_flexion_deg": None}
    ),
    "calm.not_flagged": lambda s, f: s["reps"][0]["faults"].append(rounding(16.0)),
}
BY_HAND = {
    "event.lift_off": 0.03,
    "event.lockout": 0.03,
    "event.knee_pass": 0.03,
    "event.lowering": 0.03,
    "bar.rom": 2.0,
    "bar.mean_velocity": 0.05,
    "bar.peak_velocity": 0.1,
    "scale": 0.5,
    "angle.trunk": 3.0,
    "angle.hip": 4.0,
    "angle.knee": 5.0,
    "bar.height": 0.01,
    "bar.ahead": 0.02,
    "thoracic.frames": 2.0,
    "lumbar.frames": 6.0,
    "lumbar.change": 0.4,
    "lumbar.from_upright": 0.3,
    "reps.found": 0.5,
    "reps.real": 2 / 3,
    "calm.not_flagged": 0.5,
}


@pytest.mark.parametrize("figure", ERRORS)
def test_an_error_moves_its_own_figure_and_no_other(figure, tmp_path):
    (tmp_path / "right").mkdir()
    (tmp_path / "wrong").mkdir()
    right = numbers(one(tmp_path / "right"))
    if figure == "calm.not_flagged":
        right["severe.right"] = 0.0  # a flag on a calm rep is a case of that, too
    wrong = numbers(one(tmp_path / "wrong", ERRORS[figure]))
    if f"{figure}_all" in wrong:
        assert wrong.pop(f"{figure}_all") == pytest.approx(wrong[figure])
    changed = {id_: value for id_, value in wrong.items() if value != pytest.approx(right[id_])}
    assert changed == {figure: pytest.approx(BY_HAND[figure])}


def test_largest_error_and_share_within(tmp_path):
    found = by_id(one(tmp_path, lambda s, f: s["reps"][0].update(lift_off_s=1.2)), "event.lift_off")
    assert (found.n, found.films, found.withheld) == (2, 1, 0)
    assert found.value == pytest.approx(0.1)
    assert found.max == pytest.approx(0.2)
    assert found.within == 0.5
    assert found.is_met is False


def test_change_frame_by_frame_is_from_each_ones_own_set_up(tmp_path):
    """The reader sees half of a change of 10°: in 11 frames from 0 to 10° that is 2.5° off."""

    def half(summary, frames):
        for row in frames:
            row["lumbar_flexion_deg"] = 50 + (row["lumbar_flexion_deg"] - 20) / 2

    found = one(tmp_path, half)
    assert by_id(found, "lumbar.change_frames").value == pytest.approx(2.5)
    assert by_id(found, "lumbar.change").value == pytest.approx(0.0)


def test_bands_that_hold(tmp_path):
    def narrow(summary, frames):
        change = summary["reps"][0]["lumbar_flexion_deg"]
        change["change_from_set_up"] = {"value": 10.0, "low": 10.5, "high": 11.0}
        summary["reps"][0]["rom_m"] = {"value": 0.5, "low": 0.6, "high": 0.7}
        summary["scale"]["px_per_m"] = {"value": 200.0, "low": 201.0, "high": 202.0}
        for row in frames[:5]:
            row["lumbar_flexion_deg_low"] = row["lumbar_flexion_deg_high"] = 0.0

    found = numbers(one(tmp_path, narrow))
    assert found["band.lumbar_change"] == 0.5
    assert found["band.from_upright"] == 1.0
    assert found["band.bar"] == pytest.approx(5 / 6)
    assert found["band.scale"] == 0.0
    assert found["band.lumbar_frames"] == pytest.approx((30 / 35 + 1) / 2)


def test_what_is_withheld_is_counted_and_is_no_error(tmp_path):
    def withhold(summary, frames):
        summary["reps"][0]["lockout_s"] = {"cannot_judge": "hidden"}
        summary["reps"][0]["rom_m"] = {"cannot_judge": "hidden"}
        for row in frames[:40]:
            row["hip_deg"] = ""

    found = one(tmp_path, withhold)
    for id_ in ("event.lockout", "bar.rom", "angle.hip"):
        figure = by_id(found, id_)
        assert (figure.n, figure.withheld) == (1, 1)
        assert figure.value == pytest.approx(0.0)


def test_hidden_joints_and_a_hidden_back_do_not_count(tmp_path):
    known = truth()
    for n, row in enumerate(known["frames"]):
        row["joints_hidden"] = ["knee_right"] if n < 10 else ["knee_left"]
        row["back_outline_px"] = None if 10 <= n < 20 else row["back_outline_px"]

    def off(summary, frames):
        for n, row in enumerate(frames):
            row["knee_deg"] += 10.0 if n < 10 else 0.0
            row["trunk_deg"] += 7.0 if n < 10 else 0.0
            row["lumbar_flexion_deg"] += 9.0 if 10 <= n < 20 else 0.0

    found = numbers(one(tmp_path, off, known))
    assert found["angle.knee"] == pytest.approx(0.0)
    assert found["angle.knee_all"] == pytest.approx((10 * 10 / 35 + 0) / 2)
    assert found["angle.hip"] == pytest.approx(0.0)
    assert found["lumbar.frames"] == pytest.approx(0.0)
    assert found["angle.trunk"] == pytest.approx((10 * 7 / 35 + 0) / 2)


def test_a_back_that_is_hidden_in_part_counts_while_most_of_it_is_seen(tmp_path):
    known = truth(reps=1)
    for n, row in enumerate(known["frames"]):
        hidden = 5 if n < 10 else 2
        lumbar = [[None, None]] * hidden + [[0.0, 0.0]] * (11 - hidden)
        row["back_outline_px"] = [[None, None]] * 3 + lumbar + [[0.0, 0.0]] * 7

    def off(summary, frames):
        for n, row in enumerate(frames):
            row["lumbar_flexion_deg"] += 9.0 if n < 10 else 5.0

    found = numbers(one(tmp_path, off, known))
    assert found["lumbar.frames"] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("yaw", "group"), [(0, 0), (-15, 15), (172, 8), (180, 0), (90, 90), (-100, 80), (200, 20)]
)
def test_either_side_view_is_a_side_view(yaw, group):
    assert off_the_side(yaw) == pytest.approx(group)


def between(frames, share):
    """The same frames, each moved on by a share of the way to the next."""
    for row, after in pairwise(frames):
        for name in ("t_s", "trunk_deg", "lumbar_flexion_deg"):
            row[name] += share * (after[name] - row[name])
    del frames[-1]


def test_frames_at_other_times_are_read_between_neighbours(tmp_path):
    known = truth(reps=1)
    found = by_id(one(tmp_path, lambda s, f: between(f, 0.3), known), "angle.trunk")
    assert found.value == pytest.approx(0.0, abs=1e-9)
    assert found.n == 1


def test_frames_that_are_far_apart_say_nothing_about_those_between(tmp_path):
    def sparse(summary, frames):
        frames[:] = frames[::4]
        column(frames, "trunk_deg", 2.0)

    found = by_id(one(tmp_path, sparse), "angle.trunk")
    assert found.value == pytest.approx(2.0)


def test_the_nearest_lift_offs_belong_together(tmp_path):
    """A late report that reaches into the next rep does not take the first one's place."""

    def late(summary, frames):
        first, second = summary["reps"]
        first.update(lift_off_s=1.2, end_s=3.4)
        second.update(lift_off_s=2.9, end_s=5.5)
        summary["reps"] = [second, first]

    found = numbers(one(tmp_path, late))
    assert found["reps.found"] == found["reps.real"] == 1.0


def test_a_failed_rep_that_is_reported_twice_is_not_held_against_it(tmp_path):
    known = truth()
    summary, frames = perfect(known)
    known["reps"][1]["completed"] = False
    summary["reps"].append(copy.deepcopy(summary["reps"][1]))
    keep(tmp_path, "one", known, (summary, frames))
    assert numbers(scored(tmp_path))["reps.real"] == 1.0


def failing(tmp_path, completed):
    """The score where the second of two reps fails, and the reader says these of both."""
    tmp_path.mkdir(exist_ok=True)
    known = truth()
    summary, frames = perfect(known)
    known["reps"][1]["completed"] = False
    for each, done in zip(summary["reps"], completed, strict=True):
        each["completed"] = done
    keep(tmp_path, "one", known, (summary, frames))
    return numbers(scored(tmp_path))


def test_a_rep_that_fails_is_to_be_told_as_failed(tmp_path):
    right = failing(tmp_path / "right", [True, False])
    assert right["reps.failed"] == right["reps.found"] == right["reps.real"] == 1.0
    done = failing(tmp_path / "done", [True, True])
    assert done["reps.failed"] == 0.0
    assert done["reps.real"] == 1.0


def test_a_rep_that_is_done_and_told_as_failed_is_missed_and_made_up(tmp_path):
    found = failing(tmp_path, [False, False])
    assert found["reps.found"] == found["reps.real"] == 0.0
    assert found["reps.failed"] == 1.0


def test_a_rep_that_fails_and_is_not_told_is_one_that_was_missed(tmp_path):
    known = truth()
    summary, frames = perfect(known)
    known["reps"][1]["completed"] = False
    summary["reps"].pop()
    keep(tmp_path, "one", known, (summary, frames))
    assert numbers(scored(tmp_path))["reps.failed"] == 0.0


def test_a_band_is_held_against_the_truth_not_against_its_own_value(tmp_path):
    def wide_of_it(summary, frames):
        change = summary["reps"][0]["lumbar_flexion_deg"]
        change["change_from_set_up"] = {"value": 11.0, "low": 10.5, "high": 11.5}

    assert numbers(one(tmp_path, wide_of_it))["band.lumbar_change"] == 0.5


def test_a_rep_is_itself_by_its_time_not_by_its_place(tmp_path):
    found = numbers(one(tmp_path, lambda s, f: s["reps"].pop(0)))
    assert found["reps.found"] == 0.5
    assert found["reps.real"] == 1.0
    assert found["event.lift_off"] == 0.0


def test_two_reports_of_one_rep_are_one_too_many(tmp_path):
    found = numbers(one(tmp_path, lambda s, f: s["reps"].append(copy.deepcopy(s["reps"][0]))))
    assert found["reps.found"] == 1.0
    assert found["reps.real"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("change", [{"completed": False}, {"lockout_s": None}])
@pytest.mark.parametrize("is_reported", [True, False])
def test_a_rep_that_was_cut_or_failed_may_be_found_or_not(change, is_reported, tmp_path):
    known = truth()
    summary, frames = perfect(known)
    known["reps"][1].update(change)
    if not is_reported:
        summary["reps"].pop()
    keep(tmp_path, "one", known, (summary, frames))
    found = scored(tmp_path)
    assert numbers(found)["reps.found"] == numbers(found)["reps.real"] == 1.0
    assert by_id(found, "reps.found").n == 1


def test_severe_rounding_and_what_lies_between(tmp_path):
    flagged = {30.0: True, 26.0: False, 20.0: True, 10.0: False, 5.0: True}
    for name, (change, is_flagged) in enumerate(flagged.items()):
        known = truth(reps=1, change=change)
        summary, frames = perfect(known)
        summary["reps"][0]["faults"] = [rounding(change)] if is_flagged else []
        keep(tmp_path, f"film{name}", known, (summary, frames))
    found = numbers(scored(tmp_path))
    assert found["severe.found"] == 0.5
    assert found["severe.right"] == 0.5
    assert found["calm.not_flagged"] == 0.5


def test_severe_rounding_that_is_withheld_or_missed_was_not_found(tmp_path):
    known = truth(change=30.0)
    for true in known["reps"]:
        true["faults"] = [rounding(30.0)]
    summary, frames = perfect(known)
    summary["reps"][0]["lumbar_flexion_deg"] = {"cannot_judge": "loose shirt"}
    summary["reps"][0]["faults"] = []
    summary["reps"].pop()
    keep(tmp_path, "one", known, (summary, frames))
    found = by_id(scored(tmp_path), "severe.found")
    assert (found.value, found.n) == (0.0, 2)


def test_faults_by_hand(tmp_path):
    known = truth()
    known["reps"][0]["faults"] = [rounding(20.0), fault("bar_drift", 0.08)]
    known["reps"][1]["faults"] = [fault("bar_drift", 0.06), fault("hips_rise_first", 15.0)]

    def other(summary, frames):
        first, second = (each["faults"] for each in summary["reps"])
        first[0].update(size={"value": 17.0, "low": 10.0, "high": 24.0}, at_s=1.7)
        first[0]["onset"] = "after_lift_off"
        del first[1]
        second[1]["code"] = "hips_low_start"

    found = one(tmp_path, other, known)
    drift = faults(found, "bar_drift")
    assert (drift.right, drift.false, drift.missed) == (1, 0, 1)
    assert drift.f1 == pytest.approx(2 / 3)
    assert drift.recall[0] == 0.5
    assert drift.size_off == 0.0
    round_ = faults(found, "lumbar_rounding after_lift_off")
    assert (round_.f1, round_.size_off, round_.unit) == (1.0, 3.0, "deg")
    assert round_.moment_off_s == pytest.approx(0.2)
    assert faults(found, "hips_rise_first").f1 == 0.0
    assert faults(found, "hips_low_start").precision[0] == 0.0
    assert faults(found, "lockout_hyperextension").f1 is None
    whole = faults(found)
    assert (whole.right, whole.false, whole.missed) == (2, 1, 2)
    assert whole.f1 == pytest.approx(4 / 7)


def test_a_fault_of_a_rep_that_is_not_there_is_false_and_of_one_missed_missed(tmp_path):
    known = truth()
    known["reps"][1]["faults"] = [fault("hips_low_start", 4.0)]

    def other_rep(summary, frames):
        summary["reps"][1].update(lift_off_s=20.0, end_s=21.0)

    found = faults(one(tmp_path, other_rep, known), "hips_low_start")
    assert (found.right, found.false, found.missed) == (0, 1, 1)


@pytest.mark.parametrize("verdict", ["decline", "either_way"])
def test_faults_count_only_where_the_back_can_be_judged(verdict, tmp_path):
    known = truth(decline_back={"decline": False, "either_way": False, verdict: True})
    known["reps"][0]["faults"] = [fault("bar_drift", 0.08)]
    assert faults(one(tmp_path, None, known)).right == 0


def test_rounding_at_the_set_up_is_not_rounding_after_it(tmp_path):
    known = truth(reps=1)
    known["reps"][0]["faults"] = [fault("lumbar_rounding", 20.0, "at_setup")]
    found = one(
        tmp_path, lambda s, f: s["reps"][0]["faults"][0].update(onset="after_lift_off"), known
    )
    assert faults(found, "lumbar_rounding at_setup").missed == 1
    assert faults(found, "lumbar_rounding after_lift_off").false == 1


DECLINE = {"decline": True, "either_way": False, "reason": "yaw"}
EITHER = {"decline": False, "either_way": True, "reason": None}


def test_abstention(tmp_path):
    judged = perfect(truth())
    withheld = perfect(truth(decline_back=DECLINE))
    for name, verdict, said in (
        ("right-to-judge", {}, judged),
        ("wrong-to-decline", {}, withheld),
        ("right-to-decline", {"decline_back": DECLINE}, withheld),
        ("wrong-to-judge", {"decline_back": DECLINE}, judged),
        ("either", {"decline_back": EITHER}, withheld),
    ):
        keep(tmp_path, name, truth(**verdict), said)
    found = scored(tmp_path)
    assert numbers(found)["back.declined"] == numbers(found)["back.judged"] == 0.5
    assert by_id(found, "back.judged").n == by_id(found, "back.declined").n == 2
    assert found.counts == {
        "films": 5, "answered": 5, "usable": 2, "either way": 1, "decline": 2
    }  # fmt: skip


def test_a_film_declined_as_a_whole_says_nothing_about_reps(tmp_path):
    nothing = {"quality": {"grade": "cannot_judge"}, "reps": []}
    keep(tmp_path, "declined", truth(decline_back=DECLINE), (nothing, []))
    assert numbers(scored(tmp_path)) == {"films.answered": 1.0, "back.declined": 1.0}
    keep(tmp_path, "declined", truth(), (nothing, []))
    assert numbers(scored(tmp_path)) == {
        "films.answered": 1.0, "reps.found": 0.0, "back.judged": 0.0
    }  # fmt: skip


def test_a_film_without_a_result_is_said_and_moves_nothing_else(tmp_path):
    keep(tmp_path, "one", truth())
    keep(tmp_path, "two", truth(), said=())
    found = scored(tmp_path)
    assert numbers(found)["films.answered"] == 0.5
    assert numbers(found)["reps.found"] == 1.0
    assert found.counts["answered"] == 1


def test_groups_and_the_view_from_the_side(tmp_path):
    def off(summary, frames):
        column(frames, "hip_deg", 8.0)

    keep(tmp_path, "side", truth(yaw=19.0))
    known = truth(yaw=25.0)
    known["lifter"] |= {"clothing": "hoodie", "sex": "female", "mass_kg": 90.0}
    known["film"]["fps"] = 240.0
    summary, frames = perfect(known)
    off(summary, frames)
    keep(tmp_path, "oblique", known, (summary, frames))
    found = scored(tmp_path)
    assert by_id(found, "angle.hip").value == pytest.approx(4.0)
    assert by_id(found, "angle.hip", SIDE_ON).value == pytest.approx(0.0)
    for way, group in {
        "view": "20 to 30°",
        "clothing": "hoodie",
        "body": "female, 25 kg/m² and more",
        "frame rate": "over 60 a second",
    }.items():
        groups = {name: each for name, _, each in found.grouped(way)}
        hip = next(each for each in groups[group] if each.figure.id == "angle.hip")
        assert hip.value == pytest.approx(8.0)
        assert len(groups) == 2


def test_a_truth_of_version_1_is_scored_by_what_it_has(tmp_path):
    known = truth(version=1)
    del known["lifter"]["clothing"]
    for true in known["reps"]:
        for name in ("lumbar_flexion_deg", "faults", "peak_velocity_m_s", "completed"):
            true.pop(name)
    for row in known["frames"]:
        row.pop("joints_hidden")
        row.pop("back_outline_px")
    keep(tmp_path, "one", known, perfect(truth()))
    found = scored(tmp_path)
    assert "not in the truth: reps: faults (1 of 1 films)" in found.notes
    assert "not in the truth: reps: lumbar_flexion_deg (1 of 1 films)" in found.notes
    assert numbers(found)["angle.hip"] == pytest.approx(0.0)
    assert "lumbar.change" not in numbers(found)
    assert faults(found).f1 is None


def test_without_frames_the_rest_is_scored(tmp_path):
    summary, _ = perfect(truth())
    keep(tmp_path, "one", truth(), (summary, []))
    found = scored(tmp_path)
    assert found.notes == ("no frames.parquet and no frames.csv (1 of 1 films)",)
    assert "angle.hip" not in numbers(found)
    assert numbers(found)["lumbar.change"] == 0.0


def test_flat_results_and_single_files(tmp_path):
    known = truth()
    summary, frames = perfect(known)
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "one.summary.json").write_text(json.dumps(summary))
    keep_frames(flat / "one.frames.csv", frames)
    keep(tmp_path, "one", known, said=())
    alone = tmp_path / "truth" / "one.truth.json"
    for place in (flat, flat / "one.summary.json"):
        assert numbers(score(place, alone))["angle.hip"] == pytest.approx(0.0)


@pytest.mark.parametrize(("part", "of"), [(0, 10), (10, 10), (5, 10), (81, 263), (1, 1)])
def test_wilson_intervals_as_scipy_has_them(part, of):
    theirs = binomtest(part, of).proportion_ci(method="wilson")
    assert wilson(part, of) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_the_document_is_as_its_schema_says(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    known = truth()
    known["reps"][0]["faults"] = [rounding(20.0)]
    keep(tmp_path, "one", known)
    keep(tmp_path, "two", truth(decline_back=DECLINE))
    Draft202012Validator.check_schema(score_schema())
    words = [str(tmp_path / "results"), str(tmp_path / "truth")]
    assert run(["synth", "score", *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(score_schema()).validate(found)
    assert found == json.loads(json.dumps(document(scored(tmp_path))))
    assert run(["synth", "score", *words]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 films have a result; 1 to be judged, 1 to be declined, 0 either way" in said
    assert "lumbar change from the set-up" in said


BROKEN = {
    "{": "JSON",
    "[]": "expected an object",
    '{"version": 3}': "version: got 3, expected one of 1, 2",
    '{"version": NaN}': "NaN, which is no number",
    '{"version": 2}': "frames: got nothing, expected a list",
    '{"version": 2, "frames": []}': "got no frames",
    '{"version": 2, "frames": [{"t_s": 1e999}]}': "frames 1 t_s: got Infinity, expected a number",
    '{"version": 2, "frames": [{"t_s": true}]}': "frames 1 t_s: got true",
    '{"version": 2, "frames": [{"t_s": 0}, {"t_s": 0}]}': "do not rise",
    '{"version": 2, "frames": [{"t_s": 0}], "reps": [{"index": 1, "lift_off_s": "1"}]}': (
        'reps 1 lift_off_s: got "1", expected a number'
    ),
    "[" * 100_000: "brackets too deep",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_truth_that_is_none_is_said_in_one_line(text, tmp_path, capsys):
    keep(tmp_path, "one", truth())
    (tmp_path / "truth" / "one.truth.json").write_text(text)
    assert run(["synth", "score", str(tmp_path / "results"), str(tmp_path / "truth")]) == 2
    err = capsys.readouterr().err
    assert BROKEN[text] in err
    assert err.count("\n") == 1


SUMMARIES = {
    '{"reps": []}': "one/summary.json: quality: got nothing, expected an object",
    '{"quality": {"grade": "great"}, "reps": []}': 'grade: got "great", expected one of good',
    '{"quality": {"grade": "good"}, "reps": 3}': "reps: got 3, expected a list",
    '{"quality": {"grade": "good"}, "reps": [{}]}': "reps 1: got no times",
    '{"quality": {"grade": "good"}, "reps": [{"lift_off_s": {"value": 1}}]}': "got nothing",
    '{"quality": {"grade": "good"}, "reps": [{"lift_off_s": {"value": 1, "low": 2, "high": 1}}]}': (
        "low no higher than high"
    ),
}


@pytest.mark.parametrize("text", SUMMARIES)
def test_a_summary_that_is_none_is_said_in_one_line(text, tmp_path):
    keep(tmp_path, "one", truth())
    (tmp_path / "results" / "one" / "summary.json").write_text(text)
    with pytest.raises(InputError) as said:
        scored(tmp_path)
    assert SUMMARIES[text] in str(said.value)


TABLES = {
    "hip_deg\n1\n": "no column t_s",
    "t_s,hip_deg\n0,left\n": "left (hip_deg, line 2)",
    "t_s,hip_deg\n0\n": "line 2 with 1 fields",
    "t_s,hip_deg\n0,1\n0,2\n": "t_s that rises",
    "t_s,hip_deg\nnan,1\n": "t_s that rises",
    "": "no column t_s",
}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_that_is_none_is_said_in_one_line(text, tmp_path):
    keep(tmp_path, "one", truth())
    (tmp_path / "results" / "one" / "frames.csv").write_text(text)
    with pytest.raises(InputError) as said:
        scored(tmp_path)
    assert TABLES[text] in str(said.value)


def test_places_that_are_not_there(tmp_path):
    keep(tmp_path, "one", truth())
    (tmp_path / "empty").mkdir()
    for results, true, said in (
        ("none", "truth", "results: got"),
        ("results", "none", "truth: got"),
        ("results", "empty", "expected a folder with NAME.truth.json"),
        ("empty", "truth", "results: got none of 1 films, expected one/summary.json"),
    ):
        with pytest.raises(InputError, match=said):
            score(tmp_path / results, tmp_path / true)


def test_a_result_made_by_hand_is_as_the_schema_of_summaries_says():
    known = truth()
    known["reps"][0]["faults"] = [rounding(20.0), fault("bar_drift", 0.08)]
    schema = Draft202012Validator(film_summary_schema())
    Draft202012Validator.check_schema(film_summary_schema())
    schema.validate(perfect(known)[0])
    schema.validate(perfect(truth(decline_back=DECLINE))[0])
    wrong, _ = perfect(known)
    wrong["reps"][0]["rom_m"] = {"value": 0.5}
    assert not schema.is_valid(wrong)


def test_the_score_knows_the_faults_of_the_schema():
    assert {key.split()[0] for key in KEYS} == set(FAULTS)


def test_a_band_and_a_rep_made_by_hand_are_as_the_schema_has_them():
    assert banded(2.0) == {"value": 2.0, "low": 1.0, "high": 3.0}
    assert rep(2, 10.0)["lift_off_s"] == 5.0
