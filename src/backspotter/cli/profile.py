"""``backspotter profile``: what is known of you; ``profile set`` says it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from cyclopts import App, Parameter

from backspotter.app.body_size import kilograms, metres
from backspotter.app.profile import changed, known, profile_document
from backspotter.cli.asking import clock, print_json
from backspotter.errors import InputError

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)

REPS = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")

profile = App(name="profile", help_format="plaintext")


@profile.default
def show(*, json: Annotated[bool, SWITCH] = False) -> int:
    """What is known of you.

    Parameters
    ----------
    json
        as one JSON document: "profile" in docs/journal.schema.json
    """
    found = known()
    if json:
        return print_json(profile_document(found))
    from backspotter.cli.journal_shown import show_profile
    from backspotter.cli.terminal import make_console

    show_profile(make_console(), found)
    return 0


@profile.command(name="set")
def set_(
    *,
    height_cm: Annotated[float | None, WRITTEN] = None,
    height_in: Annotated[float | None, WRITTEN] = None,
    mass_kg: Annotated[float | None, WRITTEN] = None,
    mass_lb: Annotated[float | None, WRITTEN] = None,
    sex: Annotated[str, WRITTEN] = "",
    birth_year: Annotated[int | None, WRITTEN] = None,
    units: Annotated[str, WRITTEN] = "",
    plates: Annotated[str, WRITTEN] = "",
    bar_kg: Annotated[float | None, WRITTEN] = None,
    bar_lb: Annotated[float | None, WRITTEN] = None,
    country: Annotated[str, WRITTEN] = "",
    style: Annotated[str, WRITTEN] = "",
    way: Annotated[str | None, WRITTEN] = None,
    sets: Annotated[int | None, WRITTEN] = None,
    reps: Annotated[str, WRITTEN] = "",
    rpe: Annotated[float | None, WRITTEN] = None,
    stiff: Annotated[str, WRITTEN] = "",
    helped: Annotated[str, WRITTEN] = "",
    made_worse: Annotated[str, WRITTEN] = "",
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Say something about yourself; what you do not name stays as it is.

    Parameters
    ----------
    height_cm
        body height [cm]
    height_in
        the same in inches
    mass_kg
        body mass [kg]
    mass_lb
        the same in pounds
    sex
        female or male
    birth_year
        such as 1990
    units
        what weights are typed and shown in: kg or lb
    plates
        one number for each plate you have a pair of: 20,15,10,5,2.5,1.25; in pounds with --bar-lb
        or --units lb; none for a bar alone
    bar_kg
        the bar alone [kg]
    bar_lb
        the same in pounds
    country
        two letters, such as GB or US
    style
        the deadlift to plan for, such as sumo; none for the one you pull most
    way
        how training goes on: double (repetitions, then weight) or rpe
    sets
        of work in a session
    reps
        in a set, such as 5 or 4-8
    rpe
        effort to aim at, 1 to 10
    stiff
        what feels stiff, with commas between: hips, front_of_hips, hamstrings, lower_back; or none
    helped
        what helps your back: heat, cold, walking, massage, stretching, rest, sitting, training; or
        none
    made_worse
        what makes it worse, of the same words; or none
    json
        as one JSON document: "profile" in docs/journal.schema.json
    """
    if bar_kg is not None and bar_lb is not None:
        raise InputError("bar_kg", given="two units", expected="one of them")
    found = changed(
        now=clock(),
        height_m=metres(height_cm, height_in),
        mass_kg=kilograms("mass", mass_kg, mass_lb),
        sex=sex,
        birth_year=birth_year,
        units=units,
        plates=plates,
        bar=bar_kg if bar_lb is None else bar_lb,
        rack_units="lb" if bar_lb is not None else "kg" if bar_kg is not None else "",
        country=country,
        style=style,
        scheme=_scheme(way, sets, reps, rpe),
        stiff=stiff,
        helped=helped,
        made_worse=made_worse,
    )
    if json:
        return print_json(profile_document(found))
    from backspotter.cli.journal_shown import show_profile
    from backspotter.cli.terminal import make_console

    show_profile(make_console(), found)
    return 0


def _scheme(way: str | None, sets: int | None, reps: str, rpe: float | None) -> dict[str, Any]:
    """The parts of how training goes on that were named."""
    said: dict[str, Any] = {"way": way, "sets": sets, "rpe": rpe}
    if reps:
        found = REPS.fullmatch(reps.strip())
        if found is None:
            raise InputError("reps", given=reps, expected="a number or two, such as 5 or 4-8")
        said["reps_low"], said["reps_high"] = int(found[1]), int(found[2] or found[1])
    return {name: part for name, part in said.items() if part is not None}
