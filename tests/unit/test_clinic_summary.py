"""The summary for a clinician: one page, nothing left unsaid, and nothing typed run as markup."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from backspotter.app.clinic import told
from backspotter.app.clinic_page import SIGNS_FIRST, clinic_document, happened, who
from backspotter.app.clinic_signs import answer_of, signs_asked
from backspotter.app.clinic_words import set_lines
from backspotter.app.plain_words import fact_in_words
from backspotter.cli import main as command_line
from backspotter.exports.clinic_pdf import clinic_pdf
from backspotter.exports.course_picture import course_picture
from backspotter.journal.codec import SETS
from backspotter.journal.entries import add
from backspotter.journal.flags import flags
from backspotter.journal.journal import opened
from tests.episodes import NOW, episode, film, pull
from tests.journals import check, fast_folder, place_in
from tests.unpacked import POPPLER

MARKUP = (
    '#panic("run") *bold* _it_ $x^2$ `raw` <label> @ref \\ // #import "@preview/x:1.0.0" [ ] { }'
)


@pytest.fixture(scope="module")
def journal():
    with fast_folder() as folder, opened(place_in(folder)) as found:
        yield episode(found, report=MARKUP, note=MARKUP)


@pytest.fixture(scope="module")
def summary(journal):
    return told(journal, now=NOW, name="Jo Sample")


@pytest.fixture(scope="module")
def document(summary):
    return clinic_document(summary)


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


def pdf_of(summary, document) -> bytes:
    return clinic_pdf(document, plot=course_picture(summary.course.course), made=NOW)


@pytest.fixture(scope="module")
def pdf(summary, document):
    return pdf_of(summary, document)


@pytest.fixture(scope="module")
def pages(pdf):
    return pages_of(pdf)


def test_who_is_said_and_what_is_not_said_is_called_so(summary):
    rows = dict(who(summary))
    assert rows == {
        "Name": "Jo Sample", "Age": "33 or 34", "Sex": "male", "Height": "181 cm",
        "Body mass": "185.4 lb (84.1 kg)",
    }  # fmt: skip
    bare = replace(summary, name="", profile=type(summary.profile)(), body_mass=(), check_ins=())
    assert dict(who(bare)) == dict.fromkeys(("Age", "Sex", "Height", "Body mass"), "not said")


def test_the_year_of_birth_of_the_profile_is_worth_more_than_an_age_once_typed(summary):
    born = replace(summary.profile, birth_year=NOW.year - 36)
    typed = replace(summary.check_ins[0], answers={**summary.check_ins[0].answers, "age": 34})
    rows = dict(who(replace(summary, profile=born, check_ins=(typed,))))
    assert rows["Age"] == "35 or 36"


def test_weights_are_in_the_persons_unit_with_one_decimal_at_most(summary):
    heavy = replace(pull(NOW, 0, 142.88164), reps=5)
    in_lb = replace(summary, profile=replace(summary.profile, units="lb", mass_kg=83.91459))
    rows = dict(who(replace(in_lb, body_mass=())))
    assert rows["Body mass"] == "185 lb (83.9 kg)"
    assert (
        dict(who(replace(in_lb, profile=replace(in_lb.profile, units="kg"), body_mass=())))[
            "Body mass"
        ]
        == "83.9 kg"
    )
    assert "315 lb" in set_lines([heavy], in_lb.unit)[0]


def test_sets_that_alternate_are_counted_together():
    sets = [replace(pull(NOW, place, kg), reps=5) for place, kg in enumerate([100.0, 60.0] * 3)]
    lines = set_lines(sets)
    assert [line.partition(" 3 × 5, ")[2].partition(",")[0] for line in lines] == [
        "100 kg",
        "60 kg",
    ]


def test_one_episode_is_the_first():
    assert fact_in_words("episodes", 1) == "this is the first episode"
    assert fact_in_words("episodes", 3) == "there have been 3 episodes, this one included"


def test_what_happened_names_the_session_the_onset_and_their_own_words(summary):
    lines = happened(summary)
    assert lines[0] == "Fri 20 Nov: Deadlift 3 × 5, 319.7 lb, RPE 8.5."
    assert lines[1].startswith("It began during the lift; it feels dull and stiff; it sits")
    assert MARKUP[:40] in lines[2]


def test_a_sign_is_yes_no_or_not_asked_and_a_later_no_outvotes_no_yes(summary):
    signs = {
        each.field: answer_of(each)
        for group in signs_asked(summary.check_ins)
        for each in group.signs
    }
    assert signs["leg_tingling"] == "yes"
    assert signs["saddle_numb"] == "no"
    assert signs["chest_pain"] == "not asked"
    assert signs["walking"] == "no"
    assert set(signs.values()) == {"yes", "no", "not asked"}


def test_an_open_flag_is_open_and_an_ended_one_says_how(document):
    first, second = document["flags"]["rows"]
    assert (first["open"], first["rule"]) == (True, "RAD-05")
    assert first["ended"].startswith("OPEN")
    assert second["ended"] == "examined by GP, Mon 23 Nov"


def test_scores_are_the_last_ones_and_say_whether_they_changed(document):
    scores = {name: (value, words) for name, value, words in document["scores"]}
    assert scores["Pain now, of 10"] == ("3", "Thu 26 Nov, 06:00")
    assert scores["Worst, of 10"][0] == "7"
    assert scores["Own activities, of 10 (10: as before)"][0] == "5.75"
    assert scores["Roland-Morris total"][0] == "4"
    assert "8 to 4" in scores["Roland-Morris total"][1]


def test_the_film_says_its_doubt_and_what_it_could_not_judge(document):
    shown = " ".join(document["films"]["shown"]["rows"])
    assert "21° (9–33)" in shown
    assert "86 in 100" in shown
    assert document["films"]["withheld"]["rows"] == ["hip angle, rep 1: the plate covers the hip"]


def test_a_film_that_cannot_be_judged_says_why(summary):
    kept = film(NOW)
    poor = {**kept.summary, "reps": [], "withheld": [],
            "quality": {"grade": "cannot_judge", "reasons": ["too dark: more light"]}}  # fmt: skip
    shown = clinic_document(replace(summary, films=(replace(kept, summary=poor),)))["films"]
    assert shown["withheld"]["rows"] == ["too dark: more light"]


def test_an_earlier_episode_is_another_one_but_its_open_flag_is_told(journal, summary):
    old = replace(flags(journal)[1], id=99, opened=NOW.replace(year=2024), rule="CES-03")
    document = clinic_document(replace(summary, flags=(*summary.flags, old)))
    assert "CES-03" in [each["rule"] for each in document["flags"]["rows"]]


@pytest.mark.needs("pdftotext", install=POPPLER)
def test_the_summary_is_one_page_and_the_detail_comes_after_it(pages):
    assert pages[0].lstrip().startswith("Low back after deadlifting")
    assert pages[1].lstrip().startswith("In detail")
    assert len(pages) == 2
    for heading in ("What happened", "Warning signs", "Flags", "Scores", "film", "advised"):
        assert heading in pages[0]


@pytest.mark.needs("pdftotext", install=POPPLER)
def test_it_says_once_that_it_is_no_diagnosis(pages):
    assert "".join(pages).count("not a diagnosis") == 1


@pytest.mark.needs("pdftotext", install=POPPLER)
def test_nothing_that_was_typed_is_read_as_markup(pages):
    for part in ('#panic("run")', "*bold*", "$x^2$", "`raw`", "<label>", "@preview/x:1.0.0"):
        assert part in pages[0]
        assert pages[1].count(part) == 2


@pytest.mark.needs("pdftotext", install=POPPLER)
def test_the_longest_texts_still_leave_one_page(summary):
    long = "W" * 60 + " "
    kept = [replace(each, text=long * 40, answers={**each.answers}) for each in summary.check_ins]
    every = [{"topic": "action", "words": long * 20, "claims": []}] * 30
    kept[-1] = replace(kept[-1], answer={**kept[-1].answer, "do_now": every})
    sore = [replace(each, note=long * 30, function=((long, 1.0),) * 5) for each in summary.soreness]
    flag = replace(summary.flags[1], words=long * 20, rule="LONG-99")
    full = replace(
        summary,
        name=long * 9,
        check_ins=tuple(kept * 10),
        soreness=tuple(sore * 20),
        flags=(flag,) * 40,
        sets=tuple(replace(each, exercise=long + each.exercise) for each in summary.sets),
    )
    pages = pages_of(pdf_of(summary, clinic_document(full)))
    assert pages[1].lstrip().startswith("In detail")
    assert "Further flags" in "".join(pages[1:])


def test_every_sign_has_a_name_of_words_and_no_two_the_same():
    short = [each.short for group in signs_asked(()) for each in group.signs]
    assert len(set(short)) == len(short)
    assert not [each for each in short if "_" in each or not each.strip()]
    assert "leg or foot partly numb" in short


@pytest.mark.needs("pdftotext", install=POPPLER)
def test_what_cannot_be_printed_has_a_stand_in_and_the_foot_says_so_once(summary, monkeypatch):
    monkeypatch.setattr("backspotter.exports.clinic_pdf.MOST_ROUNDS", 0)
    report = "slow \N{GRINNING FACE} \N{CJK UNIFIED IDEOGRAPH-4E2D}"
    kept = tuple(replace(each, text=report) for each in summary.check_ins)
    pages = pages_of(pdf_of(summary, clinic_document(replace(summary, check_ins=kept))))
    assert "slow [grinning face] □" in pages[0]
    assert "".join(pages).count("cannot be printed here") == 1


def test_nothing_is_said_of_stand_ins_where_all_is_printed(pages):
    assert "cannot be printed" not in "".join(pages)


def test_an_emoji_in_the_log_does_not_keep_the_command_from_its_file(tmp_path):
    with opened(place_in(tmp_path)) as journal:
        check(journal, pain_now=4, at=NOW)
        lifted = replace(
            pull(NOW - timedelta(days=1), 0, 100.0), exercise="\N{WEIGHT LIFTER}\ufe0f 3x5"
        )
        add(journal, SETS, lifted, entered=NOW)
    out = tmp_path / "a.pdf"
    words = ["--journal", str(tmp_path / "j.db"), "export", "pdf", "--out", str(out)]
    assert command_line.run(words) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_the_same_journal_gives_the_same_bytes(summary, document, pdf):
    assert pdf_of(summary, document) == pdf


@pytest.mark.parametrize("sign", ["saddle_numb", "leg_tingling"])
def test_beside_an_open_flag_the_course_calms_nobody_and_forecasts_nothing(sign):
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        check(journal, **{sign: "yes"}, hours_since_lift=20, pain_now=3, at=NOW)
        summary = told(journal, now=NOW)
    document, course = clinic_document(summary), summary.course.course
    assert not course.is_no_soreness
    assert document["course"]["words"] == SIGNS_FIRST
    assert document["level"]["urgent"] == (sign == "saddle_numb")
    picture = course_picture(course)
    assert "to come for you" not in picture
    assert not re.search("on course|gone by", picture)


def test_soreness_alone_has_its_forecast():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        check(journal, hours_since_lift=20, pain_now=3, quality=["sore"], trend="easing", at=NOW)
        summary = told(journal, now=NOW)
    assert clinic_document(summary)["course"]["words"].startswith("On course: ")
    assert "to come for you" in course_picture(summary.course.course)


def test_a_later_session_does_not_hide_the_course_of_the_episode():
    later = NOW + timedelta(days=60)
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        episode(journal)
        add(journal, SETS, pull(later, 0, 100.0), entered=later)
        summary = told(journal, now=later + timedelta(hours=2))
    assert len(summary.course.course.entries) == 7
    title = clinic_document(summary)["course"]["title"]
    assert title == "Course of pain, as it stood at the last entry, Thu 26 Nov, 06:00"


def test_no_session_no_course_and_it_says_so():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        check(journal, pain_now=4, at=NOW)
        document = clinic_document(told(journal, now=NOW))
    assert document["course"]["title"] == "No course is drawn"
    assert clinic_pdf(document, made=NOW).startswith(b"%PDF")


def test_an_empty_journal_is_said_in_a_line_and_nothing_is_made(tmp_path, capsys):
    out = tmp_path / "a.pdf"
    words = ["--journal", str(tmp_path / "none.db"), "export", "pdf", "--out", str(out)]
    assert command_line.run(words) == 2
    assert "an empty journal" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with opened(place_in(tmp_path)):
        pass
    words[1] = str(tmp_path / "j.db")
    assert command_line.run(words) == 2
    assert not out.exists()


def test_without_typst_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    with opened(place_in(tmp_path)) as journal:
        check(journal, pain_now=4, at=NOW)
    monkeypatch.setitem(sys.modules, "typst", None)
    out = tmp_path / "a.pdf"
    words = ["--journal", str(tmp_path / "j.db"), "export", "pdf", "--out", str(out)]
    assert command_line.run(words) == 2
    assert "backspotter[clinic]" in capsys.readouterr().err
    assert not out.exists()


def test_the_command_writes_it_for_this_person_alone(tmp_path, capsys):
    with opened(place_in(tmp_path)) as journal:
        check(journal, pain_now=4, at=NOW)
    out = tmp_path / "a.pdf"
    words = ["--journal", str(tmp_path / "j.db"), "export", "pdf", "--out", str(out)]
    assert command_line.run(words) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    assert "Wrote 1 entry, as a summary, to" in capsys.readouterr().out


def test_a_start_loads_none_of_the_heavy_packages():
    code = (
        "import sys; from backspotter.cli.main import run; run(['export', '--help']);"
        "sys.exit(bool({'typst', 'fhir', 'polars', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_check_in_of_nothing_is_told_too():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        check(journal, at=NOW)
        document = clinic_document(told(journal, now=NOW))
    assert document["happened"] == ["Nothing was said of how it began."]
