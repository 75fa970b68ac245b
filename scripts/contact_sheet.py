"""Three moments of each film in a folder, on one picture: lift-off, half way and the top.

    python scripts/contact_sheet.py FOLDER OUT.png

The moments are of the first repetition that the truth beside a film knows. Exit code 2: no films
with their truth, or a file that cannot be read or written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from backspotter.errors import BackspotterError, InputError
from backspotter.lift.film import Film
from backspotter.scoring.truth import ENDING
from backspotter.synth.arrays import Pixels
from backspotter.synth.lens import captioned

COMMAND: Final = "python scripts/contact_sheet.py"
SIDE_PX: Final = 240
"""Longer side of one moment's picture."""

ABREAST: Final = 3
"""Films beside each other."""

MOMENTS: Final = 3
GREY: Final = 235


def sheet(folder: Path) -> Pixels:
    """All films of a folder, in order of name (H, W, 3).

    Raises
    ------
    InputError : no film with its truth, or one that cannot be read
    """
    films = [file.with_name(file.name.removesuffix(ENDING)) for file in _truths(folder)]
    strips = [strip(film.with_suffix(".mp4")) for film in films]
    empty = np.full_like(strips[0], GREY)
    strips += [empty] * (-len(strips) % min(ABREAST, len(strips)))
    wide = min(ABREAST, len(strips))
    rows = [np.hstack(strips[at : at + wide]) for at in range(0, len(strips), wide)]
    return np.vstack(rows)


def _truths(folder: Path) -> list[Path]:
    found = sorted(folder.glob(f"*{ENDING}"))
    if not found:
        given = f"{folder}, without NAME{ENDING}"
        raise InputError("folder", given=given, expected="films with their truth")
    return found


def strip(film: Path) -> Pixels:
    """The moments of one film beside each other, its name over them (H, W, 3)."""
    truth = json.loads(film.with_suffix(ENDING).read_text(encoding="utf-8"))
    pictures = [_square(picture) for picture in at(film, moments(truth))]
    pictures[0] = captioned(pictures[0], [film.stem])
    return np.hstack(pictures)


def moments(truth: dict[str, Any]) -> list[float]:
    """Lift-off, half way and the top of the first repetition [s]; the film's thirds without one."""
    for rep in truth["reps"]:
        if rep["lift_off_s"] is not None and rep["lockout_s"] is not None:
            return list(np.linspace(rep["lift_off_s"], rep["lockout_s"], MOMENTS))
    times = truth["film"]["times_s"]
    return list(np.linspace(times[0], times[-1], MOMENTS))


def at(film: Path, when_s: Sequence[float]) -> Iterator[Pixels]:
    """The frames shown at these moments, which rise [s]."""
    left = list(when_s)
    picture = None
    for frame in Film(film, longest_px=SIDE_PX).frames():
        while left and picture is not None and frame.t_s > left[0]:
            yield picture
            left.pop(0)
        picture = frame.picture
        if not left:
            return
    yield from (picture for _ in left if picture is not None)


def _square(picture: Pixels) -> Pixels:
    """In the middle of a square of its own."""
    found = np.full((SIDE_PX, SIDE_PX, 3), GREY, np.uint8)
    height, width = picture.shape[:2]
    y, x = (SIDE_PX - height) // 2, (SIDE_PX - width) // 2
    found[y : y + height, x : x + width] = picture
    return found


def png(picture: Pixels) -> bytes:
    """A picture (H, W, 3) as a PNG file."""
    context: Any = av.CodecContext.create("png", "w")
    context.height, context.width = picture.shape[:2]
    context.pix_fmt, context.time_base = "rgb24", Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    packets: Iterable[Any] = [*context.encode(frame), *context.encode(None)]
    return b"".join(bytes(packet) for packet in packets)


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 2:
        print(f"{COMMAND}: expected a folder of films and a file to write", file=sys.stderr)
        return 2
    folder, out = Path(arguments[0]), Path(arguments[1])
    try:
        picture = sheet(folder)
        out.write_bytes(png(picture))
    except BackspotterError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return 2
    print(f"{out}: {picture.shape[1]} × {picture.shape[0]} pixels")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
