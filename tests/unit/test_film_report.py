"""The report's files: the same film drawn over, and one page that needs nothing else."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.evidence.load import claims
from backspotter.exports import film_report, film_writing
from backspotter.exports.film_report import write_report
from backspotter.exports.report_page import report_page
from backspotter.lift.analysis import GradeReason, Withheld
from tests.films import film_of, turned
from tests.read_films import all_withheld, analysis_of, plain_truth

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")

UNEVEN = tuple(np.cumsum([0, *([1 / 30, 1 / 24, 0.05] * 8)])[:24].tolist())
VOID = {"meta", "img", "br", "input", "link", "hr", "option-none"}
HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=y>\"'&\x00"


def read(path):
    """Times [s], size of the pictures, and packets of sound with their times."""
    import av

    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        shown = list(film.decode(stream))
        frames = [(float(f.pts * f.time_base), f.width, f.height, f.rotation) for f in shown]
    with av.open(str(path)) as film:
        packets = []
        if film.streams.audio:
            packets = [bytes(p) for p in film.demux(film.streams.audio[0]) if p.size]
    return frames, packets


class Balanced(HTMLParser):
    """Notes every element with its attributes; fails where one is closed that is not open."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        assert len(attrs) == len(dict(attrs)), f"an attribute twice in {tag}"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"{tag} closed but not open"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.words.append(data)


def parsed(page):
    found = Balanced()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def analysis():
    return analysis_of(plain_truth(UNEVEN, reps=2))


@pytest.fixture(scope="module")
def written(analysis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    film = film_of(folder / "set.mp4", times_s=UNEVEN, sound=True)
    return film, write_report(analysis, film, folder / "out", threads=1)


def test_the_drawn_film_has_the_times_of_the_film_to_a_tick(written):
    film, files = written
    before, after = read(film)[0], read(files.film)[0]
    assert len(after) == len(before) == len(UNEVEN)
    assert [f[0] for f in after] == pytest.approx([f[0] for f in before], abs=1.5 / 90_000)


def test_the_drawn_film_keeps_the_sound_packet_by_packet(written):
    film, files = written
    before, after = read(film)[1], read(files.film)[1]
    assert len(before) - len(after) in (0, 1)  # the encoder's run-up lies before the first picture
    assert after == before[len(before) - len(after) :]


def test_sound_that_an_mp4_cannot_hold_is_written_anew(analysis, tmp_path):
    import av

    film = with_plain_sound(film_of(tmp_path / "set.mp4", times_s=UNEVEN), tmp_path / "set.mov")
    files = write_report(analysis, film, tmp_path / "out", threads=1)
    with av.open(str(files.film)) as found:
        kind = found.streams.audio[0].codec_context.name
        heard = np.concatenate([f.to_ndarray() for f in found.decode(audio=0)], axis=1)
    assert kind == "aac"
    assert 0.2 < np.abs(heard).max() < 0.45
    assert len(read(files.film)[0]) == len(UNEVEN)


def with_plain_sound(film, to):
    """The same pictures with uncompressed mono sound at 8 kHz."""
    import av

    with av.open(str(film)) as source, av.open(str(to), "w") as container:
        pictures = container.add_stream_from_template(source.streams.video[0])
        sound = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = pictures
                container.mux(packet)
        wave = (10_000 * np.sin(np.arange(8000) / 4)).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.rate = 8000
        container.mux([*sound.encode(frame), *sound.encode()])
    return to


def test_a_broken_sound_leaves_the_film(analysis, tmp_path, monkeypatch):
    def breaks(self, source, given, start_s):
        self.container.add_stream_from_template(given)
        raise InputError("film", given="broken sound", expected="a whole film")
        yield

    monkeypatch.setattr(film_writing._Sound, "_copied", breaks)
    film = film_of(tmp_path / "set.mp4", times_s=UNEVEN, sound=True)
    frames, packets = read(write_report(analysis, film, tmp_path / "out", threads=1).film)
    assert len(frames) == len(UNEVEN)
    assert packets == []


def test_something_is_drawn(written):
    import av

    film, files = written
    with av.open(str(film)) as one, av.open(str(files.film)) as other:
        before = next(one.decode(video=0)).to_ndarray(format="rgb24").astype(int)
        after = next(other.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert (np.abs(after - before).max(axis=2) > 60).mean() > 0.01


def test_a_turned_film_is_written_upright(tmp_path):
    film = turned(film_of(tmp_path / "set.mp4", times_s=UNEVEN), 90)
    analysis = analysis_of(plain_truth(UNEVEN, size=(128, 192)))
    frames, _ = read(write_report(analysis, film, tmp_path / "out", threads=1).film)
    assert {f[1:] for f in frames} == {(128, 192, 0)}


def test_nothing_is_left_of_a_film_that_breaks_off(analysis, tmp_path, monkeypatch):
    film = film_of(tmp_path / "set.mp4", times_s=UNEVEN)

    class Breaks(film_report.Overlay):
        def draw(self, picture, frame, **more):
            if frame == 20:
                raise InputError("film", given="a damaged film", expected="a whole one")
            super().draw(picture, frame, **more)

    monkeypatch.setattr(film_report, "Overlay", Breaks)
    with pytest.raises(InputError):
        write_report(analysis, film, tmp_path / "out", threads=1)
    assert list((tmp_path / "out").iterdir()) == []


def test_without_the_film_there_are_pictures_and_a_page_without_a_player(analysis, tmp_path):
    film = film_of(tmp_path / "set.mp4", times_s=UNEVEN)
    files = write_report(analysis, film, tmp_path / "out", annotate=False, threads=1)
    assert files.film is None
    assert sorted(p.name for p in files.page.parent.iterdir()) == [
        "rep-1-rounding-after-lift-off.jpg",
        "report.html",
    ]
    assert "<video" not in files.page.read_text()


def test_every_fault_has_a_picture_in_a_file_and_in_the_page(written, analysis):
    _, files = written
    page = parsed(files.page.read_text())
    images = [attrs for tag, attrs in page.seen if tag == "img"]
    faults = [fault for rep in files.analysis.reps for fault in rep.faults]
    assert len(images) == len(faults) == len(files.pictures) == 1
    for attrs, fault, path in zip(images, faults, files.pictures, strict=True):
        assert path.name == fault.picture
        assert b64decode(attrs["src"].partition(",")[2]) == path.read_bytes()
        assert path.read_bytes()[:3] == b"\xff\xd8\xff"
        assert "Rep 1" in attrs["alt"]
        assert "25°" in attrs["alt"]


def test_the_page_asks_nobody_for_anything(written):
    _, files = written
    page = files.page.read_text()
    told = re.sub(r"(data:image/jpeg;base64,|sha256-)[\w+/=]*", "", page)
    assert not re.search(r"https?:|\w//\w|@import|url\(|\bfetch\(|XMLHttp|import\(", told)
    assert "localhost" not in told
    places = [a[n] for _, a in parsed(page).seen for n in ("src", "href") if a.get(n)]
    assert all(p.startswith(("data:image/jpeg", "#")) or p == "annotated.mp4" for p in places)


def test_the_policy_lets_just_this_style_and_script_run(written):
    _, files = written
    page = files.page.read_text()
    policy = re.search(r'Security-Policy" content="([^"]*)"', page)[1]
    for kind in ("style", "script"):
        inside = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = b64encode(sha256(inside[0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", page.split("<body>")[1].split("<script")[0])


def test_every_control_and_heading_can_be_found_without_seeing(written):
    page = parsed(written[1].page.read_text())
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.seen:
        for name in ("aria-labelledby", "for"):
            assert attrs.get(name, ids[0]) in ids
        if attrs.get("role") in {"slider", "region", "img"} or tag == "video":
            assert attrs["aria-label"].strip()
    levels = [int(tag[1]) for tag, _ in page.seen if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert ("html", {"lang": "en"}) in page.seen


def test_the_numbers_behind_the_curves_are_those_of_the_frames(written, analysis):
    page = written[1].page.read_text()
    data = json.loads(re.search(r"id=frames>(.*?)</script>", page, re.DOTALL)[1])
    assert data["times"] == pytest.approx(analysis.frames.times_s, abs=1e-4)
    back = data["charts"]["back"]["lines"][0]
    assert back["values"] == pytest.approx(analysis.frames.lumbar[:, 0], abs=0.51)
    assert back["high"] == pytest.approx(analysis.frames.lumbar[:, 2], abs=0.51)
    assert len([1 for tag, a in parsed(page).seen if a.get("role") == "slider"]) == 4
    assert "requestVideoFrameCallback" in page


def test_hostile_words_stay_words(analysis):
    rep = analysis.reps[0]
    fault = replace(rep.faults[0], say=HOSTILE, cue=HOSTILE, practise=HOSTILE, code=HOSTILE)
    bad = replace(
        analysis,
        film=replace(analysis.film, name=HOSTILE),
        style=replace(analysis.style, id=HOSTILE, doubt=HOSTILE),
        quality=replace(analysis.quality, reasons=(GradeReason("poor", HOSTILE, HOSTILE),)),
        scale=replace(analysis.scale, source=HOSTILE, doubts=(HOSTILE,)),
        reps=(replace(rep, faults=(fault,), doubts=(HOSTILE,)),),
        withheld=(Withheld(HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
        compared=(HOSTILE,),
        frames=replace(analysis.frames, phase=(HOSTILE,) * len(UNEVEN)),
    )
    page = parsed(report_page(bad, {}, "annotated.mp4"))
    assert [tag for tag, _ in page.seen].count("script") == 2
    assert not [1 for tag, attrs in page.seen if "onerror" in attrs or (tag == "img")]
    assert "alert(1)" in "".join(page.words)
    data = re.search(r"id=frames>(.*?)</script>", report_page(bad, {}, None), re.DOTALL)[1]
    assert not set("<>&") & set(data)
    assert json.loads(data)["phase"][0] == HOSTILE
    assert "\x00" not in "".join(page.words)


def test_a_row_with_a_hostile_id_names_no_other_folder(analysis):
    fault = replace(analysis.reps[0].faults[0], row="../../x y")
    name = film_report.picture_name(analysis.reps[0], fault)
    assert name == "rep-1-------x-y.jpg"


def test_a_page_of_which_nothing_can_be_said_says_why(analysis, tmp_path):
    film = film_of(tmp_path / "set.mp4", times_s=UNEVEN)
    files = write_report(all_withheld(analysis), film, tmp_path / "out", threads=1)
    words = "".join(parsed(files.page.read_text()).words)
    for said in ("cannot be judged", "Filmed from the front.", "No repetition was found", "No bar"):
        assert said in words
    assert len(read(files.film)[0]) == len(UNEVEN)


def test_the_page_says_what_it_is_not_and_gives_units(written):
    words = "".join(parsed(written[1].page.read_text()).words)
    for said in [
        "not a diagnosis",
        "140 kg (309 lb)",
        "0.4\N{NO-BREAK SPACE}kN less",
        "lb)",
        "m/s",
        "N·m",
        "98 in 100",
    ]:
        assert said in words
    assert "Some rounding is normal" in words
    assert "25.7 ± 4.7°" in claims()["schellenberg-pelvis-lumbar"].text


def test_odd_sides_are_written_with_one_pixel_more(analysis, tmp_path):
    film = film_of(tmp_path / "set.mp4", times_s=UNEVEN, size=(193, 129), pix_fmt="yuv444p")
    frames, _ = read(write_report(analysis, film, tmp_path / "out", threads=1).film)
    assert {f[1:3] for f in frames} == {(194, 130)}


def test_a_film_is_never_written_over(analysis, tmp_path):
    film = film_of(tmp_path / "annotated.mp4", times_s=UNEVEN)
    before = film.read_bytes()
    with pytest.raises(InputError, match="another folder"):
        write_report(analysis, film, tmp_path, threads=1)
    assert film.read_bytes() == before


def test_progress_is_told_up_to_the_end(analysis, tmp_path):
    film, told = film_of(tmp_path / "set.mp4", times_s=UNEVEN), []
    write_report(
        analysis, film, tmp_path / "out", threads=1, progress=lambda what, done: told.append(done)
    )
    assert told == sorted(told)
    assert told[-1] == 1.0
