"""Pictures and a film's own sound into an MP4 that browsers play: same times, upright."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from backspotter.errors import InputError
from backspotter.exports.film_drawing import Pixels
from backspotter.lift.film import Film
from backspotter.lift.film_facts import film_stream, opened

if TYPE_CHECKING:
    from av.packet import Packet

CLOCK: Final = 90_000
"""Ticks a second of the film's time stamps."""

COPIED: Final = frozenset({"aac", "mp3", "opus", "alac", "ac3", "eac3"})
"""Kinds of sound that an MP4 may hold; others are encoded again."""

AAC_RATE: Final = 44_100

LOOKS: Final = {
    "libx264": {"preset": "veryfast", "crf": "23", "x264-params": "mbtree=0"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0"},
    "mpeg4": {"q": "4"},
}
"""How each kind of video is written, the one that most browsers play first. x264's tree of
macroblocks reads beyond its memory in narrow pictures."""


class FilmWriter:
    """Writes one film beside its name and puts it in place when it is whole; else nothing is left.

    Pictures (height, width, 3) are ``film.size``; sound is that of the film they are from, if it is
    wanted. ``keyframe_every`` so many pictures one is whole; left to the encoder without it.
    """

    def __init__(
        self,
        film: Film,
        to: Path,
        *,
        threads: int = 2,
        sound: bool = True,
        keyframe_every: int | None = None,
    ) -> None:
        import av

        self.to, self.part = to, to.with_name(to.name + ".part")
        width, height = film.size
        self.odd = (height % 2, width % 2)
        options = {"movflags": "faststart"}
        self.container = av.open(str(self.part), "w", format="mp4", options=options)
        looks = {} if keyframe_every is None else {"g": str(keyframe_every)}
        self.video = self._video(width + width % 2, height + height % 2, film, threads, looks)
        self.sound = _Sound(self.container, film, wanted=sound)

    def _video(
        self, width: int, height: int, film: Film, threads: int, looks: dict[str, str]
    ) -> Any:
        name = encoder()
        rate = Fraction(film.facts.frame_rate).limit_denominator(1001)
        stream: Any = self.container.add_stream(name, rate=rate, options={**LOOKS[name], **looks})
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

    for name in LOOKS:
        with suppress(UnknownCodecError):
            Codec(name, "w")
            return name
    return next(reversed(LOOKS))


class _Sound:
    """The film's sound, put in as far as the picture has come; none where none can be read."""

    def __init__(self, container: Any, film: Film, *, wanted: bool) -> None:
        self.container, self.film = container, film
        self.packets: Iterator[Packet[Any]] = iter(())
        self.waiting: Packet[Any] | None = None
        if wanted and film.facts.sound and not film.facts.speed_edits:
            self.packets = self._read()
            self.waiting = self._next()

    def _next(self) -> Packet[Any] | None:
        """The next packet; a sound that breaks off is no reason to have no film."""
        from av.error import FFmpegError

        try:
            return next(self.packets, None)
        except (FFmpegError, InputError):
            return None

    def _read(self) -> Iterator[Packet[Any]]:
        """Packets of the first sound stream that can be read, timed from the first picture."""
        with opened(self.film.path) as source:
            pictures = film_stream(source, self.film.path)
            start_s = float((pictures.start_time or 0) * (pictures.time_base or 0))
            heard: Any = source.streams.audio
            given = next((stream for stream in heard if stream.codec_context), None)
            if given is None:
                return
            copied = given.codec_context.name in COPIED
            way = self._copied if copied else self._again
            yield from way(source, given, start_s)

    def _copied(self, source: Any, given: Any, start_s: float) -> Iterator[Packet[Any]]:
        stream = self.container.add_stream_from_template(given)
        for packet in source.demux(given):
            if packet.pts is None or packet.size == 0:
                continue
            packet.pts -= round(start_s / packet.time_base)
            if packet.pts >= 0:
                packet.dts, packet.stream = packet.pts, stream
                yield packet

    def _again(self, source: Any, given: Any, start_s: float) -> Iterator[Packet[Any]]:
        """The same sound as AAC."""
        import av

        stream = self.container.add_stream("aac", rate=AAC_RATE, layout="stereo")
        fitted = av.AudioResampler(format="fltp", layout="stereo", rate=AAC_RATE)
        for frame in source.decode(given):
            if frame.time is None or frame.time < start_s:
                continue
            frame.pts -= round(start_s / frame.time_base)
            for part in fitted.resample(frame):
                yield from stream.encode(part)
        yield from stream.encode()

    def until(self, t_s: float) -> None:
        """Puts in what sounds up to this time [s]."""
        while self.waiting is not None and _begins_s(self.waiting) <= t_s:
            self.container.mux(self.waiting)
            self.waiting = self._next()

    def close(self) -> None:
        """Lets go of the film read from."""
        close = getattr(self.packets, "close", None)
        if close:
            close()


def _begins_s(packet: Packet[Any]) -> float:
    return float((packet.pts or 0) * (packet.time_base or 0))
