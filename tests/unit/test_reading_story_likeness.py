"""The small model of the story: it fills in what the tables leave open, and nothing else."""

from __future__ import annotations

import pytest

import backspotter as bs
from backspotter.reading import story_likeness
from backspotter.reading.story_likeness import FIELDS, StoryModel, families, story_model
from backspotter.triage import check_in
from tests.labelled import DESK, LIFTERS, YARD, reports

NOTHING = ("unknown", None, frozenset())
SURE = 50.0


@pytest.fixture
def silent(monkeypatch):
    """The reader without the model."""
    monkeypatch.setattr(story_likeness, "story_model", lambda: StoryModel({}, (), (), (), {}))


def sure_of(value_at: int) -> StoryModel:
    """A model that says one value of every head of everything."""
    shipped = story_model()
    bias = [-SURE] * len(shipped.values)
    for places in shipped.places.values():
        bias[places[value_at % len(places)]] = SURE
    return StoryModel(shipped.places, shipped.values, tuple(bias), (0.0,) * len(bias), {})


def test_it_speaks_of_the_story_alone():
    heads = set(story_model().places)
    members = {name for own in families().values() for name in own}
    assert heads <= FIELDS | set(families())
    assert members <= FIELDS | set(check_in.REGIONS)
    assert all(field in check_in.FIELDS for field in FIELDS)


@pytest.mark.parametrize("value_at", range(3))
@pytest.mark.parametrize("name", [LIFTERS, DESK, YARD])
def test_whatever_it_says_what_the_tables_read_stays(monkeypatch, name, value_at):
    texts = [report.text for report in list(reports(name))[:25]]
    talkative = sure_of(value_at)
    monkeypatch.setattr(story_likeness, "story_model", lambda: StoryModel({}, (), (), (), {}))
    before = [bs.read(text) for text in texts]
    monkeypatch.setattr(story_likeness, "story_model", lambda: talkative)
    after = [bs.read(text) for text in texts]
    changed = set()
    for old, new in zip(before, after, strict=True):
        assert set(old.heard) <= set(new.heard)
        assert old.unclear == new.unclear
        for field in check_in.FIELDS:
            was, now = getattr(old.check_in, field), getattr(new.check_in, field)
            if was != now:
                changed.add(field)
                assert was in NOTHING
    assert changed
    assert changed <= FIELDS


def test_it_shows_the_statement_it_read():
    text = "Deadlifted on Monday. The longer I sit the worse it gets, but my legs are fine."
    reading = bs.read(text)
    assert reading.check_in.sitting_effect == "worsens"
    for fact in reading.heard:
        assert text[fact.start : fact.end] == fact.words


def test_a_statement_about_another_part_a_wish_or_somebody_else_is_not_the_back(silent):
    """What keeps the model from speaking holds for any model."""
    talkative = StoryModel({"trend": range(1)}, ("easing",), (SURE,), (0.0,), {})
    say = story_likeness.likely
    assert list(say(talkative, ["the", "ache", "lets", "go", "of", "me"]))
    assert not list(say(talkative, ["my", "shoulder", "lets", "go", "of", "me"]))
    assert not list(say(talkative, ["i", "hope", "it", "lets", "go"]))
    assert list(say(talkative, ["my", "shoulder", "is", "fine", "and", "my", "back", "lets", "go"]))
    assert not list(say(talkative, ["well"]))


def test_pain_scores_rise_fall_and_stay():
    def seen(text: str) -> set[str]:
        return {each for each in story_likeness.features(text.split(), []) if "_scores" in each}

    assert seen("a 7 on monday now a 3") == {"@falling_scores"}
    assert seen("two then five") == {"@rising_scores"}
    assert seen("a 5 then and a 5 now") == {"@same_scores"}
    assert seen("pulled 140 for 3") == set()
