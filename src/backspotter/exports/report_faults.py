"""The faults of a set as cards: moment, size, doubt, cost, what to think of, and a picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape

from backspotter.exports.report_cost import (
    MEANING,
    MORE_TITLE,
    TITLE,
    cost_rows,
    cost_sentence,
    other_rows,
    tied,
)
from backspotter.exports.report_parts import description, paragraph, plain_table, section
from backspotter.exports.report_words import clock, fault_title, size_words, sure_words
from backspotter.lift.analysis import FaultSeen, LiftAnalysis, RepSeen


def picture_name(rep: RepSeen, fault: FaultSeen) -> str:
    """The file a fault's picture lies in: letters, digits and dashes alone."""
    row = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fault.row)
    return f"rep-{rep.index}-{row}.jpg"


def fault_cards(analysis: LiftAnalysis, pictures: Mapping[str, bytes], *, with_film: bool) -> str:
    """All faults in the order of the repetitions."""
    cards = [
        _card(rep, fault, pictures.get(picture_name(rep, fault)), with_film)
        for rep in analysis.reps
        for fault in rep.faults
    ]
    if not analysis.reps:
        return ""
    nothing = paragraph("Nothing beyond the limits was found in what could be judged.")
    inside = "".join(cards) or nothing
    inside += paragraph(
        "Where the limits lie is our own assumption: nobody has shown that any of these by itself "
        "hurts anyone.",
        "note",
    )
    return section("faults", "What to look at", inside)


def _card(rep: RepSeen, fault: FaultSeen, picture: bytes | None, with_film: bool) -> str:
    title = escape(fault_title(fault.code, fault.onset))
    where = "in the film" if with_film else "on the curves"
    button = (
        f'<p class=needs-script><button type=button data-seek="{fault.peak_s:.4f}">'
        f"Show it {where}<span class=band> at {clock(fault.peak_s)}</span></button></p>"
    )
    words = (
        f"<h3>Rep {rep.index}: {title}</h3>{paragraph(sentence(fault.say))}"
        f"{description(fault_facts(fault))}{_cost(fault)}{_advice(fault)}{button}"
    )
    return f"<article class=fault-card>{_picture(rep, fault, picture)}<div>{words}</div></article>"


def _cost(fault: FaultSeen) -> str:
    """One sentence, the numbers that tell most, and the rest to open."""
    words = tied(cost_sentence(fault.cost))
    rows, others = cost_rows(fault.cost), other_rows(fault.cost)
    found = f"<h4>{TITLE}</h4>{paragraph(words)}" if words else ""
    if rows:
        found += plain_table(TITLE, rows)
    if others:
        meaning = "".join(paragraph(each) for each in MEANING)
        inside = plain_table(MORE_TITLE, others) + meaning
        found += f"<details><summary>{MORE_TITLE}</summary>{inside}</details>"
    return found


def fault_facts(fault: FaultSeen) -> list[tuple[str, str]]:
    """What is said of a fault: names, and HTML."""
    number, _, rest = size_words(fault.size, fault.unit).partition(" (")
    return [
        ("Since", escape(clock(fault.at_s))),
        ("Largest at", escape(clock(fault.peak_s))),
        ("Size", f"<b>{escape(number)}</b> <span class=band>({escape(rest)}</span>"),
        ("How sure", escape(sure_words(fault.confidence))),
    ]


def _advice(fault: FaultSeen) -> str:
    found = paragraph(f"Next time: {sentence(fault.cue)}", "cue") if fault.cue else ""
    return found + (paragraph(f"To practise: {sentence(fault.practise)}") if fault.practise else "")


def sentence(words: str) -> str:
    """Words with a full stop."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


def picture_words(rep: RepSeen, fault: FaultSeen) -> str:
    """What a fault's picture shows, for who cannot see it."""
    title = fault_title(fault.code, fault.onset)
    return (
        f"Rep {rep.index} at {clock(fault.peak_s)}: the lifter from the side with the line of the "
        f"back, trunk, arm, leg and the bar's path drawn in. {title}, "
        f"{size_words(fault.size, fault.unit)}."
    )


def _picture(rep: RepSeen, fault: FaultSeen, picture: bytes | None) -> str:
    if picture is None:
        return f"<figure>{paragraph('The film has no picture of this moment.', 'quiet')}</figure>"
    data = b64encode(picture).decode("ascii")
    alt = escape(picture_words(rep, fault), quote=True)
    return (
        f'<figure><img src="data:image/jpeg;base64,{data}" alt="{alt}">'
        f"<figcaption>Rep {rep.index}, {escape(clock(fault.peak_s))}</figcaption></figure>"
    )
