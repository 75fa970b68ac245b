"""A film read back: times to the tick, size, rotation, depth, sound, and the same bytes again."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.synth.encode import encode
from backspotter.synth.recording import Recording
from backspotter.synth.timeline import CLOCK, frame_times

pytestmark = pytest.mark.needs("av", install="make setup-synth")

WIDE, HIGH = 96, 64
RED, GREEN = (255, 0, 0), (0, 200, 0)


def pictures(count, width=WIDE, height=HIGH):
    """Grey, red in the upper left corner, a green bar that moves."""
    for number in range(count):
        picture = np.full((height, width, 3), 90, np.uint8)
        picture[:16, :16] = RED
        picture[40:48, number % 48 : number % 48 + 16] = GREEN
        yield picture


def stored(tmp_path, seconds=0.5, name="x.mp4", **how):
    """The file, and the times it was given."""
    recording = Recording(width=WIDE, height=HIGH, **how)
    times = frame_times(seconds, recording, np.random.default_rng(3))
    encode(pictures(len(times)), times, recording, tmp_path / name)
    return tmp_path / name, times


def read(path):
    import av

    with av.open(str(path)) as container:
        return list(container.decode(video=0))


@pytest.mark.parametrize("fps", [24, 25, 30000 / 1001, 30, 60000 / 1001, 60, 120, 240])
@pytest.mark.parametrize("variable", [False, True])
def test_times_come_back_to_the_tick(fps, variable, tmp_path):
    path, times = stored(tmp_path, fps=fps, variable=variable)
    found = [frame.time for frame in read(path)]
    assert found == pytest.approx(times, abs=0.5 / CLOCK)
    assert found[0] == 0
    if not variable:
        assert np.diff(found) == pytest.approx(1 / fps, abs=1.01 / CLOCK)
        assert len(found) == int(0.5 * fps + 1e-9)


def test_a_variable_film_is_uneven_and_lacks_frames():
    recording = Recording(fps=30, variable=True)
    times = frame_times(20.0, recording, np.random.default_rng(1))
    gaps = np.diff(times) * 30
    assert gaps.min() > 0.7
    assert 500 < len(times) < 590
    assert gaps.std() > 0.1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_a_turned_film_is_shown_upright(codec, rotation, tmp_path):
    path, times = stored(tmp_path, rotation=rotation, codec=codec, crf=10)
    frame = read(path)[0]
    size = (HIGH, WIDE) if rotation in (90, 270) else (WIDE, HIGH)
    assert (frame.width, frame.height) == size
    assert (-frame.rotation) % 360 == rotation
    upright = np.rot90(frame.to_ndarray(format="rgb24"), frame.rotation // 90)
    assert upright.shape == (HIGH, WIDE, 3)
    assert upright[4:12, 4:12].reshape(-1, 3).mean(axis=0) == pytest.approx(RED, abs=12)
    assert len(times) == 15


@pytest.mark.parametrize("bits", [8, 10])
@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_codec_and_depth_are_as_asked_and_the_bytes_come_again(codec, bits, tmp_path):
    import av

    how = {"codec": codec, "bits": bits, "variable": True, "sound": True}
    path, _ = stored(tmp_path, **how)
    again = {stored(tmp_path, name="y.mp4", **how)[0].read_bytes() for _ in range(6)}
    assert again == {path.read_bytes()}
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert context.name == codec
        assert context.codec_tag == ("avc1" if codec == "h264" else "hvc1")
        assert context.format.components[0].bits == bits


def test_sound_is_as_long_as_the_film(tmp_path):
    import av

    path, _ = stored(tmp_path, seconds=1.0, sound=True)
    with av.open(str(path)) as container:
        (sound,) = container.streams.audio
        heard = np.concatenate([f.to_ndarray()[0] for f in container.decode(sound)])
    assert len(heard) / sound.rate == pytest.approx(1.0, abs=0.06)
    assert 0.01 < np.sqrt(np.mean(heard**2)) < 0.02
    with av.open(str(stored(tmp_path, name="mute.mp4")[0])) as container:
        assert not container.streams.audio


def test_a_film_lasts_to_the_end_of_its_last_frame(tmp_path):
    import av

    with av.open(str(stored(tmp_path, seconds=1.0, fps=25)[0])) as container:
        assert container.duration == pytest.approx(1_000_000, abs=50)


def noise(count):
    rng = np.random.default_rng(0)
    return (rng.integers(0, 255, (240, 320, 3), dtype=np.uint8) for _ in range(count))


def test_compression_and_size_limit_are_kept(tmp_path):
    sizes = {}
    for name, how in {"fine": {"crf": 18}, "coarse": {"crf": 40}, "cap": {"most_kb": 120}}.items():
        recording = Recording(width=320, height=240, **how)
        times = frame_times(1.5, recording, np.random.default_rng(0))
        encode(noise(len(times)), times, recording, tmp_path / name)
        sizes[name] = (tmp_path / name).stat().st_size
    assert sizes["fine"] > 3 * sizes["coarse"]
    assert sizes["fine"] > 1_000_000
    assert sizes["cap"] < 120_000


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"fps": 23}, "fps: got 23, expected 24 to 240"),
        ({"fps": float("nan")}, "fps: got nan"),
        ({"fps": "30"}, "fps: got 30"),
        ({"rotation": 45}, "rotation: got 45, expected one of 0, 90, 180, 270"),
        ({"codec": "vp9"}, "codec: got vp9, expected one of h264, hevc"),
        ({"bits": 12}, "bits: got 12"),
        ({"crf": 60}, "crf: got 60"),
        ({"width": 321}, "even numbers"),
        ({"kbps": 0}, "kbps: got 0"),
        ({"most_kb": -1}, "most_kb: got -1"),
    ],
)
def test_what_cannot_be_stored_is_said(how, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        Recording(**how)
