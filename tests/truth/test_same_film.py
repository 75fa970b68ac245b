"""The same lift, filmed worse: cut to a part, compressed anew, shaken. The answers stay."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

FILM = Path(__file__).parent.parent / "data/films/neutral.mp4"
ROOM = 24
"""Pixels cut off at every edge, within which the picture is shaken."""

SHAKE_PX = 10

pytestmark = [
    pytest.mark.needs("av", install="make setup"),
    pytest.mark.needs("ai_edge_litert", install="make setup"),
    pytest.mark.timeout(400),
]


def written(out: Path, window, *, crf: int) -> Path:
    """The film again, of each frame the part that ``window`` says [px]."""
    import av

    from backspotter.lift.film import Film

    film = Film(FILM)
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=round(film.facts.frame_rate))
        stream.width, stream.height = film.facts.width - 2 * ROOM, film.facts.height - 2 * ROOM
        stream.pix_fmt, stream.options = "yuv420p", {"crf": str(crf), "preset": "veryfast"}
        for frame in film.frames():
            right, down = window(frame.t_s)
            rows = slice(ROOM + down, ROOM + down + stream.height)
            columns = slice(ROOM + right, ROOM + right + stream.width)
            part = np.ascontiguousarray(frame.picture[rows, columns])
            picture = av.VideoFrame.from_ndarray(part, format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return out


def still(t_s: float) -> tuple[int, int]:
    return 0, 0


def shaken(t_s: float) -> tuple[int, int]:
    """A hand that sways and trembles, in whole pixels."""
    across = 0.7 * np.sin(2 * np.pi * 0.6 * t_s) + 0.3 * np.sin(2 * np.pi * 2.3 * t_s + 1)
    up = 0.7 * np.sin(2 * np.pi * 0.9 * t_s + 2) + 0.3 * np.sin(2 * np.pi * 3.1 * t_s)
    return round(SHAKE_PX * across), round(SHAKE_PX * up)


def read(film: Path):
    from backspotter.app.film import analyse
    from backspotter.spine.body import Lifter

    truth = json.loads(FILM.with_suffix(".truth.json").read_text(encoding="utf-8"))
    of = truth["lifter"]
    lifter = Lifter(mass_kg=of["mass_kg"], height_m=of["height_m"], sex=of["sex"])
    return truth, analyse(film, load_kg=truth["load_kg"], lifter=lifter, style=truth["style"])


@pytest.mark.parametrize(
    ("window", "crf", "says"),
    [(still, 34, None), (shaken, 22, "The camera moved")],
    ids=["cut to a part and compressed anew", "shaken"],
)
def test_the_answers_stay(window, crf, says, tmp_path):
    truth, found = read(written(tmp_path / "again.mp4", window, crf=crf))
    (true,), (rep,) = truth["reps"], found.reps
    assert rep.lift_off_s.value == pytest.approx(true["lift_off_s"], abs=0.05)
    assert rep.lockout_s.value == pytest.approx(true["lockout_s"], abs=0.05)
    assert rep.rom_m.value == pytest.approx(true["rom_m"], rel=0.03)
    assert rep.peak_speed.value == pytest.approx(true["peak_velocity_m_s"], abs=0.04)
    change = rep.flexion.change_from_set_up
    assert change.low <= true["lumbar_flexion_deg"]["change_from_set_up"] <= change.high
    assert not [fault for fault in rep.faults if fault.code != "lumbar_rounding"]
    reasons = " ".join(reason.say for reason in found.quality.reasons)
    assert says in reasons if says else "camera moved" not in reasons
