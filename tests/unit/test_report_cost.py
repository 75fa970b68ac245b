"""What a fault costs, as it reads in a report and on a page."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.film_summary import summary
from backspotter.exports.report_cost import (
    adds_newtons,
    cost_rows,
    cost_sentence,
    other_rows,
)
from backspotter.exports.report_faults import fault_cards
from backspotter.lift.analysis import CannotJudge
from backspotter.lift.band import Band
from backspotter.spine.differences import NOTHING
from tests.read_films import analysis_of, plain_truth

SEEN = analysis_of(plain_truth(np.arange(60) / 30.0, reps=2))
COST = next(fault.cost for rep in SEEN.reps for fault in rep.faults)
NONE = replace(
    COST,
    compression=Band(value=3.0, low=-8.0, high=12.0),
    passive_share=Band(value=0.001, low=0.0, high=0.003),
    moment=Band(value=0.1, low=-0.2, high=0.3),
    measurable=False,
    say=NOTHING,
)


def plain(html):
    """Without elements, and without the spaces that keep figures together."""
    words = re.sub(r"<[^>]+>", "", html).replace("\N{NO-BREAK SPACE}", " ")
    return words.replace("\N{NARROW NO-BREAK SPACE}", "")


def rows_of(cost):
    return {
        plain(row[0][1]): [plain(cell) for _, cell in row[1:]]
        for row in (*cost_rows(cost), *other_rows(cost))
    }


def test_every_number_stands_with_it_without_it_and_how_much_more_that_is():
    rows = rows_of(COST)
    assert rows["Compression"] == ["5.5 kN", "5.1 kN", "0.4 kN (0.2–0.7)"]
    assert rows["Moment to hold"] == ["304 N·m", "290 N·m", "14 N·m (5–23)"]
    share = rows["Of it in ligaments and resting tissue"]
    assert share == ["11 %", "3 %", "8 % (3–13)"]
    assert rows["Shear, the least certain"][-1] == NOTHING
    assert rows["Pull of the back muscles"][-1] == NOTHING


def test_less_is_said_as_less():
    less = replace(COST, compression=Band(value=-420.0, low=-680.0, high=-160.0))
    assert rows_of(less)["Compression"] == ["4.7 kN", "5.1 kN", "0.4 kN less (0.2–0.7)"]


def test_the_sentence_has_no_brackets_but_for_pounds_and_one_unit_of_force():
    words = plain(cost_sentence(COST))
    assert words.endswith("0.4 kN is the weight of about 41 kg (90 lb).")
    assert words.count("(") == 1
    assert " N " not in words
    assert "points" not in words


def test_what_makes_no_difference_reads_so_and_weighs_nothing():
    assert adds_newtons(NONE) == 0
    assert cost_sentence(NONE) == (
        f"Had the lower back kept the shape it had at lift-off: {NOTHING}."
    )
    assert {cells[-1] for cells in rows_of(NONE).values()} == {NOTHING}


def test_a_fault_that_takes_load_off_is_no_load():
    less = replace(COST, compression=Band(value=-420.0, low=-680.0, high=-160.0))
    assert adds_newtons(less) == 0
    assert adds_newtons(COST) == 420


@pytest.mark.parametrize("cost", [None, CannotJudge("the legs are straight")])
def test_where_there_is_no_cost_there_is_no_table(cost):
    assert cost_rows(cost) == []
    assert adds_newtons(cost) == 0
    assert cost_sentence(cost) == ("" if cost is None else "Cannot be told: the legs are straight.")


def test_a_cost_kept_before_there_was_more_is_still_shown():
    """What was held against the model's own rep gets no table: it is not what the curves show."""
    old = replace(
        COST,
        extensor_force=None,
        passive_share=None,
        without=None,
        share_up=None,
        when="",
        undone="",
        say="420 N more compression (160 to 680)",
    )
    assert cost_rows(old) == []
    assert cost_rows(replace(COST, undone="")) == []
    cards = fault_cards(_with(old), {}, with_film=True)
    assert "420 N more compression (160 to 680). 0.4" in cards
    assert "<details>" not in cards
    Draft202012Validator(film_summary_schema()).validate(summary(_with(old)))


def test_the_card_holds_the_table_and_the_summary_the_numbers():
    cards = fault_cards(SEEN, {}, with_film=True)
    assert cards.count("<details>") == sum(len(rep.faults) for rep in SEEN.reps)
    assert "Without it" in cards
    document = summary(SEEN)
    Draft202012Validator(film_summary_schema()).validate(document)
    (cost,) = (fault["cost"] for rep in document["reps"] for fault in rep["faults"])
    assert cost["share_of_way_up"] == 0.41
    assert cost["passive_share"] == {"value": 0.08, "low": 0.03, "high": 0.13}
    assert cost["without"]["compression_N"]["value"] == 5100
    assert (cost["when"], cost["undone"]) == (COST.when, COST.undone)


def _with(cost):
    reps = [
        replace(rep, faults=tuple(replace(fault, cost=cost) for fault in rep.faults))
        for rep in SEEN.reps
    ]
    return replace(SEEN, reps=tuple(reps))
