"""``python -m benchmarks.film_memory FILM.mp4 [SECONDS]``: the most memory that reading a long film
in 4K takes, in a process of its own. The film named is made 3840 pixels wide once, and its packets
are put one after another until it lasts so long (300 s without it); nothing is compressed twice."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import av

from backspotter.app.film import analyse
from backspotter.lift.film import Film

WIDE, HIGH = 3840, 2160
RATE, SECONDS = 30, 300.0
AIM_MB = 1000


def main() -> int:
    """Print the peak, and whether it is within the aim."""
    if sys.argv[1] == "--read":
        return read(Path(sys.argv[2]))
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        whole = longer(enlarged(Path(sys.argv[1]), Path(folder)), seconds)
        again = [sys.executable, "-m", "benchmarks.film_memory", "--read", str(whole)]
        print(f"{seconds:.0f} s at {WIDE} x {HIGH}, {whole.stat().st_size / 1e6:.0f} MB")
        return subprocess.run(again, check=False).returncode


def enlarged(film: Path, folder: Path) -> Path:
    """The film 3840 x 2160."""
    out = folder / "large.mp4"
    with av.open(str(film)) as source, av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "28", "bf": "0"}
        for number, frame in enumerate(source.decode(video=0)):
            picture = frame.reformat(WIDE, HIGH, "yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return out


def longer(film: Path, seconds: float) -> Path:
    """The same again and again, as one film."""
    out = film.with_name("long.mp4")
    with av.open(str(film)) as once:
        ends = [(p.dts or 0) + p.duration for p in once.demux(video=0) if p.dts is not None]
        step, base = max(ends), once.streams.video[0].time_base
    with av.open(str(out), "w") as container:
        stream = None
        for turn in range(max(round(seconds / float(step * base)), 1)):
            with av.open(str(film)) as source:
                own = source.streams.video[0]
                stream = stream or container.add_stream_from_template(own)
                for packet in source.demux(own):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + turn * step, packet.dts + turn * step
                    packet.stream = stream
                    container.mux(packet)
    return out


def read(film: Path) -> int:
    """Read it, and say what that took."""
    frames = Film(film).facts.frames
    found = analyse(film, load_kg=100.0, threads=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{frames} frames, {len(found.reps)} reps, at most {peak:.0f} MB (aim: under {AIM_MB})")
    return 0 if peak < AIM_MB else 1


if __name__ == "__main__":
    sys.exit(main())
