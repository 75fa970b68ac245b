"""What kind of film it is, from its header and the time stamps of its packets; what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.film_edits import plays_at_another_speed

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

FORMATS: Final = "mov,matroska,avi,mpegts,flv,asf,mpeg,gif,ogg,h264,hevc"
"""Kinds of file that are opened; none of them can name another file or a server."""

MOST_SECONDS: Final = 600.0
MOST_FRAMES: Final = 144_000
MOST_PIXELS: Final = 4096 * 2304
LEAST_SIDE: Final = 96
LEAST_FRAMES: Final = 8
MOST_RATE: Final = 1000.0

BROKEN_OFF: Final = 0.9
"""A film with less than this share of the frames it promises was not copied whole."""

UNEVEN: Final = 0.2
"""A gap between frames this much off the median makes the rate variable."""

SPARE_S: Final = 0.5
"""By which a header may be wrong about the length before it counts."""

STILLS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\x00", b"MM\x00*")
"""How JPEG, PNG, BMP and TIFF files begin."""

ANY_FILM: Final = "one set, filmed from the side (MP4, MOV, MKV or WebM)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFacts:
    """One film, as it is shown.

    ``width`` and ``height`` are those of the displayed picture [px]; ``rotation`` is how far the
    stored picture is turned for it, clockwise [deg]. ``frame_rate`` is measured from time stamps,
    ``nominal_rate`` is what the file says [1/s]. ``taken_rate`` is the rate of taking where the
    phone wrote it down: above ``frame_rate`` it is slow motion, and ``slowed`` says how many times.
    """

    width: int
    height: int
    duration_s: float
    frames: int
    frame_rate: float
    nominal_rate: float
    variable: bool
    rotation: int
    codec: str
    bits: int
    light: str
    sound: bool
    taken_rate: float | None
    missing_times: int
    repeated_times: int
    out_of_order: int
    speed_edits: bool

    @property
    def slowed(self) -> float:
        """How many times slower it is shown than it was taken; 1 where nothing says so."""
        if self.taken_rate is None or self.taken_rate < 1.5 * self.frame_rate:
            return 1.0
        return self.taken_rate / self.frame_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """Time stamps of all packets that are shown, in the order of time."""

    times_s: np.ndarray[Any, np.dtype[np.float64]]
    packets: int
    missing: int
    repeated: int
    out_of_order: int


def refuse_missing(film: Path) -> None:
    """Raise where there is no such file.

    Raises
    ------
    InputError : it is not there, or is a folder
    """
    try:
        is_there = film.is_file()
    except OSError:  # a name that no file can have
        is_there = False
    if not is_there:
        raise InputError("film", given=str(film), expected="a file that is there")


@contextmanager
def opened(film: Path) -> Iterator[InputContainer]:
    """The file opened and closed again.

    Raises
    ------
    InputError : one line that says why it is none of ours, also for what the reader gives up on
        later, while it is open
    """
    refuse_missing(film)
    av = _av()
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    if plays_at_another_speed(film):
        options["ignore_editlist"] = "1"
    try:
        with av.open(f"file:{film}", "r", options=options, metadata_errors="replace") as container:
            yield container
    except (av.error.FFmpegError, OSError) as error:
        raise not_a_film(film, error) from None


def _av() -> Any:
    try:
        import av
    except ImportError:
        expected, do = "the package av", "install it: pip install 'backspotter[film]'"
        raise InputError("film", given="no decoder", expected=expected, do=do) from None
    return av


def not_a_film(film: Path, error: Exception) -> InputError:
    """The one line for a file that the decoder gives up on."""
    if isinstance(error, PermissionError):
        return InputError("film", given=str(film), expected="a file that may be read")
    if film.stat().st_size == 0:
        return _refused(film, "empty", ANY_FILM)
    if _begins(film).startswith(STILLS):
        return _refused(film, "a still picture", ANY_FILM)
    do = "if it plays elsewhere, copy it again"
    return InputError("film", given=f"{film.name} (not a whole film)", expected=ANY_FILM, do=do)


def _begins(film: Path) -> bytes:
    with film.open("rb") as file:
        return file.read(16)


def film_stream(container: InputContainer, film: Path) -> VideoStream:
    """The moving picture, within limits of size and length; a cover picture is none."""
    moving = [s for s in container.streams.video if not int(s.disposition) & _still()]
    if not moving:
        raise _refused(film, "no moving picture in it", ANY_FILM)
    stream = moving[0]
    context = stream.codec_context
    _check_size(film, context.width, context.height)
    claimed = max(_claimed_s(container, stream))
    if claimed > MOST_SECONDS:
        raise _too_long(film, claimed)
    return stream


def _still() -> int:
    from av.stream import Disposition

    return int(Disposition.attached_pic) | int(Disposition.timed_thumbnails)


def _claimed_s(container: InputContainer, stream: VideoStream) -> tuple[float, float]:
    of_stream = float((stream.duration or 0) * (stream.time_base or 0))
    return (container.duration or 0) / 1e6, of_stream


def _check_size(film: Path, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        expected = "at most 4096 × 2304 pixels"
        raise _refused(film, f"{width} × {height} pixels", expected, "save it as 4K or smaller")
    if min(width, height) < LEAST_SIDE:
        raise _refused(film, f"{width} × {height} pixels", f"at least {LEAST_SIDE} pixels a side")


def stamps(container: InputContainer, stream: VideoStream, film: Path) -> Stamps:
    """Reads every packet's time stamp, without decoding; stops at the limits."""
    base = float(stream.time_base or 0)
    times: list[float] = []
    missing = packets = out_of_order = 0
    last_decoding = -np.inf
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        packets += 1
        if packets > MOST_FRAMES:
            raise _refused(film, f"over {MOST_FRAMES} frames", f"at most {MOST_FRAMES}")
        if packet.dts is not None:
            out_of_order += packet.dts < last_decoding
            last_decoding = packet.dts
        if packet.pts is None:
            missing += 1
        elif not packet.is_discard:
            times.append(packet.pts * base)
    shown = np.sort(np.asarray(times, dtype=np.float64))
    apart = np.unique(shown)
    return Stamps(
        times_s=apart,
        packets=packets,
        missing=missing,
        repeated=len(shown) - len(apart),
        out_of_order=out_of_order,
    )


def check_stamps(film: Path, container: InputContainer, stream: VideoStream, seen: Stamps) -> None:
    """Raises for a still, a film too long, and one that breaks off."""
    if seen.packets == 0:
        raise _refused(film, "no frames in it", ANY_FILM)
    if seen.packets == 1:
        raise _refused(film, "a still picture", ANY_FILM)
    if seen.packets < LEAST_FRAMES:
        raise _refused(film, f"{seen.packets} frames", f"at least {LEAST_FRAMES} frames")
    if len(seen.times_s) and seen.times_s[-1] - seen.times_s[0] > MOST_SECONDS:
        raise _too_long(film, float(seen.times_s[-1] - seen.times_s[0]))
    _check_whole(film, container, stream, seen)


def _check_whole(film: Path, container: InputContainer, stream: VideoStream, seen: Stamps) -> None:
    """MP4 counts its frames; the other kinds say only how long they are."""
    if container.format.name.startswith("mov"):
        whole, there, unit = float(stream.frames), float(seen.packets), "frames"
        broken = there < BROKEN_OFF * whole
    else:
        whole = max(_claimed_s(container, stream))
        there, unit = _last_s(seen, whole), "seconds"
        broken = there < BROKEN_OFF * whole - SPARE_S
    if broken:
        given = f"breaks off after {there:.3g} of {whole:.3g} {unit}"
        raise _refused(film, given, "a whole film", "copy it again")


def _last_s(seen: Stamps, otherwise: float) -> float:
    """When the last frame is shown, on a clock that began at 0 or with the first one."""
    if len(seen.times_s) == 0:
        return otherwise
    return float(max(seen.times_s[-1], np.ptp(seen.times_s)))


def _too_long(film: Path, seconds: float) -> InputError:
    long = f"{seconds / 3600:.1f} hours" if seconds > 3600 else f"{seconds / 60:.1f} minutes"
    return _refused(film, f"{long} long", "one set of at most 10 minutes", "cut it to the set")


def _refused(film: Path, what: str, expected: str, do: str = "") -> InputError:
    return InputError("film", given=f"{film.name} ({what})", expected=expected, do=do)


def rates(seen: Stamps, nominal: float) -> tuple[float, bool]:
    """Frames a second as measured, and whether they vary; nominal where there are no stamps."""
    gaps = np.diff(seen.times_s)
    if len(gaps) < LEAST_FRAMES // 2 or seen.missing > seen.packets // 2:
        return nominal, False
    typical = float(np.median(gaps))
    uneven = bool(np.any(np.abs(gaps[:-1] - typical) > UNEVEN * typical))
    return float(len(gaps) / gaps.sum()), uneven


def taken_rate(container: InputContainer, stream: VideoStream) -> float | None:
    """Frames a second as taken, where an Android phone wrote it down."""
    written = {**container.metadata, **stream.metadata}.get("com.android.capture.fps", "")
    try:
        rate = float(written)
    except ValueError:
        return None
    return rate if 1.0 <= rate <= MOST_RATE else None
