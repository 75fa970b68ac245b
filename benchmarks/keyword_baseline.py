"""Keyword reading of common advice: what one would write in an afternoon, to compare with.

The words are those of popular articles on back pain after deadlifts, as the brief sums them up
(R1 to R4): bladder and bowel are an emergency; numbness, tingling, weakness, pain down the leg,
weeks of it or being unable to walk, sit or stand are for a clinician; sharp or sudden pain is an
injury; anything else is soreness. It knows no denial, no past and no other person. It was
written once and never adjusted to a report.
"""

from __future__ import annotations

import re

from backspotter.levels import Level

WORDS = {
    Level.emergency: ("bladder", "bowel", "urin", "pee", "incontinen", "saddle", "groin"),
    Level.see_clinician: (
        "numb", "tingl", "pins and needles", "weak", "radiat", "shooting", "sciatica",
        "down my leg", "down the leg", "down my left leg", "down my right leg", "weeks", "months",
        "can't walk", "cannot walk", "can't sit", "cannot sit", "can't stand", "cannot stand",
    ),
    Level.self_care: (
        "sharp", "sudden", "stab", "pop", "snap", "tweak", "pulled", "strain", "spasm", "cramp",
    ),
}  # fmt: skip
"""Beginnings of words, the most urgent level first."""

PATTERNS = {
    level: re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    for level, words in WORDS.items()
}


def keyword_level(text: str) -> Level:
    """The level of the most urgent keyword; soreness where there is none."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = (level for level, pattern in PATTERNS.items() if pattern.search(plain))
    return next(found, Level.normal_soreness)
