"""Does one thing to a journal again and again, each time with the disk failing at another write.

Says how often, and every time that what was left was neither the state before nor the state after.
Each try is a process of its own, forked from one that has everything loaded.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import alembic.command  # noqa: F401  before the fork: every try needs it

from backspotter.errors import BackspotterError
from backspotter.journal import database
from backspotter.journal.archive import coming_from_backup
from backspotter.journal.backup import back_up
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.erase import delete_entry
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import Journal, opened
from backspotter.journal.merging import merge_in
from backspotter.journal.migrate import upgrade
from backspotter.journal.place import Place, make_safe
from backspotter.journal.restore import manifest_of, restore
from backspotter.journal.tables import PERSON
from backspotter.journal.undoing import undo
from tests.fault.disk import EIO, FULL, KILL, FailingDisk
from tests.journals import NOON, arrival, check, dump, filled, place_in, sore, whole

FIRST = 6
"""Each of the first writes is tried; then every so many, to ``MOST`` tries in all."""

MOST = 12
REFUSED, NOT_REACHED, BROKEN = 7, 8, 9
MADE_NOW = re.compile(r'INSERT INTO "person" VALUES.*')


@dataclass(frozen=True)
class Scenario:
    """``prepare`` makes the state before, ``act`` is what the fault comes in."""

    prepare: Callable[[Place], None]
    act: Callable[[Place], object]


def _with_entries(place: Place) -> None:
    with opened(place) as journal:
        filled(journal)


def _with_import(place: Place) -> None:
    with opened(place) as journal:
        bring_in(filled(journal), arrival(), at=NOON)


def _of_the_first_version(place: Place) -> None:
    make_safe(place)
    engine = database.engine_of(place)
    with database.writing(engine) as connection:
        upgrade(connection, "0001")
        row = {"id": 1, "name": "", "made_utc": "2026-03-02T11:00:00.000000Z", "made_offset_s": 0}
        connection.execute(PERSON.insert().values(row))
        row = {"person_id": 1, "began_utc": "2026-03-02T11:00:00.000000Z", "began_offset_s": 0}
        connection.exec_driver_sql(
            "INSERT INTO episode (person_id, began_utc, began_offset_s) VALUES (1, '2026', 0)"
        )
    engine.dispose()


def _with_backup(place: Place) -> None:
    _with_import(place)
    with opened(place) as journal:
        back_up(journal, _zip(place), made=NOON, program="test")
        add(journal, SORENESSES, sore(9), entered=NOON)


def _with_anothers(place: Place) -> None:
    """A journal, and the backup of one that began the same and went on otherwise."""
    assert place.file is not None
    other = Place(place.file.with_name("other.db"))
    with opened(other) as journal:
        bring_in(filled(journal), arrival(5), at=NOON)
        add(journal, SORENESSES, sore(9), entered=NOON, corrects=2)
        check(journal, saddle_numb="yes")
        back_up(journal, _zip(place), made=NOON, program="test")
    _with_entries(place)


def _merge(journal: Journal) -> None:
    coming = coming_from_backup(journal.place, _zip(journal.place), sha256="x")
    merge_in(journal, coming, at=NOON)


def _zip(place: Place) -> Path:
    assert place.file is not None
    return place.file.with_name("backup.zip")


def _in(act: Callable[..., object]) -> Callable[[Place], object]:
    def acted(place: Place) -> object:
        with opened(place) as journal:
            return act(journal)

    return acted


def _nothing(place: Place) -> None:
    """The state before there is a journal."""


def _migrate(place: Place) -> None:
    with opened(place):
        """Opening brings it up to date."""


SCENARIOS = {
    "create": Scenario(_nothing, _migrate),
    "entry": Scenario(_with_entries, _in(lambda j: add(j, SORENESSES, sore(2), entered=NOON))),
    "check": Scenario(_with_entries, _in(lambda j: check(j, saddle_numb="yes"))),
    "import": Scenario(_with_entries, _in(lambda j: bring_in(j, arrival(), at=NOON))),
    "undo": Scenario(_with_import, _in(lambda j: undo(j, 1))),
    "delete": Scenario(_with_entries, _in(lambda j: delete_entry(j, SORENESSES, 1))),
    "migration": Scenario(_of_the_first_version, _migrate),
    "backup": Scenario(
        _with_import,
        _in(lambda j: back_up(j, _zip(j.place), made=NOON, program="test")),
    ),
    "merge": Scenario(_with_anothers, _in(_merge)),
    "restore": Scenario(_with_backup, _in(lambda j: restore(j, _zip(j.place)))),
}


def state(place: Place) -> str:
    """What a journal holds, but for when it was made; nothing where there is none."""
    if not place.is_there:
        return "nothing"
    text = MADE_NOW.sub("", dump(place))
    # sorted: a file written anew lists its indexes in another order
    return "\n".join(sorted(text.splitlines())) if "CREATE TABLE" in text else "nothing"


def forked(act: Callable[[], int]) -> int:
    """The exit status of a process that does this; negative for a signal."""
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            code = act()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def attempt(scenario: Scenario, place: Place, fault: str, at: int) -> int:
    """Act on the journal while the disk fails at a write."""
    disk = FailingDisk(fault, at)
    try:
        scenario.act(place)
    except BackspotterError:
        return REFUSED if disk.fired else BROKEN
    return 0 if disk.fired else NOT_REACHED


def tries(writes: int) -> Iterator[int]:
    """Which writes are to fail."""
    step = max(1, (writes - FIRST) // (MOST - FIRST))
    yield from range(1, min(FIRST, writes) + 1)
    yield from range(FIRST + 1, writes + 1, step)


def writes_of(scenario: Scenario, place: Place) -> int:
    """How many writes the whole thing takes."""
    receiver, sender = os.pipe()

    def counted() -> int:
        disk = FailingDisk(EIO, 0)
        scenario.act(place)
        os.write(sender, str(disk.count).encode())
        return 0

    assert forked(counted) == 0, "it fails without a fault"
    os.close(sender)
    return int(os.read(receiver, 20))


def wrong(name: str, place: Place, fault: str, code: int, before: str, after: str) -> str:
    """What is wrong with what a try left, or nothing."""
    expected = {KILL: (-9, 0), EIO: (REFUSED, 0), FULL: (REFUSED, 0)}[fault]
    if code not in expected:
        return f"ended with {code}"
    if place.is_there and not whole(place):
        return "not whole"
    found = state(place)
    if found not in (before, after):
        return "neither before nor after"
    if code == 0 and name != "backup" and found != after:
        return "said done, and was not"
    target = _zip(place)
    if name == "backup" and target.exists():
        manifest_of(target)
    leftovers = [each.name for each in target.parent.glob(".*.part")]
    return f"left {leftovers}" if leftovers and fault != KILL else ""


def main(name: str, folder: Path) -> dict[str, object]:
    """Every fault at the writes of one scenario."""
    scenario = SCENARIOS[name]
    start, end = folder / "start", folder / "end"
    for each in (start, end):
        each.mkdir()
    scenario.prepare(place_in(start))
    before = state(place_in(start))
    shutil.copytree(start, end, dirs_exist_ok=True)
    writes = writes_of(scenario, place_in(end))
    after = state(place_in(end))
    done, bad = 0, []
    for fault in (KILL, EIO, FULL):
        for at in tries(writes):
            tried = folder / "tried"
            shutil.copytree(start, tried)
            code = forked(lambda: attempt(scenario, place_in(tried), fault, at))  # noqa: B023
            said = wrong(name, place_in(tried), fault, code, before, after)
            bad += [f"{fault} at write {at} of {writes}: {said}"] * bool(said)
            done += 1
            shutil.rmtree(tried)
    return {"tries": done, "writes": writes, "wrong": bad, "changes": before != after}
