"""``backspotter validate``: predicted against published, row by row."""

from __future__ import annotations

import json as json_module
from typing import Annotated

from cyclopts import Parameter

SWITCH = Parameter(negative="", show_default=False)


def validate(
    *, course: Annotated[bool, SWITCH] = False, json: Annotated[bool, SWITCH] = False
) -> int:
    """What the spine model predicts for every published number that we hold.

    Parameters
    ----------
    course
        the course of soreness in place of the spine model
    json
        as one JSON document, as docs/validation.schema.json has it
    """
    if course:
        return _course(json)
    from backspotter.app.spine_out import validation_document
    from backspotter.spine.validation import validate as predicted

    rows = predicted()
    if json:
        print(json_module.dumps(validation_document(rows), indent=2, ensure_ascii=False))
        return 0
    from backspotter.cli.loads import show_validation

    show_validation(rows)
    return 0


def _course(json: bool) -> int:
    """Published rows of soreness, what drawn groups give, and whether they meet."""
    from dataclasses import asdict

    from backspotter.soreness.validation import validate as predicted

    rows = predicted()
    if json:
        document = {"rows": [{**asdict(each), "within_band": each.is_within} for each in rows]}
        print(json_module.dumps(document, indent=2, ensure_ascii=False))
        return 0
    from backspotter.cli.terminal import hanging, make_console
    from backspotter.exports.numbers import MINUS

    console = make_console()
    for each in rows:
        ends = (each.published_low, each.published_high)
        published = f"{each.published:g}" if None in ends else f"{ends[0]:g} to {ends[1]:g}"
        band = f"{each.predicted:.2f} ({each.low:.2f} to {each.high:.2f})"
        meets = "meets" if each.is_within else "OUTSIDE"
        role = each.row.role.replace("_", " ")
        published, band = (said.replace("-", MINUS) for said in (published, band))
        words = f"{published} {each.unit}, ours {band}, {meets}"
        hanging(console, "- ", f"{each.row.id}, {role}: {words}")
    return 0
