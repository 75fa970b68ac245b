"""What is asked for beside a film on the page: checked at once, kept beside it, read by the job."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from backspotter.app.film_asked import Asked
from backspotter.app.film_batch import asked_document
from backspotter.app.film_compared import Earlier
from backspotter.app.film_reader import reader_mark
from backspotter.app.film_shelf import Clip, read_document, write_document
from backspotter.errors import InputError
from backspotter.lift.scale import PLATES_MM
from backspotter.spine.body import Lifter

KEY_LENGTH: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of one film.

    ``sha256`` of the film; ``set_id`` the set in the log that it shows; ``keeps_film`` whether the
    person wants the film itself kept; ``earlier`` films of theirs, to set it beside
    """

    asked: Asked
    sha256: str = ""
    set_id: int | None = None
    keeps_film: bool = False
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        plate, (low, high) = self.asked.plate_mm, PLATES_MM
        if plate is not None and not low <= plate <= high:
            expected = f"{low:g} to {high:g} mm across"
            raise InputError("plate_mm", given=f"{plate:g}", expected=expected)

    @property
    def key(self) -> str:
        """Of all that makes the result: the film, what reads it, what was asked."""
        parts = [self.sha256, reader_mark(), asked_document(self.asked)]
        text = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]

    def of_film(self, sha256: str, earlier: tuple[Earlier, ...]) -> Order:
        """The same, now that the film is here."""
        return replace(self, sha256=sha256, earlier=earlier)


def write_order(clip: Clip, order: Order, name: str) -> None:
    """Keeps an order beside the film, under this name.

    Raises
    ------
    OSError : it cannot be written
    """
    file = clip.order_file(name)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    write_document(
        file,
        {
            "asked": asked_document(order.asked),
            "sha256": order.sha256,
            "set_id": order.set_id,
            "keeps_film": order.keeps_film,
            "earlier": [asdict(each) for each in order.earlier],
        },
    )


def order_of(clip: Clip, name: str) -> Order:
    """The order that was kept under this name.

    Raises
    ------
    InputError : there is none that can be read
    """
    found = read_document(clip.order_file(name))
    try:
        return Order(
            asked=asked_from(found["asked"]),
            sha256=str(found["sha256"]),
            set_id=found["set_id"],
            keeps_film=bool(found["keeps_film"]),
            earlier=tuple(_earlier(each) for each in found["earlier"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        expected = "what was asked of it"
        raise InputError("film", given="nothing", expected=expected, do="upload it again") from None


def asked_from(document: Mapping[str, Any]) -> Asked:
    """What was asked, from its document.

    Raises
    ------
    InputError : something that cannot be
    """
    spans = document.get("spans", [])
    return Asked(
        lifter=Lifter(
            mass_kg=document["mass_kg"], height_m=document["height_m"], sex=document["sex"]
        ),
        load_kg=document["load_kg"],
        style=document["style"],
        plate_mm=document["plate_mm"],
        spans=tuple((float(begin), float(end)) for begin, end in spans),
    )


def _earlier(document: Mapping[str, Any]) -> Earlier:
    return Earlier(
        name=str(document["name"]),
        changes=tuple(document["changes"]),
        speeds=tuple(document["speeds"]),
    )
