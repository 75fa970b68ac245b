"""Ways in which films are grouped, so that a mean hides nobody: view, clothing, body and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backspotter.scoring.documents import Part

NOT_SAID: Final = "not said"
YAWS: Final = ((10.0, "0 to 10°"), (20.0, "10 to 20°"), (30.0, "20 to 30°"), (1e9, "30° and more"))
RATES: Final = (
    (28.0, "under 28 a second"),
    (31.0, "about 30 a second"),
    (61.0, "50 to 60 a second"),
    (1e9, "over 60 a second"),
)
BUILDS: Final = ((25.0, "under 25 kg/m²"), (1e9, "25 kg/m² and more"))
"""By body mass index."""


def groups(document: Part) -> dict[str, str]:
    """The group of a film for each way of grouping."""
    return {way: _in_group(of, document) for way, of in WAYS.items()}


def off_the_side(yaw_deg: float) -> float:
    """How far a camera is from either pure side view, 0 to 90 [deg]."""
    return abs((yaw_deg + 90.0) % 180.0 - 90.0)


def in_order(way: str, found: set[str]) -> list[str]:
    """The groups of a way that there are, in the order in which one reads them."""
    known = [name for _, name in ORDERED.get(way, ())]
    return sorted(found, key=lambda name: (known.index(name) if name in known else 99, name))


def _in_group(of: Callable[[Part], str | None], document: Part) -> str:
    found = of(document)
    return NOT_SAID if found is None else found


def _yaw(document: Part) -> str | None:
    yaw = _number(document, "camera", "yaw_deg")
    return None if yaw is None else _up_to(YAWS, off_the_side(yaw))


def _clothing(document: Part) -> str | None:
    if "lifter" not in document or "clothing" not in document["lifter"]:
        return None
    return document["lifter"]["clothing"].words()


def _body(document: Part) -> str | None:
    mass, height = (_number(document, "lifter", name) for name in ("mass_kg", "height_m"))
    if mass is None or not height or "sex" not in document["lifter"]:
        return None
    return f"{document['lifter']['sex'].words()}, {_up_to(BUILDS, mass / height**2)}"


def _rate(document: Part) -> str | None:
    fps = _number(document, "film", "fps")
    return None if fps is None else _up_to(RATES, fps)


def _style(document: Part) -> str | None:
    return document["style"].words() if "style" in document else None


def _number(document: Part, part: str, name: str) -> float | None:
    if part not in document or name not in document[part]:
        return None
    return document[part][name].number()


def _up_to(pieces: tuple[tuple[float, str], ...], value: float) -> str:
    return next(name for end, name in pieces if value < end)


WAYS: Final[dict[str, Callable[[Part], str | None]]] = {
    "view": _yaw,
    "clothing": _clothing,
    "body": _body,
    "frame rate": _rate,
    "style": _style,
}
ORDERED: Final = {"view": YAWS, "frame rate": RATES}
