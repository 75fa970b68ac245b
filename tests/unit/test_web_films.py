"""Films over HTTP: pieces, limits, whose they are, corrections, deletion. Without a browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from backspotter.app import film_demo, film_upload
from backspotter.app.film_desk import hand_over
from backspotter.app.film_shelf import Shelf
from backspotter.journal.codec import SETS
from backspotter.journal.entries import add_all
from backspotter.journal.erase import erase_person
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, films_folder
from backspotter.journal.profile import set_profile
from backspotter.spine.body import Lifter
from backspotter.training.log import LoggedSet
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.accounts import team
from tests.filmed import desk_in, done, film_read_before, stick_film, with_tracks
from tests.journals import NOON, fast_folder

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")
ASKED = {"load": "140", "style": "", "plate_mm": "", "keep": ""}


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def web(folder, clock):
    """A server that works on nothing, over a journal with a profile."""
    with opened(Place(folder / "j.db")) as journal:
        set_profile(journal, entered=NOON, height_m=1.81, mass_kg=84.0, sex="male")
    settings = Settings(journal=str(folder / "j.db"), works_on_films=False, now=clock)
    with TestClient(
        create_app(settings), base_url="http://localhost", follow_redirects=False
    ) as client:
        yield client


def begun(web, film, **more):
    form = {**ASKED, "size": str(len(film)), "key": "one", **more}
    return web.post("/film/uploads", data=form)


def put(web, upload, film, first, last):
    content = film[first:last]
    headers = {"content-range": f"bytes {first}-{last - 1}/{len(film)}"}
    return web.put(f"/film/uploads/{upload}", content=content, headers=headers)


def shelf(folder) -> Shelf:
    return Shelf(folder / "j.db.films" / "1")


def test_a_film_comes_in_pieces_and_becomes_a_job(web, folder):
    film = stick_film().read_bytes()
    upload = begun(web, film).json()
    half = len(film) // 2
    assert put(web, upload["id"], film, 0, half).json()["have"] == half
    assert web.get(f"/film/uploads/{upload['id']}").json()["have"] == half
    assert web.head(f"/film/uploads/{upload['id']}").headers["upload-offset"] == str(half)
    assert "is here in part" in web.get("/film").text
    assert put(web, upload["id"], film, half, len(film)).json()["have"] == len(film)
    to = web.post(f"/film/uploads/{upload['id']}/done").json()["to"]
    page = web.get(to)
    assert page.status_code == 200
    assert "It waits its turn" in page.text
    assert web.post(f"/film/uploads/{upload['id']}/done").json()["to"] == to
    clip = shelf(folder).clip(upload["id"])
    assert clip.film.read_bytes() == film
    assert (clip.film.stat().st_mode & 0o777, clip.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "in part" not in web.get("/film").text


DRAWN = "Demo: a drawn lifter"


@pytest.fixture
def demo(monkeypatch):
    """A clip that is read at once in the demo's place."""
    monkeypatch.setattr(film_demo, "PLACES", (stick_film(),))


def test_the_demo_is_the_lifter_that_was_drawn():
    clip = film_demo.demo_clip()
    truth = json.loads(clip.with_suffix(".truth.json").read_text())
    asked = film_demo.ORDER.asked
    assert clip.stat().st_size < 1_000_000
    assert (asked.load_kg, asked.style) == (truth["load_kg"], truth["style"])
    assert asked.plate_mm == pytest.approx(2000 * truth["plate_radius_m"])
    drawn = truth["lifter"]
    assert asked.lifter == Lifter(**{name: drawn[name] for name in ("mass_kg", "height_m", "sex")})


def test_the_demo_is_read_like_an_upload_and_counts_nowhere(web, folder, demo):
    assert "Try it with our demo film" in web.get("/film").text
    to = web.post("/film/demo").headers["location"]
    assert "It waits its turn" in web.get(to).text
    assert DRAWN in web.get("/film").text
    with desk_in(folder) as desk:
        (clip,) = desk.shelf.clips()
        with_tracks(clip)
        done(desk, desk.queue.get(to.rpartition("/")[2]))
    assert web.get(to).headers["location"] == f"/film/{clip.id}"
    page = web.get(f"/film/{clip.id}").text
    assert DRAWN in page
    assert "is not you" in page
    assert "140 kg" in page
    listed = web.get("/film").text
    assert DRAWN in listed
    assert "Try it with our demo film" not in listed
    assert kept_films(folder) == []
    assert web.get("/api/v1/films").json() == {"films": []}
    assert web.get(web.post("/film/demo").headers["location"]).headers["location"].endswith(clip.id)
    assert len(shelf(folder).clips()) == 1
    assert web.post(f"/film/{clip.id}/delete", data={"sure": "yes"}).status_code == 303
    assert shelf(folder).clips() == []
    assert "Try it with our demo film" in web.get("/film").text


def test_a_demo_that_was_uploaded_as_ones_own_counts_no_more(web, folder, demo):
    with desk_in(folder) as desk:
        clip = film_read_before(desk)
        assert len(kept_films(folder)) == 1
        place = desk.shelf.new()
        place.film.write_bytes(stick_film().read_bytes())
        hand_over(desk, place, film_demo.ORDER, NOON, drawn=True)
    assert kept_films(folder) == []
    assert DRAWN in web.get(f"/film/{clip.id}").text
    corrects = {"load": "150", "style": "", "plate_mm": ""}
    to = web.post(f"/film/{clip.id}/correct", data=corrects).headers["location"]
    with desk_in(folder) as desk:
        done(desk, desk.queue.get(to.rpartition("/")[2]))
    assert kept_films(folder) == [], "nor after a correction"


def test_where_there_is_no_clip_there_is_no_button(web, monkeypatch):
    monkeypatch.setattr(film_demo, "PLACES", ())
    assert "demo film" not in web.get("/film").text
    sent = web.post("/film/demo")
    assert sent.status_code == 422
    assert "Choose a film of your own" in sent.text


def kept_films(folder):
    with opened(Place(folder / "j.db")) as journal:
        return films(journal)


def test_a_piece_that_does_not_follow_says_where_to_go_on(web):
    film = stick_film().read_bytes()
    upload = begun(web, film).json()["id"]
    put(web, upload, film, 0, 1000)
    gap = put(web, upload, film, 2000, 3000)
    assert (gap.status_code, gap.json()["have"]) == (409, 1000)
    again = put(web, upload, film, 0, 1000)
    assert (again.status_code, again.json()["have"]) == (409, 1000)
    early = web.post(f"/film/uploads/{upload}/done")
    assert early.status_code == 422
    assert "Send the rest" in early.json()["error"]


def test_the_same_file_goes_on_where_it_was_after_the_page_was_closed(web):
    film = stick_film().read_bytes()
    upload = begun(web, film).json()["id"]
    put(web, upload, film, 0, 5000)
    again = begun(web, film, load="150").json()
    assert (again["id"], again["have"]) == (upload, 5000)
    assert begun(web, film, key="two").json()["id"] != upload


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (
            {"load": ""},
            "The weight on the bar needs what was on the bar",
        ),
        ({"load": "heavy"}, "a weight in kg"),
        ({"load": "9000"}, "The weight on the bar needs 0 to 600 kg. Given: 9000 kg."),
        ({"load": "2000 lb"}, "The weight on the bar needs 0 to 1,322 lb. Given: 2000 lb."),
        ({"load": "0"}, "more than 0 and at most 600 kg"),
        ({"style": "snatch"}, "The kind of deadlift needs one of"),
        ({"plate_mm": "9"}, "100 to 500 mm"),
        ({"set": "77"}, "one of the sets to choose from"),
        ({"size": "9999999999"}, "at most 2 GB"),
        ({"size": "0"}, "an empty file"),
        ({"size": "-3"}, "how many bytes"),
        ({"key": "k" * 200}, "at most 100"),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_nothing(web, folder, form, says):
    refused = begun(web, b"x", **form)
    assert refused.status_code == 422
    assert says in refused.json()["error"]
    assert "\n" not in refused.json()["error"]
    assert shelf(folder).clips() == []


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"\xff\xd8\xff\xe0 a photo", b"MZ" + bytes(50)]
)
def test_what_is_no_film_is_refused_at_its_first_bytes(web, folder, content):
    upload = begun(web, content).json()["id"]
    refused = put(web, upload, content, 0, len(content))
    assert refused.status_code == 422
    assert "The film needs a film (MP4, MOV, MKV or WebM)" in refused.json()["error"]
    assert shelf(folder).clips() == []


def test_more_than_was_said_is_refused_and_removed(web, folder):
    film = stick_film().read_bytes()
    upload = begun(web, film[:1000]).json()["id"]
    headers = {"content-range": "bytes 0-1999/1000"}
    refused = web.put(f"/film/uploads/{upload}", content=film[:2000], headers=headers)
    assert refused.status_code == 422
    assert shelf(folder).clips() == []


def test_a_piece_of_another_film_is_refused_and_what_is_here_stays(web):
    film = stick_film().read_bytes()
    upload = begun(web, film).json()["id"]
    put(web, upload, film, 0, 1000)
    headers = {"content-range": "bytes 1000-1999/5000"}
    refused = web.put(f"/film/uploads/{upload}", content=film[1000:2000], headers=headers)
    assert (refused.status_code, refused.json()["error"].count("Choose the same film")) == (422, 1)
    assert web.get(f"/film/uploads/{upload}").json()["have"] == 1000
    bad = web.put(f"/film/uploads/{upload}", content=b"x", headers={"content-range": "all of it"})
    assert "Content-Range" in bad.json()["error"]


def test_a_plain_form_that_is_too_large_is_one_line(web, folder, monkeypatch):
    monkeypatch.setattr("backspotter.web.films.MOST_BYTES", 1000)
    film = {"film": ("a.mp4", b"....ftyp" + bytes(200_000), "video/mp4")}
    refused = web.post("/film", data=ASKED, files=film)
    assert refused.status_code == 413
    assert "The film needs at most 1 kB" in refused.text
    assert shelf(folder).clips() == []


def test_there_is_an_end_to_unfinished_ones_and_they_expire(web, folder, clock):
    for n in range(film_upload.MOST_UNFINISHED):
        assert begun(web, b"x" * 100, key=str(n)).status_code == 201
    refused = begun(web, b"x" * 100, key="more")
    assert "Finish or drop one first" in refused.json()["error"]
    clock.now = clock.now.now(NOON.tzinfo) + timedelta(hours=25)
    assert begun(web, b"x" * 100, key="more").status_code == 201
    assert len(shelf(folder).clips()) == 1


def test_a_full_disk_is_said_before_a_byte_is_sent(web, monkeypatch):
    monkeypatch.setattr(film_upload, "LEAST_FREE", 1 << 60)
    assert "Make room on the disk" in begun(web, b"x" * 100).json()["error"]


@pytest.mark.parametrize("id", ["0" * 32, "..%2f..%2fj.db", "nothing", "0" * 31, "A" * 32])
def test_a_strange_id_is_nothing(web, id):
    for path in (f"/film/{id}", f"/film/{id}/film.mp4", f"/film/{id}/frames.json"):
        assert web.get(path).status_code == 404
    assert web.get(f"/film/jobs/{id}").status_code == 404
    assert web.get(f"/film/uploads/{id}").status_code == 404
    assert web.post(f"/film/{id}/delete").status_code == 404
    assert web.post(f"/film/{id}/correct", data=ASKED).status_code == 404


def test_each_set_to_choose_is_told_from_the_others(web, folder):
    at = NOON - timedelta(hours=3)
    three = [
        LoggedSet(at=at, exercise="Deadlift", style="conventional", load_kg=140.0, reps=5, order=n)
        for n in (1, 2, 3)
    ]
    later = replace(three[0], at=at + timedelta(hours=1), exercise="Sumo deadlift", style="sumo")
    with opened(Place(folder / "j.db")) as journal:
        add_all(journal, SETS, [*three, later], entered=NOON)
    shown = web.get("/film").text.partition('name="set"')[2].partition("</select>")[0]
    found = re.findall(r"<option value=\"\d+\"[^>]*>([^<]+)", shown)
    assert len(set(found)) == 4
    day = f"{at:%a} {at.day} {at:%b}"
    assert found == [
        f"{day}, 10:00: Sumo deadlift, set 1, 5 reps at 140 kg",
        *(f"{day}, 09:00: Deadlift, set {n}, 5 reps at 140 kg" for n in (3, 2, 1)),
    ]


def test_a_strangers_film_is_nothing(web, folder):
    with desk_in(folder) as desk:
        clip = film_read_before(desk)
        id, job = clip.id, clip.job
        clip.folder.rename(shelf(folder).root / ("f" * 32))
        other = folder / "j.db.films" / "2"
        (shelf(folder).root / ("f" * 32)).parent.rename(other)
    for path in (f"/film/{id}", "/film/" + "f" * 32, f"/film/jobs/{job}"):
        assert web.get(path).status_code == 404
    assert web.get("/film").text.count("film-card") == 1  # what its journal keeps of it


def test_a_plain_form_does_the_same_without_scripts(web, folder):
    film = {"film": ("../../etc/passwd.mp4", stick_film().read_bytes(), "text/html")}
    sent = web.post("/film", data=ASKED, files=film)
    assert sent.status_code == 303
    assert web.get(sent.headers["location"]).status_code == 200
    (clip,) = shelf(folder).clips()
    assert {path.name for path in clip.folder.iterdir()} >= {"your film", "orders", "job"}
    assert not list(Path(folder).rglob("*passwd*"))


@pytest.mark.parametrize(
    ("form", "film", "says"),
    [
        (ASKED, None, "Choose a film of one set from the camera roll."),
        ({**ASKED, "load": "a lot"}, b"....ftypisom....", "a weight in kg"),
        (ASKED, b"no film at all", "another kind of file"),
    ],
)
def test_a_plain_form_that_cannot_be_keeps_what_was_typed(web, folder, form, film, says):
    given = {"film": ("a.mp4", film, "video/mp4")} if film else {"other": ("", b"", "text/plain")}
    refused = web.post("/film", data={**form, "plate_mm": "447"}, files=given)
    assert refused.status_code == 422
    assert says in refused.text
    assert 'value="447"' in refused.text
    assert shelf(folder).clips() == []


def test_a_page_of_another_site_sends_nothing(web, folder):
    other = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    for path in ("/film", "/film/uploads"):
        assert web.post(path, data={**ASKED, "size": "10"}, headers=other).status_code == 403
    assert shelf(folder).clips() == []


@pytest.fixture
def seen(web, folder):
    """A film that was read, and its address."""
    with desk_in(folder) as desk:
        yield desk, film_read_before(desk)


def test_the_page_begins_with_the_grade_and_ends_with_what_was_left_out(web, seen):
    page = web.get(f"/film/{seen[1].id}").text
    order = ["A good clip", 'id="player"', "The one", "What to look at", "Repetitions"]
    order += ["What it loaded", "What was not judged", "Correct it", "Delete this film"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "The bar drifted ahead" in page
    assert not re.search(r"<[^>]+ (style|onclick)=", page)
    listed = web.get("/film").text
    assert "The bar drifted ahead in 2 of 2 reps" in listed
    assert "140 kg · 2 reps" in listed


def test_frames_are_numbers_of_every_frame(web, seen):
    found = web.get(f"/film/{seen[1].id}/frames.json")
    data = found.json()
    count = len(data["times"])
    assert found.headers["cache-control"] == "no-store"
    assert {len(data[name]) for name in ("rep", "phase", "bend")} == {count}
    assert {len(rows) for rows in data["drawn"].values() if isinstance(rows, list)} == {count}
    assert [chart["id"] for chart in data["charts"]] == ["height", "trunk", "change", "force"]
    assert all(len(chart["lines"][0]["values"]) == count for chart in data["charts"])
    assert data["faults"][0]["title"] == "The bar drifted ahead"
    json.dumps(data, allow_nan=False)


def test_media_are_for_this_page_alone_and_can_be_sought_in(web, seen):
    id = seen[1].id
    part = web.get(f"/film/{id}/film.mp4", headers={"range": "bytes=10-19"})
    assert (part.status_code, len(part.content)) == (206, 10)
    for path in ("film.mp4", "thumb.jpg", f"picture/{next(_pictures(seen[1]))}"):
        found = web.get(f"/film/{id}/{path}")
        assert found.status_code == 200
        assert found.headers["cache-control"] == "no-store"
        assert found.headers["cross-origin-resource-policy"] == "same-origin"
    for name in ("values.json", "..%2f..%2fyour film", "rep-1-nothing.jpg"):
        assert web.get(f"/film/{id}/picture/{name}").status_code == 404


def _pictures(clip):
    return (path.name for path in clip.run.glob("rep-*.jpg"))


def test_the_film_is_gone_once_it_is_read_and_the_copy_says_nothing(seen):
    import av

    clip = seen[1]
    assert not clip.film.exists()
    with av.open(str(clip.small)) as copy:
        assert [stream.type for stream in copy.streams] == ["video"]
        said = {**copy.metadata, **copy.streams.video[0].metadata}
        assert not {"location", "creation_time", "com.apple.quicktime.make"} & set(said)


def test_a_correction_is_judged_from_what_was_read(web, seen, folder):
    desk, clip = seen
    form = {"load": "150", "plate_mm": "450", "style": "conventional", "by_hand": "yes"}
    form |= {"begin-0": "7", "end-0": "11,2", "begin-1": "", "end-1": ""}
    sent = web.post(f"/film/{clip.id}/correct", data=form)
    assert sent.status_code == 303, sent.text
    job = desk.queue.get(sent.headers["location"].rpartition("/")[2])
    done(desk, job)
    page = web.get(f"/film/{clip.id}").text
    assert "1 rep · 150 kg" in page
    assert "begin and end is as you set it" in page
    assert 'value="7.00"' in page
    with opened(Place(folder / "j.db")) as journal:
        (kept,) = films(journal)
    assert kept.parameters["spans"] == [[7.0, 11.2]]
    assert kept.made == NOON
    assert len(list((clip.folder / "runs").iterdir())) == 1


def test_a_film_that_was_read_without_a_body_is_worked_out_anew_with_the_one_under_you(
    web, seen, folder
):
    desk, clip = seen
    address = f"/film/{clip.id}/correct"

    def corrected(**body):
        sent = web.post(address, data={"load": "140", "style": "conventional", **body})
        assert sent.status_code == 303, sent.text
        done(desk, desk.queue.get(sent.headers["location"].rpartition("/")[2]))
        with opened(Place(folder / "j.db")) as journal:
            (kept,) = films(journal)
        return kept.parameters, web.get(f"/film/{clip.id}").text

    without, page = corrected(body="yes")
    assert (without["height_m"], without["mass_kg"], without["sex"]) == (None, None, "unknown")
    assert "an average height, an average mass, sex not said" in page
    typed = dict(re.findall(r'name="(height|mass)"[^>]* value="([^"]*)"', page))
    assert typed == {"height": "181 cm", "mass": "84 kg"}
    within, page = corrected(**typed, sex="male", body="yes")
    assert (within["height_m"], within["mass_kg"], within["sex"]) == (1.81, 84.0, "male")
    assert "worked out with: 181 cm, 84 kg, male" in page
    other, page = corrected(height="5'11", mass="200 lb", sex="male", body="yes")
    assert other["mass_kg"] == pytest.approx(90.72, abs=0.01)
    heavier, _ = corrected(load="141")
    assert heavier == {**other, "load_kg": 141.0}, "what does not speak of the body leaves it"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"body": "yes", "mass": "9"}, "30 to 250 kg"),
        ({"load": "x"}, "a weight in kg"),
        ({"by_hand": "yes", "begin-0": "3"}, "where it ends"),
        ({"by_hand": "yes", "begin-0": "5", "end-0": "3"}, "a beginning before its end"),
        ({"by_hand": "yes"}, "at least one repetition"),
        ({"plate_mm": "30"}, "100 to 500 mm"),
    ],
)
def test_a_correction_that_cannot_be_keeps_what_was_typed(web, seen, form, says):
    typed = {"load": "151", "plate_mm": "449", "style": "", **form}
    refused = web.post(f"/film/{seen[1].id}/correct", data=typed)
    assert refused.status_code == 422
    assert says in refused.text
    assert f'value="{typed["plate_mm"]}"' in refused.text


def test_what_another_version_wrote_is_judged_anew_and_what_is_damaged_is_said(web, seen):
    desk, clip = seen
    (clip.run / "values.json").write_text("{}")
    assert "Upload the film again" in web.get(f"/film/{clip.id}").text
    before = clip.run.rename(clip.run.with_name("0" * 32))
    clip.order_file(before.name).write_text((next(clip.folder.glob("orders/*"))).read_text())
    (clip.folder / "current").write_text(before.name)
    to = web.get(f"/film/{clip.id}").headers["location"]
    done(desk, desk.queue.get(to.rpartition("/")[2]))
    assert "The bar drifted ahead" in web.get(f"/film/{clip.id}").text


def test_the_same_film_again_is_the_same_place_and_no_second_work(web, seen):
    _, clip = seen
    film = {"film": ("b.mp4", stick_film().read_bytes(), "video/mp4")}
    same = {"load": "140", "style": "conventional", "plate_mm": "450"}
    sent = web.post("/film", data=same, files=film)
    assert sent.headers["location"] == f"/film/jobs/{clip.job}"
    assert web.get(sent.headers["location"]).headers["location"] == f"/film/{clip.id}"
    assert web.get("/film").text.count('class="film-card"') == 1


def test_a_deleted_film_leaves_nothing(web, seen, folder):
    desk, clip = seen
    assert "Delete this film?" in web.get(f"/film/{clip.id}/delete").text
    assert web.post(f"/film/{clip.id}/delete").headers["location"] == "/film"
    assert web.get(f"/film/{clip.id}").status_code == 404
    with opened(Place(folder / "j.db")) as journal:
        assert films(journal) == []
    assert list((folder / "j.db.films").rglob("*.mp4")) == []
    assert desk.queue.listed() == ()


def test_a_stopped_job_takes_its_film_with_it(web, folder):
    film = {"film": ("b.mp4", stick_film().read_bytes(), "video/mp4")}
    to = web.post("/film", data=ASKED, files=film).headers["location"]
    assert web.post(f"{to}/cancel").headers["location"] == "/film"
    assert shelf(folder).clips() == []
    assert web.get(to).status_code == 404


def test_a_failure_is_one_line_with_what_to_do(web, folder):
    film = {"film": ("b.mp4", stick_film().read_bytes(), "video/mp4")}
    to = web.post("/film", data=ASKED, files=film).headers["location"]
    with desk_in(folder) as desk:
        held = desk.queue.table.take()
        desk.queue.table.set_aside(held, "it broke (ValueError)")
    page = web.get(to).text
    assert "through no fault of yours: It broke (ValueError)." in page
    assert "Not read: it broke (ValueError)" in web.get("/film").text
    again = web.post(f"{to}/again").headers["location"]
    assert "It waits its turn" in web.get(again).text


def test_units_and_what_is_missing_of_the_body(folder, clock):
    settings = Settings(journal=str(folder / "j.db"), works_on_films=False, now=clock)
    with TestClient(
        create_app(settings), base_url="http://localhost", follow_redirects=False
    ) as web:
        assert "Height [cm]" in web.get("/film").text
        form = {**ASKED, "height_cm": "181", "mass": "185 lb", "sex": "male", "load": "315 lb"}
        upload = begun(web, b"x" * 100, **form).json()["id"]
        assert "Height [cm]" not in web.get("/film").text
    order = json.loads(shelf(folder).clip(upload).order_file("asked").read_text())
    assert order["asked"]["height_m"] == 1.81
    assert order["asked"]["load_kg"] == pytest.approx(142.88, abs=0.01)


def test_films_are_each_persons_own_where_several_share_a_journal(database):
    with team(database) as made:
        film = {"film": ("a.mp4", stick_film().read_bytes(), "video/mp4")}
        theirs, other = made.clients["sharing"], made.clients["other"]
        to = theirs.post("/film", data=ASKED, files=film).headers["location"]
        person = made.people["sharing"].person
        (clip,) = Shelf(films_folder(made.journal.place) / str(person)).clips()
        assert theirs.get(to).status_code == 200
        assert "Being read" in theirs.get("/film").text
        for who in (other, made.clients["owner"], made.clients["coach"]):
            assert "Being read" not in who.get("/film").text
            for path in (to, f"/film/{clip.id}", f"/film/{clip.id}/delete"):
                assert who.get(path).status_code == 404
            for path in (f"{to}/cancel", f"/film/{clip.id}/delete", f"/film/{clip.id}/correct"):
                assert who.post(path, data=ASKED).status_code == 404
        assert clip.film.is_file()
        erase_person(replace(made.journal, person=person))
        assert not clip.folder.parent.exists()


def test_a_backup_says_before_and_after_that_it_holds_no_films(web, folder):
    with desk_in(folder) as desk:
        film_read_before(desk)
    not_in_it = "The films themselves are not, nor the player and the pictures."
    assert all(not_in_it in web.get(path).text for path in ("/you", "/you/delete"))
    backup = web.get("/you/backup.zip").content
    assert web.post("/you/delete", data={"word": "delete"}).status_code == 303
    web.post("/you/restore", files={"file": ("b.zip", backup)})
    shown = web.get("/you/restore").text
    assert not_in_it in shown
    assert "1 film result" in shown
    told = web.post("/you/restore/keep").headers["location"]
    assert not_in_it in web.get(told).text
    listed = web.get("/film").text
    assert "What was found is kept. The film and its pictures are not here" in listed
    assert "command line" not in listed
