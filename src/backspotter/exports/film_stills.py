"""Single pictures of a film as JPEG, cut out around the lifter."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np

from backspotter.exports.film_drawing import Floats, Pixels

QUALITY: Final = 4
"""Of JPEG as FFmpeg counts it: 2 is best, 31 worst."""

MARGIN: Final = 0.18
"""Room left around the lifter, as a share of what is seen of them."""

LEAST_SIDE: Final = 160


def jpeg(picture: Pixels) -> bytes:
    """A picture (height, width, 3) as a JPEG file."""
    import av

    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    context: Any = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuvj420p"
    context.time_base = Fraction(1, 25)
    context.options = {"qmin": str(QUALITY), "qmax": str(QUALITY)}
    even = np.ascontiguousarray(picture[:height, :width])
    frame = av.VideoFrame.from_ndarray(even, format="rgb24").reformat(format="yuvj420p")
    packets = [*context.encode(frame), *context.encode(None)]
    return b"".join(bytes(packet) for packet in packets)


def enlarged(picture: Pixels, times: float) -> Pixels:
    """A copy of the picture, as many times as large."""
    import av

    height, width = (round(side * times) for side in picture.shape[:2])
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    large = frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="BICUBIC")
    return np.array(large, np.uint8)


def around(points: Floats, size: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns that hold the points (n, 2) with some room, at least 160 px each way."""
    seen = points[np.isfinite(points).all(axis=1)]
    if not len(seen):
        return slice(0, size[1]), slice(0, size[0])
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = MARGIN * float((high - low).max())
    x, y = (_span(low[n] - room, high[n] + room, size[n]) for n in (0, 1))
    return y, x


def _span(low: float, high: float, size: int) -> slice:
    short = max(LEAST_SIDE - (high - low), 0) / 2
    return slice(max(int(low - short), 0), min(int(np.ceil(high + short)), size))
