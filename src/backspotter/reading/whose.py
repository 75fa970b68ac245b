"""Whose back a text is about: the writer's, or that of somebody for whom it was written."""

from __future__ import annotations

import re

RELATIVES = (
    "lad|son|daughter|boy|girl|dad|father|mum|mom|mother|wife|husband|hubby|missus|boyfriend|"
    "girlfriend|partner"
)
FOR_ANOTHER = re.compile(
    r"\b(?:posting|asking|writing|typing|question)\s+(?:this\s+)?"
    r"(?:for|on behalf of)\s+(?:my|a|him|her)\b"
    rf"|\bmy (?:{RELATIVES}|athlete|client)\s*[(,]\s*\d{{1,2}}\b"
    rf"|\bmy \d{{1,2}}[- ]?(?:years?[- ]old|yo|y/?o)\b"
    rf"|^(?:his |her |the )?(?:{RELATIVES}|coach|trainer)\s+here\b"
    rf"|\bi(?:['\u2019]?m| am) (?:his|her|their) (?:{RELATIVES}|coach|trainer)\b"
    rf"|\bmy (?:{RELATIVES}),? (?:he|she)(?:['\u2019]?s| is) the one (?:with|who)\b"
    rf"|^(?:hi|hello|hey)?[,. ]*\w+['\u2019]s (?:{RELATIVES})\b(?: here)?[.,]"
    r"|\b(?:typing|writing|posting) (?:because|as|since) (?:he|she)(?:['\u2019]s| is)\b"
    rf"|^(?:my )?(?:{RELATIVES})\b[^.!?]{{0,40}}\bso (?:i am|i'm|i\u2019m|im) "
    r"(?:posting|asking|writing)\b",
    re.I,
)
TOLD_OF_ANOTHER = re.compile(
    rf"^(?:(?:so|hi|hello|right)[ ,]+)?(?:my )?(?:{RELATIVES})\b"
    r"(?!\s*(?:had|says|told|thinks|takes|wants|died|passed))"
    r"|^(?:he|she)(?:['\u2019]s| is| has| can['\u2019]?t| cannot)\b",
    re.I,
)
LIFTED = re.compile(
    r"\b(?:dead\s?lift\w*|deads|lift(?:s|ed|ing)|squat\w*|gym|barbell|training|trained|workout|"
    r"crossfit|pulled|kettlebell\w*|boot ?camp|wod|sandbag\w*|fridge|hyrox|w\w{0,2}rk ?outs?)\b",
    re.I,
)
LATELY = re.compile(
    r"\b(?:since|today|yesterday|now|tonight|this (?:morning|week)|last night|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|days? ago|(?:hours?|min(?:ute)?s?) ago|just now)\b",
    re.I,
)
"""One relative's troubles are told in passing; a lift and a day make them what is asked about."""

OWN_COMPLAINT = re.compile(
    r"\b(?:i|i'm|i've|i\u2019m|i\u2019ve|me)\b[^.!?]{0,60}\b(?:sore\w*|stiff\w*|ach(?:e|es|ed|y|ing)|tight\w*|doms|deads|deadlift\w*|lifted|pulled|back|muscles?)\b"
    r"|\bmy (?:own )?(?:low(?:er)? )?back\b|\bmine\b|\bfor myself\b"
    r"|\b(?:i|i['\u2019]ve) (?:have )?never\b"
    r"|\bi(?:['\u2019]m| am) (?:fine|ok|okay|healthy|normal)\b",
    re.I,
)


def is_about_another(text: str) -> bool:
    """Whether somebody else is the patient, not only somebody spoken of."""
    told = TOLD_OF_ANOTHER.search(text) and LIFTED.search(text) and LATELY.search(text)
    return bool(told or FOR_ANOTHER.search(text)) and not OWN_COMPLAINT.search(text)
