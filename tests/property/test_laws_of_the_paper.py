"""No character that a person typed keeps a clinician from the summary."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backspotter.app.clinic import told
from backspotter.app.clinic_page import clinic_document
from backspotter.exports.clinic_pdf import clinic_pdf
from backspotter.exports.printable import SURELY_PRINTED, stand_in, without_turns
from backspotter.journal.journal import opened
from tests.episodes import NOW, episode
from tests.journals import fast_folder, place_in

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.fixture(scope="module")
def summary():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        return told(episode(journal), now=NOW, name="Jo Sample")


def typed_everywhere(summary, texts):
    """The summary with each free text of each kind of entry in it replaced."""
    name, report, note, exercise, by, activity, helped, score, flag_note = texts
    return replace(
        summary,
        name=" ".join(name.split()),
        check_ins=tuple(replace(each, text=report) for each in summary.check_ins),
        soreness=tuple(
            replace(each, note=note, function=((activity, 4.0),), helped=(helped,),
                    scores=((score, 3.0),))
            for each in summary.soreness
        ),
        sets=tuple(replace(each, exercise=exercise) for each in summary.sets),
        flags=tuple(replace(each, by=by, note=flag_note) for each in summary.flags),
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(texts=["\N{WEIGHT LIFTER}\ufe0f 3x5"] * 9)
@example(
    texts=[
        "\N{GRINNING FACE}",
        "中文",
        "かな",
        "عربي",
        "हिन्दी",
        "Спина",
        "한국",
        "ไทย",
        "1\ufe0f\u20e3",
    ]
)
@example(
    texts=[
        "\x00\x07\ufffe\U0010ffff\ue000\u202e\ufeff",
        "z\u0335\u20dd",
        *["\u0915\u094d\u200d"] * 7,
    ]
)
@given(texts=st.lists(ANY_TEXT, min_size=9, max_size=9))
def test_whatever_was_typed_the_summary_is_printed(summary, texts):
    document = clinic_document(typed_everywhere(summary, texts))
    assert clinic_pdf(document, made=NOW).startswith(b"%PDF")


@given(st.characters(codec="utf-8"))
def test_a_stand_in_itself_can_always_be_printed(character):
    assert set(stand_in(character)) <= SURELY_PRINTED


@given(st.text(st.sampled_from("abc 140°é\N{GRINNING FACE}中ع")))
def test_what_turns_nothing_stays_as_it_was_typed(text):
    assert without_turns(text) == text
