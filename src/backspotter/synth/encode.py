"""Pictures and their times into an mp4 file: exact times, rotation, codecs, sound.

One thread encodes, so that the same pictures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Pixels
from backspotter.synth.recording import Recording
from backspotter.synth.timeline import CLOCK, ticks

if TYPE_CHECKING:
    from av.container import OutputContainer

ENCODERS: Final = {"h264": "libx264", "hevc": "libx265"}
TAGS: Final = {"h264": "avc1", "hevc": "hvc1"}
"""What players look for; Apple's play no HEVC under another name."""

FORMATS: Final = {8: "yuv420p", 10: "yuv420p10le"}
PRESET: Final = "veryfast"
OWN: Final = {
    "h264": ("x264-params", "mbtree=0"),
    "hevc": ("x265-params", "log-level=none:pools=none:frame-threads=1"),
}
"""x265 starts threads of its own. x264's tree of macroblocks reads beyond its memory in narrow
pictures: bytes then differed from run to run (seen at 96 by 64 pixels, with one thread)."""

OF_LIMIT: Final = 0.9
"""Share of a size limit that is planned for: the rest is for headers and bursts."""

SOUND_RATE: Final = 44_100
CHUNK: Final = 1024
HUM_HZ, HUM = 120.0, 0.02
"""Of the quiet hum that stands for a gym's sound."""


def check_encoder() -> None:
    """Raises InputError where the encoder is not installed."""
    try:
        import av  # noqa: F401
    except ImportError:
        raise InputError(
            "synth",
            given="no encoder",
            expected="the package av",
            do="install it: make setup-synth",
        ) from None


def encode(pictures: Iterable[Pixels], times_s: Floats, recording: Recording, to: Path) -> None:
    """Writes displayed pictures (height, width, 3), shown at these times (n,) [s].

    Raises
    ------
    ValueError : fewer or more pictures than times
    """
    import av

    with av.open(str(to), "w", format="mp4") as container:
        film = _Film(container, recording, times_s)
        for number, picture in zip(range(len(times_s)), pictures, strict=True):
            film.add(number, picture)
        film.end()


class _Film:
    """One video stream, and a sound stream that keeps up with it."""

    def __init__(self, container: OutputContainer, recording: Recording, times_s: Floats) -> None:
        self.container, self.recording, self.ticks = container, recording, ticks(times_s)
        usual = round(CLOCK / recording.rate)
        self.lasts = np.diff(self.ticks, append=self.ticks[-1] + usual)
        self.seconds = float(self.ticks[-1] + usual) / CLOCK
        self.video = self._video_stream()
        self.sound = _Sound(container) if recording.sound else None

    def _video_stream(self) -> Any:
        recording = self.recording
        stream: Any = self.container.add_stream(
            ENCODERS[recording.codec],
            rate=recording.rate,
            options=_options(recording, self.seconds),
        )
        width, height = recording.width, recording.height
        stream.width, stream.height = (height, width) if recording.is_turned else (width, height)
        stream.pix_fmt = FORMATS[recording.bits]
        context = stream.codec_context
        context.time_base, context.thread_count = Fraction(1, CLOCK), 1
        context.codec_tag = TAGS[recording.codec]
        if recording.rotation:
            stream.set_display_rotation(-recording.rotation)
        return stream

    def add(self, number: int, picture: Pixels) -> None:
        import av

        stored = np.ascontiguousarray(np.rot90(picture, self.recording.rotation // 90))
        frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
        frame.pts, frame.time_base = int(self.ticks[number]), Fraction(1, CLOCK)
        frame.duration = int(self.lasts[number])
        self.container.mux(self.video.encode(frame))
        if self.sound:
            self.sound.until(float(self.ticks[number]) / CLOCK)

    def end(self) -> None:
        self.container.mux(self.video.encode())
        if self.sound:
            self.sound.until(self.seconds)
            self.sound.end()


class _Sound:
    """A quiet hum, written as far as the picture has come."""

    def __init__(self, container: OutputContainer) -> None:
        self.container, self.done = container, 0
        self.stream: Any = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
        self.stream.codec_context.thread_count = 1

    def until(self, t_s: float) -> None:
        import av

        while self.done < t_s * SOUND_RATE:
            at = (self.done + np.arange(CHUNK)) / SOUND_RATE
            wave = (HUM * np.sin(2 * np.pi * HUM_HZ * at)).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(wave[None], format="fltp", layout="mono")
            frame.sample_rate, frame.time_base = SOUND_RATE, Fraction(1, SOUND_RATE)
            frame.pts = self.done
            self.container.mux(self.stream.encode(frame))
            self.done += CHUNK

    def end(self) -> None:
        self.container.mux(self.stream.encode())


def _options(recording: Recording, seconds: float) -> dict[str, str]:
    """What the encoder is told; with a size limit, its bit rate never passes what fits."""
    found = {"preset": PRESET}
    if recording.kbps is None:
        found["crf"] = f"{recording.crf:g}"
    else:
        found["b"] = f"{recording.kbps:.0f}k"
    if recording.most_kb is not None:
        most = f"{OF_LIMIT * recording.most_kb * 8 / (seconds + 1):.0f}k"
        found |= {"maxrate": most, "bufsize": most}
    return found | dict([OWN[recording.codec]])
