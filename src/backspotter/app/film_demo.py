"""The demo film: a drawn lifter, to try the reading of films with. It is nobody's set.

What is found in it stands beside it and nowhere else: no journal, plan, course or summary has it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from backspotter.app.film_asked import Asked
from backspotter.app.film_desk import Desk, hand_over
from backspotter.app.film_order import Order
from backspotter.app.film_upload import ended, received
from backspotter.errors import InputError
from backspotter.spine.body import Lifter

if TYPE_CHECKING:
    from backspotter.jobs import Job

PLACES: Final = (
    Path(__file__).parent / "demo.mp4",
    Path(__file__).parents[3] / "docs" / "demo" / "demo.mp4",
)
"""Where the clip is: in a package that was built, and in the source."""

ORDER: Final = Order(
    asked=Asked(
        lifter=Lifter(mass_kg=84.0, height_m=1.81, sex="male"),
        load_kg=140.0,
        style="conventional",
        plate_mm=450.0,
    )
)
"""Of the drawn lifter, as docs/demo/demo.truth.json has it: not of who tries it."""


def demo_clip() -> Path | None:
    """The clip; None where this copy of Backspotter has none."""
    return next((each for each in PLACES if each.is_file()), None)


def try_demo(desk: Desk, now: datetime) -> Job:
    """The job that reads the demo film; that of before where it was tried already.

    Raises
    ------
    InputError : there is no clip here, or too much is coming in already
    OSError, JobsError, JournalError : it cannot be kept
    """
    clip = demo_clip()
    if clip is None:
        expected = "the demo film, which the package and the source have"
        raise InputError("film", given="nothing", expected=expected, do="choose a film of your own")
    with clip.open("rb") as stream:
        place = received(desk.shelf, stream, size=clip.stat().st_size, order=ORDER, now=now)
    job = hand_over(desk, place, ORDER, now, drawn=True)
    ended(place)
    return job
