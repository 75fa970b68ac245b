"""Files that are no film, or a bad one: one clear line, soon, with nothing left behind."""

from __future__ import annotations

import resource
import struct
import tempfile

import numpy as np
import pytest

from backspotter.cli.main import run
from backspotter.errors import InputError
from backspotter.lift import film_facts
from backspotter.lift.film import Film
from tests.films import claims_seconds, film_of, sound_only

pytestmark = pytest.mark.needs("av", install="make setup-synth")
LONG = tuple(n / 30 for n in range(90))
FAST_START = {"movflags": "faststart"}


def through(film):
    for _ in Film(film).frames():
        pass


def refusal(film):
    """What is said of a film; it has to be one line."""
    before = sorted(film.parent.iterdir())
    with pytest.raises(InputError) as said:
        through(film)
    assert sorted(film.parent.iterdir()) == before
    assert "\n" not in str(said.value)
    assert str(said.value).startswith("film: got ")
    return str(said.value)


def cut_to(film, share):
    content = film.read_bytes()
    film.write_bytes(content[: int(share * len(content))])
    return film


def spoiled(film, every):
    """Random bytes in the pictures, one in so many."""
    content, rng = bytearray(film.read_bytes()), np.random.default_rng(7)
    for place in range(content.index(b"mdat") + 8, len(content), every):
        content[place] = rng.integers(256)
    film.write_bytes(content)
    return film


def test_a_film_that_breaks_off(tmp_path):
    assert "not a whole film" in refusal(cut_to(film_of(tmp_path / "a.mp4"), 0.5))
    front = film_of(tmp_path / "b.mp4", times_s=LONG, options=FAST_START)
    assert "breaks off after" in refusal(cut_to(front, 0.7))
    assert "breaks off after" in refusal(cut_to(film_of(tmp_path / "c.mkv", times_s=LONG), 0.7))


@pytest.mark.parametrize("every", [1, 40])
def test_damaged_pictures(every, tmp_path):
    film = film_of(tmp_path / "x.mp4", times_s=LONG, options=FAST_START)
    assert "damaged" in refusal(spoiled(film, every))


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 5000, bytes(range(256)) * 40])
def test_no_film_at_all(content, tmp_path):
    file = tmp_path / "x.mp4"
    file.write_bytes(content)
    assert "one set, filmed from the side" in refusal(file)


def test_no_such_file_and_a_folder(tmp_path):
    assert "expected a file that is there" in refusal(tmp_path / "none.mp4")
    (tmp_path / "folder.mp4").mkdir()
    assert "expected a file that is there" in refusal(tmp_path / "folder.mp4")


def test_sound_only(tmp_path):
    assert "no moving picture" in refusal(sound_only(tmp_path / "x.m4a"))


@pytest.mark.parametrize("name", ["x.jpg", "x.png"])
def test_a_still_picture(name, tmp_path):
    import av

    picture = av.VideoFrame.from_ndarray(np.zeros((200, 200, 3), np.uint8), format="rgb24")
    picture.save(str(tmp_path / name))
    assert "a still picture" in refusal(tmp_path / name)


def test_hardly_any_frames(tmp_path):
    assert "a still picture" in refusal(film_of(tmp_path / "one.mp4", times_s=[0]))
    assert "3 frames" in refusal(film_of(tmp_path / "few.mp4", times_s=[0, 0.1, 0.2]))
    empty = film_of(tmp_path / "none.mkv", times_s=[])
    assert "film: got none.mkv" in refusal(empty)


def black(number, of, width, height):
    return np.zeros((height, width, 3), np.uint8)


def test_one_pixel_and_eight_k(tmp_path):
    speck = film_of(tmp_path / "a.mkv", codec="ffv1", size=(1, 1), picture=black)
    assert "1 × 1 pixels" in refusal(speck)
    wall = film_of(
        tmp_path / "b.mkv",
        codec="mjpeg",
        pix_fmt="yuvj420p",
        size=(7680, 4320),
        times_s=[0],
        picture=black,
    )
    assert "7680 × 4320 pixels" in refusal(wall)


def test_ten_hours(tmp_path):
    lone = film_of(tmp_path / "a.mkv", times_s=[*LONG[:20], 36_000])
    assert "10.0 hours long" in refusal(lone)


def test_a_header_that_only_claims_ten_hours_is_not_believed(tmp_path):
    film = Film(claims_seconds(film_of(tmp_path / "b.mp4"), 36_000))
    assert film.facts.duration_s == pytest.approx(0.8)
    assert len(list(film.frames())) == 24


def test_more_frames_than_any_set_has(tmp_path, monkeypatch):
    monkeypatch.setattr(film_facts, "MOST_FRAMES", 50)
    assert "over 50 frames" in refusal(film_of(tmp_path / "x.mp4", times_s=LONG))


@pytest.mark.parametrize(
    "content",
    [
        "ffconcat version 1.0\nfile other.mp4\n",
        "#EXTM3U\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    ],
)
def test_a_file_that_names_other_files_or_servers_is_not_followed(content, tmp_path):
    film_of(tmp_path / "other.mp4")
    (tmp_path / "list.mp4").write_text(content)
    assert "not a whole film" in refusal(tmp_path / "list.mp4")


def test_boxes_that_lie_about_their_size_end(tmp_path):
    file = tmp_path / "x.mp4"
    box = struct.pack(">I4s", 0xFFFFFFFF, b"moov") + struct.pack(">I4s", 0, b"trak") * 2000
    file.write_bytes(box)
    assert "no moving picture" in refusal(file)


def test_memory_does_not_grow_with_length(tmp_path):
    size = (320, 240)
    short = film_of(tmp_path / "a.mp4", times_s=LONG, size=size)
    through(short)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = film_of(tmp_path / "b.mp4", times_s=[n / 30 for n in range(900)], size=size)
    encoded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    through(long)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, encoded)
    assert grown < 50_000  # kB; 900 pictures kept would be 207 MB


def written(content):
    """A file that holds just this, called a film."""

    def make(folder):
        (folder / "x.mp4").write_bytes(content)
        return folder / "x.mp4"

    return make


def picture_as_a_film(folder):
    import av

    picture = av.VideoFrame.from_ndarray(np.zeros((200, 200, 3), np.uint8), format="rgb24")
    picture.save(str(folder / "x.jpg"))
    return folder / "x.jpg"


HOSTILE = {
    "truncated": lambda folder: cut_to(film_of(folder / "x.mp4"), 0.5),
    "breaks off": lambda folder: cut_to(
        film_of(folder / "x.mp4", times_s=LONG, options=FAST_START), 0.7
    ),
    "damaged": lambda folder: spoiled(
        film_of(folder / "x.mp4", times_s=LONG, options=FAST_START), 40
    ),
    "empty": written(b""),
    "text": written(b"three sets of five\n" * 200),
    "not a film": written(b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "a still": picture_as_a_film,
    "a film of one frame": lambda folder: film_of(folder / "x.mp4", times_s=[0]),
    "sound only": lambda folder: sound_only(folder / "x.m4a"),
    "one pixel": lambda folder: film_of(folder / "x.mkv", codec="ffv1", size=(1, 1), picture=black),
    "nobody in it": lambda folder: film_of(folder / "x.mp4", times_s=LONG[:30]),
}


@pytest.mark.needs("ai_edge_litert", install="pip install 'backspotter[film]'")
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_the_command_says_one_line_ends_with_2_and_leaves_nothing(
    make, tmp_path, monkeypatch, capfd
):
    """``capfd``: what a decoder writes past Python counts as well."""
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    film = make(here)
    before = film.read_bytes()
    words = ["lift", film.name, "--load-kg", "100", "--journal", str(tmp_path / "j.db")]
    assert run(words) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("backspotter: film: got ")
    assert said.err.count("\n") == 1
    assert list(here.iterdir()) == [film]
    assert film.read_bytes() == before
    assert list(temporary.iterdir()) == []
