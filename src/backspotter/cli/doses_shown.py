"""What sessions and the week loaded on the back, on the terminal."""

from __future__ import annotations

from rich.console import Console

from backspotter.app.counted import counted
from backspotter.app.doses import Doses, SessionDose
from backspotter.cli.terminal import hanging

MOST_SESSIONS = 10
NOTE = (
    "Highest compression with its 90 % band, from the model of a lift nobody filmed unless it says "
    "film; the dose is repetitions times its square. It means something only next to your own past "
    "and is no probability of injury."
)


def show_doses(console: Console, doses: Doses) -> None:
    """The last sessions and the week, each beside the person's own past."""
    if not doses.sets:
        hanging(console, "", "No set with a weight, repetitions and a deadlift's name: no dose.")
        return
    console.print()
    for row in doses.sessions[-MOST_SESSIONS:]:
        hanging(console, f"{row.day}  ", _session_words(row))
    week = doses.week
    if week is not None:
        usual, now = week.usual_kn2, week.six_days_kn2
        words = f"{now:.0f} kN², {now / usual:.2g} of your usual week ({week.weeks} known)."
        hanging(console, "", f"The last seven days: {words}")
    hanging(console, "", NOTE, style="dim")


def _session_words(row: SessionDose) -> str:
    own = "" if row.to_usual is None else f", {row.to_usual:.2g} of your usual session"
    peak = row.peak_n / 1000
    reps = counted(row.reps, "repetition")
    return f"{reps}, up to {peak:.1f} kN, {row.sum_kn2:.0f} kN²{own}"
