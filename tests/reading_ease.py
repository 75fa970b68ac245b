"""How hard a text is to read: the Flesch-Kincaid grade, with named medical words excepted.

No package is used: those we know either fetch a dictionary when they run or bring a licence
that does not fit. Syllables are counted as groups of vowels, less a silent e, with the commonest
endings and a few words that break the rule. A number is one word, read as one syllable a digit.

The grade is that of Kincaid and others (1975):
0.39 words per sentence + 11.8 syllables per word - 15.59.
"""

from __future__ import annotations

import re

HARDEST = 7.0
"""The grade that no text for people may exceed."""

FEWEST_WORDS = 8
"""Below this a text is a label, and a grade of it says nothing."""

MEDICAL = re.compile(
    r"cauda equina syndrome|compartment syndrome|rhabdomyolysis|emergency department"
    r"|sickle-cell trait|osteoporosis|ejaculation|erection|genitals|pregnan(?:t|cy)|contractions"
    r"|maternity unit|physiotherapist|pharmacist|infection|immune defence|statin|stimulant",
    re.IGNORECASE,
)
"""Words that say exactly what is meant, each counted as one short word."""

IRREGULAR = {
    "anyone": 3, "area": 3, "australia": 3, "being": 2, "belgium": 2, "business": 2, "colour": 2,
    "every": 2, "everything": 3, "fluid": 2, "fluids": 2, "hours": 1, "idea": 3, "medicine": 3,
    "people": 2, "quiet": 2, "serious": 3, "trial": 2, "trials": 2, "usual": 3, "usually": 4,
    "viral": 2,
}  # fmt: skip
VOWELS = re.compile(r"[aeiouy]+")
SILENT = (
    re.compile(r"(?<=[^aeiouy])e(?=(?:ly|ment|ments|ness|less|where|thing|times|body|lines?)$)"),
    re.compile(r"(?<=[gq])ue$"),
    re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"),
    re.compile(r"(?<=[^aeiouytd])(?<![^aeiouyl]l)ed$"),
    re.compile(r"(?<=[^aeiouyscxzgl])(?<!sh)(?<!ch)es$|(?<=[aeiouy]l)es$"),
)
SPLIT = re.compile(
    r"ia(?!l|n)|io(?!n|us)|iu|ier|eo(?!n)|ua|[oy]ing$|[^aeiou]iet|[ae]yo|sms?$|[rv]ious"
)
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?](?=\s|$|[\"”])")


def grade(text: str) -> float:
    """The school grade that reads a text with ease.

    Parameters
    ----------
    text : one or several sentences
    """
    plain = MEDICAL.sub("thing", text)
    words = WORD.findall(plain)
    sentences = max(1, len(SENTENCE_END.findall(plain.strip())))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


def is_too_short(text: str) -> bool:
    """Whether a text is a label rather than a sentence."""
    return len(WORD.findall(text)) < FEWEST_WORDS


def syllables(word: str) -> int:
    """The syllables of one English word, or of a number read digit by digit."""
    plain = re.sub("[’']", "", word.lower())
    if plain.isdigit():
        return len(plain)
    if plain in IRREGULAR:
        return IRREGULAR[plain]
    plain = plain.replace("qu", "q")
    for ending in SILENT:
        plain = ending.sub("", plain)
    return max(1, len(VOWELS.findall(plain)) + len(SPLIT.findall(plain)))
