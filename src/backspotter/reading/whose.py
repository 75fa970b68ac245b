"""Whose back a text is about: the writer's, or that of somebody for whom it was written."""

from __future__ import annotations

import re

RELATIVES = (
    "lad|son|daughter|boy|girl|lass|dad|father|mum|mom|mother|wife|husband|hubby|missus|boyfriend|"
    "girlfriend|fianc[e\u00e9]e?|partner|brother|sister|nephew|niece|grandson|granddaughter|grandpa|"
    "grandad|granddad|grandma|gran|nan"
)
IN_CARE = "athlete|lifter|client|patient|trainee|student|pupil"
"""Whom a coach or a clinician writes about."""

GREETING = r"(?:(?:so|hi|hello|hey|right|coach here|physio here|(?:his|her) coach here)[ ,.:]+)*"
FOR_ANOTHER = re.compile(
    r"\b(?:posting|asking|writing|typing|question)\s+(?:this\s+)?"
    r"(?:for|on behalf of)\s+(?:my|a|him|her)\b"
    rf"|\bmy (?:{RELATIVES}|{IN_CARE})\s*[(,]\s*\d{{1,2}}\b"
    rf"|\bmy \d{{1,2}}[- ]?(?:years?[- ]old|yo|y/?o)\b"
    rf"|^(?:his |her |the )?(?:{RELATIVES}|coach|trainer|physio)\s+here\b"
    rf"|\bi(?:['\u2019]?m| am) (?:his|her|their) (?:{RELATIVES}|coach|trainer|physio)\b"
    rf"|\bmy (?:{RELATIVES}),? (?:he|she)(?:['\u2019]?s| is) the one (?:with|who)\b"
    rf"|^(?:hi|hello|hey)?[,. ]*\w+['\u2019]s (?:{RELATIVES})\b(?: here)?[.,]"
    r"|\b(?:typing|writing|posting) (?:because|as|since) (?:he|she)(?:['\u2019]s| is)\b"
    rf"|^(?:my )?(?:{RELATIVES})\b[^.!?]{{0,40}}\bso (?:i am|i'm|i\u2019m|im) "
    r"(?:posting|asking|writing)\b",
    re.I,
)
NOTE = re.compile(
    rf"(?:^|[.!?;:\n]\s*)(?:pt|{IN_CARE})\b(?=,|\s+(?:reports?|states?|complains?|c/o|denies|notes?|"
    r"describes?|presents?|is|has|can|cannot|can['\u2019]?t|unable|unaware|no longer|feels?|needs?|"
    r"keeps?|\d{1,2}(?: ?(?:[mf]|yo))?\b|[mf]\b))",
    re.I,
)
"""As a note is written: the one in care is named without "my", "a" or "the"."""

TOLD_OF_ANOTHER = re.compile(
    rf"^{GREETING}(?:(?:my|our|one of my|a) )?(?:{RELATIVES}|(?:{IN_CARE})s?(?: of mine)?)\b"
    r"(?!\s*(?:had|told|thinks|takes|wants|died|passed|says(?! (?:he|she|his|her)\b)))"
    rf"|^{GREETING}(?:he|she)(?:['\u2019]s)?\s",
    re.I,
)
LIFTED = re.compile(
    r"\b(?:dead\s?lift\w*|deads|lift(?:s|ed|ing)|squat\w*|gym|barbell|training|trained|workout|"
    r"crossfit|pulled|pulls|kettlebell\w*|boot ?camp|wod|sandbag\w*|fridge|hyrox|"
    r"w\w{0,2}rk ?outs?)\b",
    re.I,
)
LATELY = re.compile(
    r"\b(?:since|today|yesterday|now|tonight|this (?:morning|week)|last night|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|days? ago|(?:hours?|min(?:ute)?s?) ago|just now)\b",
    re.I,
)
"""One relative's troubles are told in passing; a lift and a day make them what is asked about."""

OF_ONESELF = re.compile(r"\b(?:i|i['\u2019]?(?:m|ve|d|ll)|im|ive|myself|mine)\b", re.I)
OWN_COMPLAINT = re.compile(
    r"\b(?:i|i'm|i've|i\u2019m|i\u2019ve|me)\b[^.!?]{0,60}\b(?:sore\w*|stiff\w*|ach(?:e|es|ed|y|ing)|tight\w*|doms|deads|deadlift\w*|lifted|pulled|back|muscles?)\b"
    r"|\bmy (?:own )?(?:low(?:er)? )?back\b|(?<!of )\bmine\b|\bfor myself\b"
    r"|\b(?:i|i['\u2019]ve) (?:have )?never\b"
    r"|\bi(?:['\u2019]m| am) (?:fine|ok|okay|healthy|normal)\b"
    r"|\bmy \w+ (?:is|are|feels?|works?) (?:all )?(?:fine|ok|okay|normal|good|clear)\b",
    re.I,
)


def is_about_another(text: str) -> bool:
    """Whether somebody else is the patient, not only somebody spoken of."""
    told = TOLD_OF_ANOTHER.search(text) and LIFTED.search(text) and LATELY.search(text)
    if (told or FOR_ANOTHER.search(text)) and not OWN_COMPLAINT.search(text):
        return True
    return bool(NOTE.search(text)) and not OF_ONESELF.search(text)
