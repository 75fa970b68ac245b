"""What the journal holds, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from backspotter.app.counted import counted
from backspotter.app.journal_choice import place
from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.cli.terminal import clean, hanging
from backspotter.levels import Level
from backspotter.training.proposal import Scheme
from backspotter.training.units import from_kg

if TYPE_CHECKING:
    from backspotter.app.doses import Doses, SetDose
    from backspotter.app.keeping import KeptAnswer
    from backspotter.app.log_entry import Log
    from backspotter.app.log_import import Read
    from backspotter.journal.records import CheckInKept, Entry, Flag, Profile, Soreness
    from backspotter.training.log import LoggedSet

EMERGENCY_KEPT = "Kept; its flags stay until examined (backspotter flags). Check-in"
MOST_DOUBTS = 10
MOST_EXERCISES = 12
MOST_FLAGS = 5
TIME = "%Y-%m-%d %H:%M"
WAY_WORDS = {"double": "repetitions, then weight", "rpe": "by RPE"}
PROFILE_WORDS = {
    "height_m": "height [m]",
    "mass_kg": "body mass [kg]",
    "sex": "sex",
    "birth_year": "born",
    "units": "weights shown in",
    "rack_units": "bar and plates in",
    "bar": "bar",
    "plates": "plates, a pair of each",
    "country": "country",
    "style": "planned deadlift",
    "scheme": "how training goes on",
    "stiff": "feels stiff",
    "helped": "helped before",
    "made_worse": "made it worse before",
}


def show_kept(console: Console, kept: KeptAnswer) -> None:
    """Where a check was kept, and what its flags want."""
    if kept.id is None:
        return
    if kept.answer.assessment.level is Level.emergency:
        hanging(console, "", f"{EMERGENCY_KEPT} {kept.id}.", style="dim")
        return
    show_flags(console, kept.flags)
    console.print()
    where = f"Kept as check-in {kept.id} in {kept.where}; --no-save keeps nothing."
    hanging(console, "", where, style="dim")


def show_flags(console: Console, flags: Sequence[Flag]) -> None:
    """Open flags, each with how it ends."""
    if not flags:
        return
    console.print()
    hanging(console, "", "Open flags: they count until somebody has examined them", style="bold")
    first = sorted(flags, key=lambda each: (-each.level, each.id))
    for flag in first[:MOST_FLAGS]:
        hanging(console, f"{flag.id:>3}  ", _flag_words(flag))
    if len(flags) > MOST_FLAGS:
        hanging(console, "", f"and {len(flags) - MOST_FLAGS} more: backspotter flags")
    number = first[0].id
    hanging(
        console,
        "",
        f"Examined: backspotter flags examined {number} --by WHO --at WHEN. "
        f"Not so at all: backspotter flags mistake {number}.",
        style="dim",
    )


def show_every_flag(console: Console, flags: Sequence[Flag]) -> None:
    """All flags with what became of them."""
    if not flags:
        hanging(console, "", "No flags.")
    for flag in flags:
        became = "open" if flag.is_open else flag.how
        if flag.by:
            became += f" by {clean(flag.by)}"
        if flag.at:
            became += f", {_time(flag.at)}"
        hanging(console, f"{flag.id:>3}  ", f"{_flag_words(flag)} [{became}]")


def _flag_words(flag: Flag) -> str:
    level = LEVEL_NAMES[flag.level]
    return f"{flag.rule}, since {flag.opened.date()}, {level}: {flag.words}"


def show_track(
    console: Console,
    sore: Sequence[Entry[Soreness]],
    checks: Sequence[Entry[CheckInKept]],
    flags: Sequence[Flag],
) -> None:
    """The last entries and checks, and what is open."""
    if not sore and not checks:
        hanging(console, "", "Nothing yet. backspotter track add --pain 4 adds how it is now.")
        return
    if sore:
        console.print(_soreness_table(sore))
    if checks:
        console.print()
        for each in checks:
            level = LEVEL_NAMES[each.value.level]
            without = " (without what was a mistake)" if each.value.taken_back else ""
            words = f"{_time(each.value.at)}  check: {level}{without}"
            hanging(console, f"{each.id:>3}  ", words)
    show_flags(console, flags)
    _show_where(console)


def _soreness_table(sore: Sequence[Entry[Soreness]]) -> Table:
    table = _table("no.", "when", "pain", "worst", "function", "also")
    for each in sore:
        value = each.value
        abilities = "; ".join(f"{clean(name)} {score:g}" for name, score in value.function)
        totals = [f"{name} {total:g}" for name, total in value.scores]
        also = ["under a painkiller"] if value.under_painkiller else []
        also += totals + [f"helped: {clean(', '.join(value.helped))}"] * bool(value.helped)
        worse = clean(", ".join(value.made_worse))
        also += [f"made worse by: {worse}"] * bool(worse)
        also += [clean(value.note)] * bool(value.note)
        table.add_row(
            str(each.id),
            _time(value.at),
            f"{value.pain_now:g}",
            "" if value.pain_worst is None else f"{value.pain_worst:g}",
            abilities,
            "; ".join(also),
        )
    return table


def show_profile(console: Console, profile: Profile) -> None:
    """What is known of the person."""
    for each in fields(profile):
        said = _said(getattr(profile, each.name)) or "not said"
        hanging(console, f"{PROFILE_WORDS[each.name]:24}", said)
    _show_where(console)


def _said(given: object) -> str:
    """A part of the profile in words; empty where nothing was said."""
    if isinstance(given, Scheme):
        return _scheme(given)
    if isinstance(given, tuple):
        return ", ".join(f"{plate:g}" for plate in given) or "none, a bar alone"
    if isinstance(given, frozenset):
        return ", ".join(sorted(given)).replace("_", " ")
    return f"{given:g}" if isinstance(given, float) else str(given or "").replace("_", " ")


def _scheme(scheme: Scheme) -> str:
    if scheme == Scheme():
        return ""
    low, high = scheme.reps_low, scheme.reps_high
    parts = {
        "sets": scheme.sets,
        "repetitions": None if low is None and high is None else f"{low or ''}-{high or ''}",
        "RPE": None if scheme.rpe is None else f"{scheme.rpe:g}",
    }
    said = [f"{name} {part}" for name, part in parts.items() if part is not None]
    return ", ".join([WAY_WORDS[scheme.way], *said])


def show_log(console: Console, log: Log, *, units: str, doses: Doses | None = None) -> None:
    """The last sets, nights, body masses and water, and the imports."""
    if not any((log.sets, log.nights, log.sessions, log.body_masses, log.waters, log.imports)):
        hanging(console, "", "Nothing yet. backspotter log add “conventional 3x5 @ 140” adds sets.")
        return
    if log.sets:
        console.print(_sets_table(log.sets, units, doses))
    for night in log.nights:
        asleep, in_bed = night.value.asleep_h, night.value.in_bed_h
        hours = f"{asleep:g} h asleep" if asleep is not None else f"{in_bed or 0:g} h in bed"
        hanging(console, f"{night.id:>5}  ", f"{night.value.woke}  {hours}")
    for note in log.sessions:
        words = f"{note.value.day}  hurt {note.value.pain_during:g} of 10 while lifting"
        hanging(console, f"{note.id:>5}  ", words)
    for mass in log.body_masses:
        words = f"{_time(mass.value.at)}  {_in(mass.value.mass_kg, units)} body mass"
        hanging(console, f"{mass.id:>5}  ", words)
    for water in log.waters:
        hanging(console, f"{water.id:>5}  ", f"{water.value.day}  {water.value.litres:g} l water")
    for batch in log.imports:
        words = f"{clean(batch.name)} ({batch.source}), {batch.added} came in, {_time(batch.at)}"
        hanging(console, f"import {batch.id}  ", words)
    _show_where(console)


def _sets_table(sets: Sequence[Entry[LoggedSet]], units: str, doses: Doses | None) -> Table:
    more = ("on L5/S1 [kN]", "dose [kN²]") if doses is not None else ()
    table = _table("no.", "when", "lift", f"weight [{units}]", "reps", "RPE", *more, "note")
    for each in sets:
        value = each.value
        marks = [word for word in ("warm_up", "failed") if getattr(value, word)]
        note = "; ".join(
            part for part in (", ".join(marks).replace("_", "-"), clean(value.note)) if part
        )
        table.add_row(
            str(each.id),
            _time(value.at),
            clean(value.exercise),
            "" if value.load_kg is None else _in(value.load_kg, units).partition(" ")[0],
            "" if value.reps is None else str(value.reps),
            "" if value.rpe is None else f"{value.rpe:g}",
            *(_dose_cells(doses.sets.get(each.id)) if doses is not None else ()),
            note,
        )
    return table


def _dose_cells(dose: SetDose | None) -> tuple[str, str]:
    """The peak with its band, marked where a film saw it; and what the set adds up to."""
    if dose is None:
        return "", ""
    peak, low, high = (each / 1000 for each in (dose.peak_n, dose.low_n, dose.high_n))
    mark = " film" if dose.source == "film" else ""
    return f"{peak:.1f} ({low:.1f}–{high:.1f}){mark}", f"{dose.sum_kn2:.0f}"


def show_preview(console: Console, read: Read) -> None:
    """What a file would bring in, what is doubtful, and what would not come in and why."""
    seen = read.preview
    title = f"{clean(read.arrival.name)}: {seen.format}"
    hanging(console, "", title, style="bold")
    hanging(console, "", f"{read.new} would come in; {read.there} are here already.")
    for name, style, count in read.deadlifts[:MOST_EXERCISES]:
        hanging(console, f"  {count:>5}  ", f"{clean(name)}: {style.replace('_', ' ')}")
    if len(read.deadlifts) > MOST_EXERCISES:
        hanging(console, "  ", f"and {len(read.deadlifts) - MOST_EXERCISES} more deadlifts")
    for kind, count in read.others:
        hanging(console, f"  {count:>5}  ", kind)
    for note in seen.notes:
        hanging(console, "- ", clean(note))
    _show_lines(console, f"{len(read.doubtful)} to look at:", _doubts(read))
    left = [(each.line, each.why) for each in seen.left_out]
    are = f"{counted(len(left), 'day')} to look at, left out; --unlikely-days brings them in:"
    _show_lines(console, are, left)
    if read.reasons:
        title = f"{len(seen.skipped) - len(left)} would not come in:"
        hanging(console, "", title, style="bold")
    for why, count in read.reasons:
        hanging(console, "  ", f"{count}: {clean(why, longest=200)}")


def _doubts(read: Read) -> list[tuple[int, str]]:
    return [(each.line, "; ".join(each.doubts)) for each in read.doubtful]


def _show_lines(console: Console, title: str, lines: Sequence[tuple[int, str]]) -> None:
    """Lines of a file with what is to be said of each; nothing where there are none."""
    if lines:
        hanging(console, "", title, style="bold")
    for line, words in lines[:MOST_DOUBTS]:
        hanging(console, f"  line {line}: ", clean(words, longest=200))
    if len(lines) > MOST_DOUBTS:
        hanging(console, "  ", f"and {len(lines) - MOST_DOUBTS} more")


def _in(mass_kg: float, units: str) -> str:
    return f"{from_kg(mass_kg, 'lb'):.4g} lb" if units == "lb" else f"{mass_kg:g} kg"


def _time(at: datetime) -> str:
    return at.strftime(TIME)


def _table(*head: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    for name in head:
        table.add_column(name, overflow="fold")
    return table


def _show_where(console: Console) -> None:
    console.print()
    hanging(console, "", f"In {place()}", style="dim")
