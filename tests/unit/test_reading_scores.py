"""Scores of pain as people say them: of now, of before, at the worst, and what is no score."""

from __future__ import annotations

import pytest

from backspotter.reading.scores import pain

NOW_AND_WORST = (
    ("My back is 4/10.", 4, 4),
    ("Pain is about a four right now.", 4, 4),
    ("It was a 7 at the weekend, now it's sitting at 3 ish.", 3, 7),
    ("I gave it a 5 on Sunday and I'd give it a 6 tonight.", 6, 6),
    ("Began as a 3, this evening I'd call it a 6.", 6, 6),
    ("I was down to a 2, now I'm at a 6 again.", 6, 6),
    ("5 outta 10 at this moment.", 5, 5),
    ("Currently I would note it 6 on the scale.", 6, 6),
    ("Pain level eight this evening.", 8, 8),
    ("6 now, peaked at 8.", 6, 8),
    ("The pain is 3, at its worst a 9.", 3, 9),
    ("The maximum I had was seven from ten, today a 2.", 2, 7),
    ("From nine at the very worst to three at present.", 3, 9),
    ("It's a 4, and it was a 6 yesterday.", 4, 6),
    ("Was 5/10 last week, I'd call it 2 today.", 2, 5),
    ("Low back about 5/10 yesterday and 3 today.", 3, 5),
    ("It's a 4 most days.", 4, 4),
    ("No pain today.", 0, 0),
)
NO_SCORE = (
    "7/10 session, would repeat.",
    "My wrist is about a 5 today.",
    "At 10 I go to work.",
    "Did a 5 rep set at 8 RPE.",
    "It's a 2 day split.",
    "Pulled a 4 plate single.",
    "A 3 week break.",
    "It was about a 5 minute walk.",
)


@pytest.mark.parametrize(("text", "now", "worst"), NOW_AND_WORST)
def test_what_it_is_now_and_was_at_its_worst(text: str, now: int, worst: int) -> None:
    scores = pain(text)
    assert scores is not None
    assert (scores[0].value, scores[1].value) == (now, worst)


@pytest.mark.parametrize("text", NO_SCORE)
def test_other_figures_are_no_scores(text: str) -> None:
    assert pain(text) is None
