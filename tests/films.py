"""Small films made on the spot: a bright square that moves right, one picture a time given."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np

CLOCK = 90_000
QUARTERS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def square_at(number, of, width=192, height=128):
    """Dark, with a bright red square of 16 pixels whose left edge moves right."""
    picture = np.full((height, width, 3), 40, np.uint8)
    left = round((width - 16) * number / max(of - 1, 1))
    picture[40:56, left : left + 16] = (220, 60, 60)
    return picture


def film_of(
    out: Path,
    *,
    times_s=tuple(n / 30 for n in range(24)),
    codec="libx264",
    pix_fmt="yuv420p",
    size=(192, 128),
    options=None,
    sound=False,
    color_trc=None,
    picture=square_at,
    encoded=None,
):
    """Writes a film whose frames have exactly these times (to a tick of a 90 kHz clock).

    ``options`` are those of the file, ``encoded`` those of the encoder.
    """
    import av

    with av.open(str(out), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.options = encoded or {}
        context = stream.codec_context
        context.time_base, context.thread_count = Fraction(1, CLOCK), 1
        if color_trc is not None:
            context.color_trc = color_trc
        if not times_s:
            container.start_encoding()
        noise = container.add_stream("aac", rate=44_100) if sound else None
        for number, t_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(picture(number, len(times_s), *size), format="rgb24")
            frame.pts, frame.time_base = round(t_s * CLOCK), Fraction(1, CLOCK)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if noise is not None:
            _hum(container, noise)
    return out


def sound_only(out: Path):
    import av

    with av.open(str(out), "w") as container:
        _hum(container, container.add_stream("aac", rate=44_100))
    return out


def _hum(container, stream):
    import av

    hum = np.sin(np.arange(44_100) / 20).astype(np.float32)[None]
    frame = av.AudioFrame.from_ndarray(hum, format="fltp", layout="mono")
    frame.rate = 44_100
    container.mux(stream.encode(frame))
    container.mux(stream.encode())


def turned(film: Path, degrees: int):
    """Says in the header that the picture is to be turned clockwise for showing."""
    content = bytearray(film.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    a, b, c, d = QUARTERS[degrees]
    one = 1 << 16
    struct.pack_into(">9i", content, at, a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    film.write_bytes(content)
    return film


def claims_seconds(film: Path, seconds: float):
    """Says in both headers, of the film and of its track, that the film lasts this long."""
    content = bytearray(film.read_bytes())
    for header in (b"mvhd", b"mdhd"):
        at = content.index(header) + 4
        (clock,) = struct.unpack_from(">I", content, at + 12)
        struct.pack_into(">I", content, at + 16, min(round(seconds * clock), 2**32 - 1))
    film.write_bytes(content)
    return film


def edited(film: Path, *, speed: float):
    """Sets the speed of the (only) edit of a film."""
    content = bytearray(film.read_bytes())
    at = content.index(b"elst") + 4
    struct.pack_into(">i", content, at + 8 + 8, round(speed * 65536))
    film.write_bytes(content)
    return film
