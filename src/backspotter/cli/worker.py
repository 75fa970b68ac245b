"""``backspotter worker``: reads films for a server, in a process of its own or on another host."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

QUIET = Parameter(show_default=False, allow_leading_hyphen=True)


def worker(
    *,
    jobs: Annotated[str | None, QUIET] = None,
    films: Annotated[str | None, QUIET] = None,
    count: Annotated[int, QUIET] = 1,
    scheduler: Annotated[str | None, QUIET] = None,
) -> int:
    """Read the films that a server was given, until Ctrl-C or SIGTERM.

    The server puts them into a list; any number of workers takes them from there, each film by one
    at a time. One that is stopped gives back what it was reading; one that is killed is found out
    after half a minute, and its film is read by another. It never opens the journal.

    On another host it needs the list (PostgreSQL, as a file is for one host) and the folder of
    films under any path, shared with the server, for the same user. Where that folder is not the
    server's, it refuses.

    With a Dask cluster this process only hands work on; there the cluster's workers need all that.

    Parameters
    ----------
    jobs
        where the list is: postgresql://…, or the file beside the journal that ends in .jobs; that
        of the journal without it
    films
        the folder of films, as this host sees it; without it beside the journal, or for a server
        what BACKSPOTTER_FILMS says
    count
        so many films at a time; each wants a core and about 1 GiB
    scheduler
        the address of a Dask cluster that is running, such as tcp://host:8786: its workers read the
        films, as many at a time as they have threads, and see them in the folder named
    """
    from backspotter.app.film_working import work_of, work_on
    from backspotter.cli.serve import refuse_without_packages

    refuse_without_packages()
    work_on(work_of(jobs, films, count, scheduler), _say)
    return 0


def _say(words: str) -> None:
    print(f"backspotter worker: {words}", file=sys.stderr, flush=True)
