"""``backspotter validate``: predicted against published, row by row."""

from __future__ import annotations

import json as json_module
from typing import Annotated

from cyclopts import Parameter

SWITCH = Parameter(negative="", show_default=False)


def validate(*, json: Annotated[bool, SWITCH] = False) -> int:
    """What the spine model predicts for every published number that we hold.

    Parameters
    ----------
    json
        as one JSON document, as docs/validation.schema.json has it
    """
    from backspotter.app.spine_out import validation_document
    from backspotter.spine.validation import validate as predicted

    rows = predicted()
    if json:
        print(json_module.dumps(validation_document(rows), indent=2, ensure_ascii=False))
        return 0
    from backspotter.cli.loads import show_validation

    show_validation(rows)
    return 0
