"""The parts of a film's report as HTML; every word that came from outside is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from backspotter.evidence.load import claims, sources
from backspotter.evidence.model import IN_WORDS, Claim
from backspotter.exports.film_colours import BENT_DEG, colour_of
from backspotter.exports.numbers import shown
from backspotter.exports.report_said import (
    USUAL,
    back_left_out,
    in_short,
    left_out,
    notes_of,
)
from backspotter.exports.report_words import (
    GRADE_TITLES,
    clock,
    kilograms,
    said,
    style_words,
)
from backspotter.lift.analysis import CannotJudge, FlexionSeen, LiftAnalysis, RepSeen, Said

ENOUGH: Final = "View, size, light and sharpness are good enough."
Row = Sequence[tuple[str, str]]
"""Cells of a table as (heading, HTML)."""


def section(id_: str, title: str, inside: str, *, looks: str = "") -> str:
    """A part of the page under its heading."""
    named = f' class="{escape(looks, quote=True)}"' if looks else ""
    return (
        f'<section id="{id_}"{named} aria-labelledby="{id_}-title">'
        f'<h2 id="{id_}-title">{escape(title)}</h2>{inside}</section>'
    )


def paragraph(words: str, looks: str = "") -> str:
    """Plain text, escaped."""
    return f'<p class="{looks}">{escape(words)}</p>' if looks else f"<p>{escape(words)}</p>"


def listed(items: Sequence[str]) -> str:
    """Plain texts as a list, escaped."""
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def header(analysis: LiftAnalysis) -> str:
    """Whose set it is: the film, the lift, the load."""
    given = analysis.given
    facts = [analysis.film.name, style_words(analysis.style), kilograms(given.load_kg)]
    if given.mass_kg is not None:
        facts.append(f"lifter {kilograms(given.mass_kg)}")
    if given.height_m is not None:
        facts.append(f"{given.height_m * 100:.0f} cm")
    return (
        "<header><h1>Your set, read from the film</h1>"
        f"{paragraph(' · '.join(facts), 'quiet')}</header>"
    )


def grade(analysis: LiftAnalysis) -> str:
    """How far the clip can be judged, and why not further."""
    quality = analysis.quality
    reasons = "".join(
        f"<li>{escape(reason.say)} <span class=quiet>{escape(reason.do)}</span></li>"
        for reason in quality.reasons
    )
    inside = f"<ul>{reasons}</ul>" if reasons else paragraph(ENOUGH)
    inside += _rows([("Camera off the side", said(quality.yaw_deg, "°")), *_scale(analysis)])
    return section("clip", GRADE_TITLES[quality.grade], inside, looks=f"grade {quality.grade}")


def _scale(analysis: LiftAnalysis) -> list[tuple[str, str]]:
    scale = analysis.scale
    rows = [("Size taken from", escape(scale.source))] if scale.source else []
    if isinstance(scale.lifter, CannotJudge):
        rows = [("Size", said(scale.lifter, "px/m"))]
    if analysis.film.slowed > 1:
        rows.append(("Slow motion", f"{analysis.film.slowed:.3g} times slower than it was taken"))
    return rows + [("Note", escape(doubt)) for doubt in scale.doubts]


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{html}</dd>' for name, html in rows)}</dl>"


def description(rows: Sequence[tuple[str, str]]) -> str:
    """Names and what is said of them, as HTML."""
    return _rows(rows)


def glance(analysis: LiftAnalysis) -> str:
    """The set in two sentences."""
    inside = paragraph(in_short(analysis), "glance") + _back_left_out(analysis)
    inside += listed(
        [f"{a.why} ({clock(a.start_s)} to {clock(a.end_s)})" for a in analysis.attempts]
    )
    inside += listed(notes_of(analysis))
    return section("glance", "At a glance", inside + usual())


def _back_left_out(analysis: LiftAnalysis) -> str:
    what, _, why = back_left_out(analysis).partition(": ")
    return f"<p class=note><b>{escape(what)}:</b> {escape(why)}.</p>" if what else ""


def usual() -> str:
    """That some rounding is normal, with where that is from."""
    measured, lifters = claims()["schellenberg-pelvis-lumbar"], claims()["elite-flexion-below-full"]
    return (
        f'<div class="note"><p>{USUAL}. Trained lifters show about 25° in pulls, and '
        "powerlifters come near their full bend in heavy ones. So a bent lower back is not a fault "
        "by itself; what is looked for here is a lower back that gives way under the bar.</p>"
        f"<details class=quiet><summary>Where that is from</summary><p>{_from(measured)}: 26 ± 5° "
        f"between pelvis and lower back, {measured.n} people with half their body mass on the bar. "
        f"{_from(lifters)}: {lifters.low:g} to {lifters.high:g}° short of the full bend, "
        f"{lifters.n} lifters. Angles measured in another way differ by some degrees.</p>"
        "</details></div>"
    )


def _from(claim: Claim) -> str:
    """Who says so, and how far that was checked."""
    return escape(f"{sources()[claim.source].short}, {IN_WORDS[claim.status]}")


def legend() -> str:
    """The colours of the lower back in the film, with their angles."""
    stops = "".join(
        f'<rect x="{n}" y="0" width="1.05" height="1" fill="rgb{colour_of(n)}"/>'
        for n in range(round(BENT_DEG[-1]))
    )
    ticks = "".join(f"<span>{shown(tick)}°</span>" for tick in BENT_DEG)
    return (
        "<div class=legend><strong>The lower back's colour in the film</strong>"
        '<svg viewBox="0 0 45 1" preserveAspectRatio="none" role="img" '
        'aria-label="From blue at 0 degrees through sand to orange at 45 degrees">'
        f"{stops}</svg><p>{ticks}</p><span class=quiet>Bend from upright standing. Grey and "
        "broken: not judged. Green: the bar's path. White: trunk, arm and leg of the near side."
        "</span></div>"
    )


def table(caption: str, rows: Sequence[Row]) -> str:
    """A table whose first column heads the rows; on a phone every row becomes a card."""
    heads = "".join(f"<th scope=col>{escape(name)}</th>" for name, _ in rows[0])
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f'<div class=wide role=region tabindex=0 aria-label="{escape(caption, quote=True)}">'
        f"<table class=stack><caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def plain_table(caption: str, rows: Sequence[Row]) -> str:
    """A small table that is one on a phone too; the caption is for who cannot see it."""
    heads = "".join(f"<th scope=col>{escape(name)}</th>" for name, _ in rows[0])
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f'<table class=small aria-label="{escape(caption, quote=True)}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(row: Row) -> str:
    (name, first), rest = row[0], row[1:]
    head = f'<th scope=row data-label="{escape(name, quote=True)}"><span>{first}</span></th>'
    return head + "".join(
        f'<td data-label="{escape(label, quote=True)}"><span>{html}</span></td>'
        for label, html in rest
    )


def reps_table(analysis: LiftAnalysis) -> str:
    """Every repetition with its moments, way, speeds and the lower back."""
    if not analysis.reps:
        return ""
    rows = [rep_row(rep) for rep in analysis.reps]
    caption = "In brackets: where the true value lies in nine of ten cases, as far as is known."
    doubts = [f"Rep {rep.index}: {doubt}." for rep in analysis.reps for doubt in rep.doubts]
    return section("reps", "Repetitions", table(caption, rows) + listed(doubts))


def rep_row(rep: RepSeen) -> Row:
    """The cells of a repetition, as HTML."""
    kind = kind_of(rep)
    bend = rep.flexion
    start, change = (
        (bend.from_upright_at_lift_off, bend.change_from_set_up)
        if isinstance(bend, FlexionSeen)
        else (bend, bend)
    )
    return [
        ("Rep", f"{rep.index}{f' <span class=band>{kind}</span>' if kind else ''}"),
        ("Lift-off", moment(rep.lift_off_s)),
        ("Past the knee", moment(rep.knee_pass_s)),
        ("Lockout", moment(rep.lockout_s)),
        ("Lowering", moment(rep.lowering_s)),
        ("Way up", said(rep.rom_m, "m")),
        ("Mean speed up", said(rep.mean_speed, "m/s")),
        ("Fastest", said(rep.peak_speed, "m/s")),
        ("Lower back at lift-off", said(start, "°")),
        ("Then gave way by", said(change, "°")),
    ]


def kind_of(rep: RepSeen) -> str:
    """What sets a repetition apart from a usual one; empty where nothing does."""
    if not rep.completed:
        return "failed"
    return "dropped" if rep.dropped else ("touch and go" if rep.touch_and_go else "")


def moment(value: Said) -> str:
    """A moment of the film."""
    if value is None or isinstance(value, CannotJudge):
        return said(value, "s")
    return f"<span class=at>{value.value:.2f} s</span>"


def loads_table(analysis: LiftAnalysis) -> str:
    """What each repetition loaded the lowest disc with."""
    if not analysis.reps:
        return ""
    rows = [loads_row(rep) for rep in analysis.reps]
    caption = "The largest at L5/S1, where the spine meets the pelvis; each at its own moment."
    assumed = dict.fromkeys(
        words
        for rep in analysis.reps
        if not isinstance(rep.loads, CannotJudge)
        for words in rep.loads.assumed
    )
    inside = table(caption, rows)
    if assumed:
        inside += "<h3>Assumed, as the film does not show it</h3>" + listed(list(assumed))
    inside += paragraph(
        "A load is not a chance of injury: it is what tissue has to carry, and tissue differs "
        "from person to person.",
        "note",
    )
    return section("loads", "What each repetition loaded", inside)


def loads_row(rep: RepSeen) -> Row:
    """The cells of what a repetition loaded, as HTML."""
    loads = rep.loads
    if isinstance(loads, CannotJudge):
        return [("Rep", str(rep.index)), *((name, said(loads, "N")) for name in LOADS)]
    parts = (loads.compression, "N"), (loads.shear, "N"), (loads.moment, "N·m")
    cells = zip(LOADS, (said(*part) for part in parts), strict=True)
    return [("Rep", str(rep.index)), *cells, ("Largest at", f"{loads.at_s:.2f} s")]


LOADS = ("Compression", "Shear", "Moment to hold")


def withheld(analysis: LiftAnalysis) -> str:
    """What is not said, and why: of the film, then of each repetition."""
    items = [
        f"<li><b>{escape(what)}{'' if which else ':'}</b>"
        f"{f' ({which}):' if which else ''} {escape(why)}</li>"
        for what, which, why in left_out(analysis)
    ]
    inside = f"<ul>{''.join(items)}</ul>" if items else paragraph("Nothing was withheld.")
    return section("withheld", "What was not judged, and why", inside)


def footer(pictures: Mapping[str, bytes]) -> str:
    """What this is not, and where it was made."""
    kept = "The film and its pictures" if pictures else "The film"
    return (
        "<footer><p><strong>This is not a diagnosis. It never replaces being seen.</strong> "
        "A film shows how you moved, not what hurts. Lines over it come from a computer's "
        f"reading and can be wrong; what it was unsure of is said.</p><p>{kept} stayed on this "
        "machine; this page asks no other for anything.</p></footer>"
    )
