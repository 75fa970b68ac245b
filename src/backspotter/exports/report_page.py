"""The report of a film as one page that works offline: text, curves and pictures in one file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from backspotter.exports.report_curves import charts_of, figure, marks_of, numbers_of
from backspotter.exports.report_faults import fault_cards
from backspotter.exports.report_parts import (
    footer,
    glance,
    grade,
    header,
    legend,
    loads_table,
    reps_table,
    section,
    withheld,
)
from backspotter.lift.analysis import LiftAnalysis, RepSeen
from backspotter.lift.band import Band

PARTS: Final = "backspotter.exports"
MOST_JUMPS: Final = 24
SPEEDS: Final = ("1", "0.5", "0.25", "0.1")


def report_page(analysis: LiftAnalysis, pictures: Mapping[str, bytes], film: str | None) -> str:
    """The page.

    Parameters
    ----------
    pictures : JPEG files of the faults by the names of ``picture_name``; put into the page
    film : name of the annotated film beside the page; none where there is none
    """
    style, script = _part("report.css"), _part("report.js")
    body = (
        f'<a class=skip href="#clip">Skip to the report</a>{header(analysis)}<main>'
        f"{grade(analysis)}{glance(analysis)}{player(analysis, film)}"
        f"{fault_cards(analysis, pictures, with_film=film is not None)}{reps_table(analysis)}"
        f"{loads_table(analysis)}{withheld(analysis)}</main>{footer(pictures)}"
    )
    page = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{_policy(style, script)}"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name=referrer content=no-referrer>'
        f"<title>{escape(analysis.film.name)}: your set, read from the film</title>"
        f"<style>{style}</style></head><body>{body}"
        f"<script type=application/json id=frames>{numbers_of(analysis)}</script>"
        f"<script>{script}</script></body></html>\n"
    )
    return page.replace("\x00", "")


def _part(name: str) -> str:
    return files(PARTS).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Only this page's own style and script run, and nothing is fetched but the film beside it."""
    rules = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def player(analysis: LiftAnalysis, film: str | None) -> str:
    """The film beside its curves."""
    times, marks = analysis.frames.times_s, marks_of(analysis)
    charts = "".join(figure(chart, times, marks) for chart in charts_of(analysis.frames))
    how = (
        "<p class=quiet>Shaded: the way up. Broken lines: what to look at. Press or drag on a "
        "curve to go there; with a curve in focus, the arrow keys go one picture, Page Up and Page "
        f"Down half a second{', and the space bar plays' if film else ''}.</p>"
    )
    script_off = (
        "<noscript><p class=quiet>Without scripts, curves and film are not tied.</p></noscript>"
    )
    seen = f"{_video(film)}{_controls(analysis, film)}{legend() if film else ''}"
    looks = "film" if film else "no-film"
    return section(
        "player",
        "The film and its curves" if film else "Curves",
        f"{how}{script_off}<div class={looks}><div class=seen>{seen}</div>"
        f"<div>{charts}</div></div>",
    )


def _video(film: str | None) -> str:
    if film is None:
        return "<p class=quiet>The film with lines drawn in was not asked for.</p>"
    return (
        f'<video controls playsinline preload=auto src="{quote(film)}" '
        'aria-label="Your set with the lines drawn in">This browser plays no film; it lies beside '
        "this page.</video>"
    )


def _controls(analysis: LiftAnalysis, film: str | None) -> str:
    moment = "<output id=moment aria-live=off>0.00 s</output>"
    reps = "".join(_jump(rep) for rep in analysis.reps[:MOST_JUMPS])
    if film is None:
        return f'<div class="controls needs-script">{reps}{moment}</div>'
    choices = "".join(f"<option value={speed}>{speed} ×</option>" for speed in SPEEDS)
    return (
        f'<div class="controls needs-script"><label for=slower>Speed</label>'
        f"<select id=slower>{choices}</select>{reps}{moment}</div>"
    )


def _jump(rep: RepSeen) -> str:
    """A button that goes to where the bar leaves the floor."""
    at = next((m for m in (rep.lift_off_s, rep.start_s) if isinstance(m, Band)), None)
    if at is None:
        return ""
    return f'<button type=button data-seek="{at.value:.3f}">Rep {rep.index}</button>'
