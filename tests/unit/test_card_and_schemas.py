"""The emergency card, and the two published schemas."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator, ValidationError

from backspotter.app.card import cards, cards_for
from backspotter.app.schemas import answer_schema, check_in_schema
from backspotter.triage.check_in import CheckIn, as_document

LANGUAGES = {"en", "es", "fr", "de", "pt", "it", "pl", "ru", "ar", "hi", "zh", "ja"}
SIGNS_ON_A_CARD = 6


def test_every_language_has_every_sign_and_says_that_nobody_checked_it():
    assert {card.code for card in cards()} == LANGUAGES
    for card in cards():
        assert card.status == "not checked by a native speaker"
        assert len(card.signs) == SIGNS_ON_A_CARD
        assert card.title
        assert card.call


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("болит спина", "ru"),
        ("ظهري يؤلمني", "ar"),
        ("मेरी पीठ में दर्द है", "hi"),
        ("我的腰很痛", "zh"),
        ("腰が痛いです", "ja"),
        ("me duele la espalda desde ayer", "es"),
        ("j'ai mal au dos depuis hier", "fr"),
        ("Mein Rücken tut weh seit dem Kreuzheben.", "de"),
        ("minhas costas doem desde ontem, não consigo", "pt"),
        ("mi fa male la schiena da ieri", "it"),
        ("boli mnie plecy od wczoraj", "pl"),
        ("", "en"),
    ],
)
def test_the_card_in_the_script_of_the_report_comes_first(text, first):
    shown = cards_for(text)
    assert shown[0].code == first
    assert len(shown) == len(cards())


@pytest.mark.parametrize("schema", [check_in_schema(), answer_schema()])
def test_a_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


FULL = CheckIn(
    hours_since_lift=30.5,
    pain_now=4,
    quality=["dull"],
    regions=["left_paraspinal"],
    trend="easing",
    saddle_numb="no",
)


def test_a_check_in_fits_its_schema():
    Draft202012Validator(check_in_schema()).validate(as_document(FULL))
    Draft202012Validator(check_in_schema()).validate({"pain_now": None, "trend": "unknown"})


@pytest.mark.parametrize(
    "document",
    [{"pain_now": 11}, {"pain_now": 4.5}, {"trend": "up"}, {"quality": "dull"}, {"other": 1}, []],
)
def test_what_the_program_refuses_does_not_fit_the_schema(document):
    with pytest.raises(ValidationError):
        Draft202012Validator(check_in_schema()).validate(document)
