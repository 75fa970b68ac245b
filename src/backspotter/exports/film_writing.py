"""Pictures and a film's own sound into an MP4 that browsers play: same times, upright."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from backspotter.exports.film_drawing import Pixels
from backspotter.lift.film import Film
from backspotter.lift.film_facts import film_stream, opened

if TYPE_CHECKING:
    from av.packet import Packet

CLOCK: Final = 90_000
"""Ticks a second of the film's time stamps."""

COPIED: Final = frozenset({"aac", "mp3", "opus", "alac", "ac3", "eac3"})
"""Kinds of sound that an MP4 may hold; others are encoded again."""

LOOKS: Final = {
    "libx264": {"preset": "veryfast", "crf": "23", "x264-params": "mbtree=0"},
    "mpeg4": {"q": "4"},
}
"""x264's tree of macroblocks reads beyond its memory in narrow pictures."""


class FilmWriter:
    """Writes one film beside its name and puts it in place when it is whole; else nothing is left.

    Pictures (height, width, 3) are ``film.size``; sound is that of the film they are from.
    """

    def __init__(self, film: Film, to: Path, *, threads: int = 2) -> None:
        import av

        self.to, self.part = to, to.with_name(to.name + ".part")
        width, height = film.size
        self.odd = (height % 2, width % 2)
        options = {"movflags": "faststart"}
        self.container = av.open(str(self.part), "w", format="mp4", options=options)
        self.video = self._video(width + width % 2, height + height % 2, film, threads)
        self.sound = _Sound(self.container, film)

    def _video(self, width: int, height: int, film: Film, threads: int) -> Any:
        name = encoder()
        rate = Fraction(film.facts.frame_rate).limit_denominator(1001)
        stream: Any = self.container.add_stream(name, rate=rate, options=LOOKS[name])
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, CLOCK)
        stream.codec_context.thread_count = threads
        return stream

    def add(self, t_s: float, picture: Pixels) -> None:
        """The picture shown at this time [s]; times increase."""
        import av

        if any(self.odd):
            picture = np.pad(picture, ((0, self.odd[0]), (0, self.odd[1]), (0, 0)), mode="edge")
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts, frame.time_base = round(t_s * CLOCK), Fraction(1, CLOCK)
        self.container.mux(self.video.encode(frame))
        self.sound.until(t_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.container.mux(self.video.encode())
                self.sound.until(float("inf"))
        finally:
            self.sound.close()
            self.container.close()
            if kind is not None:
                self.part.unlink(missing_ok=True)
        if kind is None:
            self.part.replace(self.to)


def encoder() -> str:
    """The first kind of video that can be written here."""
    from av.codec import Codec
    from av.codec.codec import UnknownCodecError

    try:
        Codec("libx264", "w")
    except UnknownCodecError:
        return "mpeg4"
    return "libx264"


class _Sound:
    """The film's sound, copied as far as the picture has come; none where it has none."""

    def __init__(self, container: Any, film: Film) -> None:
        self.container, self.film = container, film
        self.waiting: Packet[Any] | None = None
        self.packets: Iterator[Packet[Any]] = iter(())
        self.stream: Any = None
        if film.facts.sound and not film.facts.speed_edits:
            self.packets = self._read()
            self.waiting = next(self.packets, None)

    def _read(self) -> Iterator[Packet[Any]]:
        """Packets of the first sound stream, timed from the film's first picture."""
        with opened(self.film.path) as source:
            begins = film_stream(source, self.film.path)
            start_s = float((begins.start_time or 0) * (begins.time_base or 0))
            given: Any = source.streams.audio[0]
            if given.codec_context.name not in COPIED:
                yield from self._again(source, given, start_s)
                return
            self.stream = self.container.add_stream_from_template(given)
            for packet in source.demux(given):
                if packet.pts is None or packet.size == 0:
                    continue
                shift = round(start_s / packet.time_base)
                if packet.pts < shift:
                    continue
                packet.pts -= shift
                packet.dts = packet.pts
                packet.stream = self.stream
                yield packet

    def _again(self, source: Any, given: Any, start_s: float) -> Iterator[Packet[Any]]:
        """The same sound as AAC."""
        self.stream = self.container.add_stream("aac", rate=given.rate, layout="stereo")
        for frame in source.decode(given):
            if frame.time is None or frame.time < start_s:
                continue
            frame.pts -= round(start_s / frame.time_base)
            yield from self.stream.encode(frame)
        yield from self.stream.encode()

    def until(self, t_s: float) -> None:
        """Puts in what sounds up to this time [s]."""
        while self.waiting is not None and _begins_s(self.waiting) <= t_s:
            self.container.mux(self.waiting)
            self.waiting = next(self.packets, None)

    def close(self) -> None:
        """Lets go of the film read from."""
        close = getattr(self.packets, "close", None)
        if close:
            close()


def _begins_s(packet: Packet[Any]) -> float:
    return float((packet.pts or 0) * (packet.time_base or 0))
