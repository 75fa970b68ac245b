"""``backspotter check``: asks, or reads what was written, and answers."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.check import EXIT_DONE, EXIT_UNUSABLE, Answer, check_document, check_text
from backspotter.app.documents import (
    MAX_DOCUMENT_BYTES,
    STANDARD_INPUT,
    json_from,
    opened,
    read_all,
    read_text,
)
from backspotter.app.journal_choice import is_named
from backspotter.app.many import check_many
from backspotter.cli.terminal import has_person
from backspotter.errors import BackspotterError, InputError
from backspotter.triage.advice import country_code

if TYPE_CHECKING:
    from backspotter.app.check_again import AfterCheck
    from backspotter.journal.records import Flag

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)


def check(
    *,
    text: Annotated[str | None, WRITTEN] = None,
    from_: Annotated[str | None, WRITTEN, Parameter(name="--from")] = None,
    jsonl: Annotated[str | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
    country: Annotated[str, WRITTEN] = "",
    figures: Annotated[bool, SWITCH] = False,
    no_save: Annotated[bool, SWITCH] = False,
) -> int:
    """How soon somebody should look at this back, why, and what to do now.

    Without --text, --from or --jsonl it asks. q or Ctrl-C stops, and nothing is lost.

    Parameters
    ----------
    text
        what happened, in your own words; - reads it from standard input
    from_
        a file with the answers, as docs/check-in.schema.json has them; - for standard input
    jsonl
        many: one {"id", "text"} or {"id", "check_in"} a line in, one answer a line out
    json
        the answer as one JSON document, as docs/answer.schema.json has it
    country
        two letters, such as GB or US: whose numbers to call are shown; without it, where the
        check is kept, those of your profile
    figures
        also the probabilities: rough, from assumed starting values
    no_save
        keep nothing, and leave out what was kept: flags of earlier checks do not count
    """
    _refuse_two_ways_in(text, from_, jsonl)
    country = country_code(country)
    if jsonl is not None:
        return _check_many(jsonl, country)
    saves = not no_save and _is_to_be_kept(json)
    if text is not None:
        return _show(_checked_text(text, _country(country, saves)), json, figures, saves=saves)
    if from_ is not None:
        return _show(_checked_file(from_, _country(country, saves)), json, figures, saves=saves)
    return _ask(country, json, figures, saves=not no_save)


def _country(said: str, saves: bool) -> str:
    """Whose numbers to call: a check that is kept nowhere asks no journal."""
    if not saves:
        return said
    from backspotter.app.profile import country_now

    return country_now(said)


def _refuse_two_ways_in(text: str | None, from_: str | None, jsonl: str | None) -> None:
    ways = {"--text": text, "--from": from_, "--jsonl": jsonl}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise InputError("check", given=" and ".join(given), expected="only one of them")


def _checked_text(text: str, country: str) -> Answer:
    if text == STANDARD_INPUT:
        text = read_text(STANDARD_INPUT, what="text")
    return check_text(text, country)


def _checked_file(path: str, country: str) -> Answer:
    given = read_all(path, what="from", most=MAX_DOCUMENT_BYTES)
    return check_document(json_from(given, what="from"), country)


def _check_many(path: str, country: str) -> int:
    code = EXIT_DONE
    with opened(path, what="jsonl") as stream:
        for document in check_many(stream, country):
            if "error" in document:
                code = EXIT_UNUSABLE
            print(json_module.dumps(document), flush=True)
    return code


def _is_to_be_kept(json: bool) -> bool:
    """Whether a check from the command line is a person's own: they watch, or named a journal.

    A program's call keeps nothing and gives the same answer every time, unless it names a journal.
    """
    return is_named() or (not json and sys.stdout.isatty())


def _show(answer: Answer, json: bool, figures: bool, *, saves: bool) -> int:
    if not (saves and answer.judged):
        return _print(answer, json, figures)
    from backspotter.app.keeping import kept
    from backspotter.cli.asking import clock

    done = kept(answer, now=clock())
    code = _print(done.answer, json, figures, again=() if json else _again(done.id))
    if done.trouble:
        print(
            f"backspotter: not kept, and no earlier flag counted: {done.trouble}", file=sys.stderr
        )
    elif not json:
        from backspotter.cli.journal_shown import show_kept
        from backspotter.cli.terminal import make_console

        show_kept(make_console(), done)
    return code


def _again(id: int | None) -> Sequence[AfterCheck]:
    """When to check again after a kept check, as every face says it."""
    from backspotter.app.check_again import again_after
    from backspotter.app.checks_counted import counted_check
    from backspotter.cli.asking import clock

    try:
        found = None if id is None else counted_check(id)
    except BackspotterError:  # the answer is shown all the same
        found = None
    return () if found is None else again_after(found, now=clock())


def _print(answer: Answer, json: bool, figures: bool, *, again: Sequence[AfterCheck] = ()) -> int:
    if json:
        print(json_module.dumps(answer.document(), indent=2))
    if answer.judged and json:
        return answer.exit_code
    from backspotter.cli.result import show_answer
    from backspotter.cli.terminal import make_console

    show_answer(make_console(on_stderr=json), answer, figures=figures, again=again)
    return answer.exit_code


def _stands() -> Sequence[Flag]:
    """The flags that a new check cannot lower; none where no journal can be read."""
    from backspotter.app.flags import cannot_wait
    from backspotter.app.journal_choice import place
    from backspotter.journal.errors import JournalError

    try:
        return cannot_wait() if place().is_there else ()
    except (InputError, JournalError):  # keeping the answer says what is wrong with it
        return ()


def _ask(country: str, json: bool, figures: bool, *, saves: bool) -> int:
    if not has_person():
        raise InputError(
            "check",
            given="no terminal to ask in",
            expected="--text, --from or --jsonl",
            do="or start it in a terminal",
        )
    from backspotter.app.draft import delete, draft_file
    from backspotter.cli.conversation import converse
    from backspotter.cli.terminal import make_console

    answer = converse(
        make_console(on_stderr=json),
        country,
        at_home=_country("", saves),
        stands=_stands() if saves else (),
    )
    code = _show(answer, json, figures, saves=saves)
    delete(draft_file())
    return code
