"""Films decoded one frame at a time: true times, upright pictures of a working size.

Nothing is kept, so memory does not grow with length. Times come from the film's own stamps and
never from a frame rate; 0 is the first frame shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.ahead import made_ahead
from backspotter.lift.arrays import Pixels
from backspotter.lift.film_facts import (
    FilmFacts,
    Stamps,
    check_stamps,
    film_stream,
    not_a_film,
    opened,
    rates,
    stamps,
    taken_rate,
)
from backspotter.lift.film_light import light_curve, plain_picture

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

WORKING_PX: Final = 1280
"""Longest side of the pictures handed out, unless asked otherwise."""

AHEAD: Final = 3
"""Pictures decoded before they are asked for."""

MOST_LOST: Final = 0.1
"""Share of packets that may fail to decode before the film is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture, upright and of working size, and when it was taken [s]."""

    index: int
    t_s: float
    picture: Pixels


class Film:
    """One film, to be gone through as often as is needed.

    ``size`` is (width, height) of the pictures handed out; ``scale`` times a place in them is the
    place in the displayed picture [px/px]. ``lost`` counts the packets of the last time through
    that could not be decoded.
    """

    lost: int

    def __init__(self, path: Path | str, *, longest_px: int = WORKING_PX, threads: int = 2) -> None:
        """Looks at the header, all time stamps and the first frame.

        Raises
        ------
        InputError : not a film, no frames, a still, too long, too large, too small, broken off
        """
        self.path = Path(path)
        self._threads = threads
        with opened(self.path) as container:
            stream = film_stream(container, self.path)
            self._stamps = stamps(container, stream, self.path)
            check_stamps(self.path, container, stream, self._stamps)
        first = self._first()
        with opened(self.path) as container:
            self.facts = _facts(container, self.path, self._stamps, first)
            self._in_order_only = container.format.name == "avi"
        longest = max(self.facts.width, self.facts.height)
        self.scale = max(longest / longest_px, 1.0)
        self.size = (
            round(self.facts.width / self.scale),
            round(self.facts.height / self.scale),
        )
        self._turns = self.facts.rotation // 90
        self._start = self._stamp(first) or 0

    def frames(self) -> Iterator[Frame]:
        """Every frame in turn, decoded a few ahead; one whose time does not go on is left out.

        Raises
        ------
        InputError : too much of it cannot be decoded
        """
        return made_ahead(self._frames(), AHEAD)

    def _frames(self) -> Iterator[Frame]:
        step = 1 / self.facts.frame_rate
        last, index = -step, 0
        for decoded in self._decoded():
            stamp = self._stamp(decoded)
            t_s = last + step if stamp is None else self._time(stamp, decoded)
            if t_s <= last:
                continue
            yield Frame(index=index, t_s=max(t_s, 0.0), picture=self._picture(decoded))
            last, index = t_s, index + 1

    def _stamp(self, frame: VideoFrame) -> int | None:
        """When it is shown; AVI knows only the order of decoding, and its guesses jump."""
        return frame.dts if self._in_order_only else frame.pts

    def _time(self, stamp: int, frame: VideoFrame) -> float:
        return float((stamp - self._start) * (frame.time_base or 0))

    def _first(self) -> VideoFrame:
        for frame in self._decoded():
            return frame
        raise not_a_film(self.path, ValueError("nothing decodes"))

    def _decoded(self) -> Iterator[VideoFrame]:
        """What the decoder gives; packets it cannot read are passed over, up to a limit."""
        from av.error import FFmpegError

        self.lost = 0
        with opened(self.path) as container:
            stream = film_stream(container, self.path)
            stream.thread_type = "AUTO"
            stream.codec_context.thread_count = self._threads
            for packet in container.demux(stream):
                try:
                    yield from packet.decode()
                except FFmpegError:
                    self.lost += 1
                    self._check_lost()

    def _check_lost(self) -> None:
        if self.lost > max(MOST_LOST * self._stamps.packets, 3):
            given = f"{self.path.name} (damaged: {self.lost} frames cannot be read)"
            raise InputError("film", given=given, expected="a whole film", do="copy it again")

    def _picture(self, frame: VideoFrame) -> Pixels:
        width, height = self.size if self._turns % 2 == 0 else self.size[::-1]
        if self.facts.light == "plain":
            picture: Any = frame.to_ndarray(format="rgb24", width=width, height=height)
        else:
            deep: Any = frame.to_ndarray(format="rgb48le", width=width, height=height)
            picture = plain_picture(deep, self.facts.light)
        return np.ascontiguousarray(np.rot90(picture, -self._turns))


def _facts(container: InputContainer, path: Path, seen: Stamps, first: VideoFrame) -> FilmFacts:
    stream = film_stream(container, path)
    nominal = float(stream.average_rate or stream.guessed_rate or 0) or 30.0
    rate, variable = rates(seen, nominal)
    turn = round(-first.rotation / 90) % 4 * 90
    width, height = _square_pixels(stream, first)
    return FilmFacts(
        width=width if turn % 180 == 0 else height,
        height=height if turn % 180 == 0 else width,
        duration_s=_duration_s(seen, rate),
        frames=max(len(seen.times_s), seen.missing),
        frame_rate=rate,
        nominal_rate=nominal,
        variable=variable,
        rotation=turn,
        codec=stream.codec_context.name,
        bits=_bits(first),
        light=light_curve(first.color_trc),
        sound=bool(container.streams.audio),
        taken_rate=taken_rate(container, stream),
        missing_times=seen.missing,
        repeated_times=seen.repeated,
        out_of_order=seen.out_of_order,
        speed_edits="ignore_editlist" in container.options,
    )


def _duration_s(seen: Stamps, rate: float) -> float:
    if len(seen.times_s) < 2:
        return seen.packets / rate
    return float(seen.times_s[-1] - seen.times_s[0]) + 1 / rate


def _bits(frame: VideoFrame) -> int:
    return max(component.bits for component in frame.format.components)


def _square_pixels(stream: VideoStream, first: VideoFrame) -> tuple[int, int]:
    """Stored width and height, the width as it is with square pixels."""
    ratio: Any = stream.sample_aspect_ratio or 1
    return round(first.width * float(ratio)), first.height
