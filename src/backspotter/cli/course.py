"""``backspotter course``: soreness against what is usual, and what is to come."""

from __future__ import annotations

import json as json_module
from typing import Annotated

from cyclopts import Parameter

from backspotter.cli.past_options import WRITTEN, PastOptions

SWITCH = Parameter(negative="", show_default=False)


def course(
    *,
    past: PastOptions | None = None,
    plot: Annotated[str | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """The course of soreness: what is usual after such a session, yours so far, and a forecast.

    Parameters
    ----------
    plot
        write a picture to this file, which ends in .svg
    json
        as one JSON document, as docs/course.schema.json has it
    """
    from backspotter.app.as_of import as_of
    from backspotter.app.course import course_in
    from backspotter.app.plan_loads import load_on_back
    from backspotter.app.plan_situation import standing
    from backspotter.app.scored import score_steps
    from backspotter.cli.course_shown import show_course
    from backspotter.cli.files import file_for, write_whole
    from backspotter.cli.terminal import make_console

    file = None if plot is None else file_for("plot", plot, ".svg")
    history, day = (past or PastOptions()).read()
    seen = as_of(history, day)
    followed = course_in(seen.history, seen, load_on_back(seen.history.profile))
    steps = score_steps(seen.history)
    if file is not None:
        from backspotter.exports.course_picture import course_picture

        write_whole("plot", file, course_picture(followed).encode("utf-8"))
    if json:
        from backspotter.app.plan_out import course_document

        print(json_module.dumps(course_document(followed, steps), indent=2, ensure_ascii=False))
    else:
        show_course(make_console(), followed, standing(seen, followed).level)
        for step in steps:
            print(step.words)
    return 0
