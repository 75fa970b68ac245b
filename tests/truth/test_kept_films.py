"""Films that are kept here, read from end to end and scored by the one evaluation of results.

What the reader is known to get wrong stands here as expected to fail, strictly: whoever mends it
takes the mark away. The demonstration film is left out: it takes as long as the three that were
added, and other tests read it.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from backspotter.scoring.document import document
from backspotter.scoring.score import score
from tests.refilmed import FILMS, read

READ = (
    *("neutral", "portrait", "loose-shirt", "oblique", "rounding", "sixty-a-second"),
    "round-from-the-set-up",
)
HIDDEN = "occluded"
"""Scored apart: a post stands before the lower back, and before much else."""

FAILING = "failing"
"""Scored apart: its one rep does not reach the top."""

pytestmark = [
    pytest.mark.needs("av", install="make setup"),
    pytest.mark.needs("ai_edge_litert", install="make setup"),
    pytest.mark.timeout(400),  # the first test to ask reads seven films
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with the truth of each, and what was read of it in ``results``."""
    return read_into(tmp_path_factory.mktemp("kept"), READ)


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """The same of the film in which something hides the lower back."""
    return read_into(tmp_path_factory.mktemp("hidden"), [HIDDEN])


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """The same of a rep that fails."""
    return read_into(tmp_path_factory.mktemp("failing"), [FAILING])


def read_into(folder, names):
    from backspotter.app.film_folder import write_folder

    for name in names:
        file = shutil.copy(FILMS / f"{name}.truth.json", folder)
        truth = json.loads(Path(file).read_text(encoding="utf-8"))
        found = read(FILMS / f"{name}.mp4", truth, plate_mm=2000 * truth["plate_radius_m"])
        write_folder(found, folder / "results" / name)
    return folder


@pytest.fixture(scope="module")
def figures(kept):
    """What ``synth score`` says of all of them, by its id."""
    return scored(kept)


def scored(folder):
    whole = document(score(folder / "results", folder))
    everything = next(scope for scope in whole["scopes"] if scope["name"] == "all")
    return {figure["id"]: figure for figure in everything["figures"]}


def test_every_rep_is_found_and_none_is_made_up(figures):
    assert figures["reps.found"]["value"] == 1.0
    assert figures["reps.real"]["value"] == 1.0


@pytest.mark.parametrize(
    ("figure", "most"),
    [("event.lift_off", 0.1), ("event.lockout", 0.1), ("bar.mean_velocity", 0.03)],
)
def test_events_and_speed_are_as_near_as_aimed_at(figures, figure, most):
    assert figures[figure]["max"] <= most


def test_the_lower_back_is_read_within_what_is_aimed_at(figures):
    assert figures["lumbar.change"]["value"] <= 6.0


def test_the_oblique_film_is_declined_and_the_others_are_not(figures):
    assert figures["back.declined"]["value"] == 1.0
    assert figures["back.judged"]["value"] == 1.0


def test_a_rep_behind_a_post_is_found_in_time_and_no_fault_is_made_up(hidden):
    assert late_by(hidden, "lift_off_s") <= 0.1
    assert faults_of(hidden, HIDDEN) <= true_faults(hidden, HIDDEN)


def test_a_back_behind_a_post_is_declined(hidden):
    assert scored(hidden)["back.declined"]["value"] == 1.0


def test_the_top_behind_a_post_is_told_in_time(hidden):
    assert late_by(hidden, "lockout_s") <= 0.1


def late_by(folder, event):
    """How far off this moment of the one rep behind the post is told [s]; the score says nothing
    about reps of a film that is declined as a whole."""
    true, said = (
        json.loads(file.read_text(encoding="utf-8"))["reps"]
        for file in (folder / f"{HIDDEN}.truth.json", folder / f"results/{HIDDEN}/summary.json")
    )
    assert len(true) == len(said) == 1
    return abs(said[0][event]["value"] - true[0][event])


def test_a_rep_that_fails_is_told_as_failed_and_its_back_is_judged(failing):
    found = scored(failing)
    assert found["reps.failed"]["value"] == 1.0
    assert found["reps.real"]["n"] == 0, "it is no rep that was done"
    assert found["back.judged"]["value"] == 1.0
    assert faults_of(failing, FAILING) == true_faults(failing, FAILING)


def test_of_a_rep_that_fails_what_needs_a_top_is_withheld_and_the_rest_is_right(failing):
    (true,), (said,) = (
        json.loads(file.read_text(encoding="utf-8"))["reps"]
        for file in (failing / f"{FAILING}.truth.json", failing / "results/failing/summary.json")
    )
    for name in ("lockout_s", "mean_concentric_velocity_m_s"):
        assert "did not reach the top" in said[name]["cannot_judge"]
    for name in ("lift_off_s", "lowering_s"):
        assert said[name]["value"] == pytest.approx(true[name], abs=0.1)
    change = said["lumbar_flexion_deg"]["change_from_set_up"]
    assert change["low"] <= true["lumbar_flexion_deg"]["change_from_set_up"] <= change["high"]
    assert said["rom_m"]["low"] <= true["rom_m"] <= said["rom_m"]["high"]
    assert said["loads"]["compression_N"]["value"] > 1000


def test_each_fault_that_is_there_is_told_and_no_other(kept):
    """Where the back can be judged; the film that is round from the set-up on stands below."""
    for name in READ:
        if name not in ("oblique", "round-from-the-set-up"):
            assert faults_of(kept, name) == true_faults(kept, name), name


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="a very round back is read 14 degrees too straight"
)
def test_a_back_that_is_round_from_the_set_up_on_is_told(kept):
    assert ("lumbar_rounding", "at_setup") in faults_of(kept, "round-from-the-set-up")


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="what is missed at the set-up is told as giving way later",
)
def test_a_back_that_stays_as_round_as_it_was_is_not_said_to_give_way(kept):
    assert ("lumbar_rounding", "after_lift_off") not in faults_of(kept, "round-from-the-set-up")


def faults_of(folder, name):
    return listed(folder / "results" / name / "summary.json")


def true_faults(folder, name):
    return listed(folder / f"{name}.truth.json")


def listed(file):
    reps = json.loads(file.read_text(encoding="utf-8"))["reps"]
    return {(fault["code"], fault["onset"]) for rep in reps for fault in rep["faults"]}


@pytest.mark.parametrize(("joint", "most"), [("trunk", 3.5), ("hip", 8.5), ("knee", 9.5)])
def test_no_film_is_read_with_its_hips_on_the_hands(kept, joint, most):
    """One begins bent over, and the network first takes the lifter for one who sits. Trunk and hip
    are further off than this by single bones."""
    worst = furthest(kept, f"angle.{joint}_all")
    del worst["round-from-the-set-up"]
    assert max(worst.values()) <= most, worst


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="its hips are read 17 degrees off")
def test_hips_under_a_very_round_back_are_read_as_others_are(kept):
    assert furthest(kept, "angle.hip_all")["round-from-the-set-up"] <= 8.5


def furthest(folder, figure):
    """By film, the most that any of its reps is off."""
    every = (case for film in score(folder / "results", folder).films for case in film.cases)
    found: dict[str, float] = {}
    for case in every:
        if case.figure == figure and case.number is not None:
            found[case.film] = max(case.number, found.get(case.film, 0.0))
    return found


def test_a_back_that_gives_way_is_priced_where_it_truly_was_roundest(kept):
    truth = json.loads((kept / "rounding.truth.json").read_text(encoding="utf-8"))
    read = json.loads((kept / "results/rounding/summary.json").read_text(encoding="utf-8"))
    (rep,) = truth["reps"]
    (peak_s,) = (fault["peak_s"] for fault in rep["faults"] if fault["code"] == "lumbar_rounding")
    frames = truth["frames"]
    start, peak, top = (
        min(frames, key=lambda frame: abs(frame["t_s"] - at))["bar_y_m"]
        for at in (rep["lift_off_s"], peak_s, rep["lockout_s"])
    )
    (cost,) = (
        fault["cost"]
        for each in read["reps"]
        for fault in each["faults"]
        if fault["code"] == "lumbar_rounding"
    )
    way = (peak - start) / (top - start)
    assert cost["share_of_way_up"] == pytest.approx(way, abs=0.15), "it stays round for a while"
    assert cost["measurable"]
    assert cost["compression_N"]["low"] > 100
    assert cost["passive_share"]["low"] > 0.005


def test_with_a_fault_is_what_the_curves_show_at_that_moment(kept):
    """Both stand on one page; the summary has one digit after the point, as the frames have."""
    folder = kept / "results/rounding"
    read = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    with (folder / "frames.csv").open(encoding="utf-8") as file:
        frames = [row for row in csv.DictReader(file) if row["l5s1_compression_N"]]
    ((fault, cost),) = ((f, f["cost"]) for rep in read["reps"] for f in rep["faults"])
    alike = [row for row in frames if _apart(row, cost) <= 0.15]
    assert len(alike) == 1, "all three numbers, in one frame"
    assert float(alike[0]["t_s"]) > fault["at_s"]
    most = max(float(row["lumbar_flexion_deg"]) for row in frames if row["phase"] == "lifting")
    assert float(alike[0]["lumbar_flexion_deg"]) == pytest.approx(most, abs=1.0)


def _apart(row, cost):
    """By how much the loads with a fault differ most from those of a frame [N or N m]."""
    return max(
        abs(cost["without"][name]["value"] + cost[name]["value"] - float(row[f"l5s1_{name}"]))
        for name in ("compression_N", "moment_N_m", "shear_N")
    )
