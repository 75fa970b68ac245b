"""The journal as a FHIR bundle: built of what R4B knows, only checked codes, and back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from backspotter.cli import main as command_line
from backspotter.errors import InputError
from backspotter.exports.fhir.bundle import Written, bundle, hash_of
from backspotter.exports.fhir.checks import LEVEL_CALLED
from backspotter.exports.fhir.parts import LOINC, LOINC_PAIN, PAIN_ANSWERS, pain_in, pain_value
from backspotter.exports.fhir.questions import groups
from backspotter.exports.fhir.reading import coming_from
from backspotter.journal.codec import CHECK_INS, PROFILES, SESSIONS, SETS, SORENESSES
from backspotter.journal.entries import add, current
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.holding import held
from backspotter.journal.journal import opened
from backspotter.journal.merging import foresee, merge_in
from backspotter.journal.profile import set_profile
from backspotter.journal.undoing import undo
from backspotter.training.log import SessionNote
from backspotter.triage.check_in import FIELDS
from tests.check_ins import PLAINLY_SORE
from tests.episodes import NOW, episode
from tests.journals import check, dump, fast_folder, lifted, place_in, sore

ABOUT = Written(person="a person", name="Jo Sample", made=NOW, program="0.1.0")
CHECKED = {LOINC_PAIN, *PAIN_ANSWERS}
"""Every code of others that may stand in a bundle."""


@pytest.fixture
def empty():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        yield journal


@pytest.fixture(scope="module")
def journal():
    with fast_folder() as folder, opened(place_in(folder)) as found:
        yield episode(found)


def written(journal):
    with journal.reading() as connection:
        return bundle(held(connection, journal.person), ABOUT)


@pytest.fixture(scope="module")
def document(journal):
    return written(journal)


def read(document):
    return coming_from(json.loads(json.dumps(document)), name="b.json", sha256="x")


def of_type(document, kind):
    return [e["resource"] for e in document["entry"] if e["resource"]["resourceType"] == kind]


def everything(given):
    """Every object in a document, itself included."""
    if isinstance(given, dict):
        yield given
        for each in given.values():
            yield from everything(each)
    elif isinstance(given, list):
        for each in given:
            yield from everything(each)


def test_the_library_reads_it_and_writes_the_same(document):
    from fhir.resources.R4B.bundle import Bundle

    again = json.loads(Bundle.model_validate(document).model_dump_json())
    assert hash_of(again["entry"]) == hash_of(document["entry"])
    assert len(again["entry"]) == len(document["entry"])


def test_no_code_of_others_but_those_that_were_checked(document):
    codings = [each for each in everything(document) if "code" in each and "system" in each]
    assert codings
    assert {each["system"] for each in codings} == {LOINC}
    assert {each["code"] for each in codings} <= CHECKED
    plain = [e["code"] for e in everything(document) if isinstance(e.get("code"), str)]
    assert len(plain) == len(codings)


def test_the_patient_is_no_more_than_was_said(document, journal):
    (patient,) = of_type(document, "Patient")
    assert set(patient) == {"resourceType", "id", "name", "gender", "birthDate"}
    assert (patient["gender"], patient["birthDate"]) == ("male", "1992")
    with journal.reading() as connection:
        unnamed = bundle(held(connection, journal.person), replace(ABOUT, name=""))
    assert "Jo Sample" not in json.dumps(unnamed)


def test_what_was_not_asked_has_no_answer_and_no_sign_is_written_as_no(document):
    first = of_type(document, "QuestionnaireResponse")[0]
    answers = {i["linkId"]: i["answer"] for g in first["item"] for i in g.get("item", ())}
    assert answers["saddle_numb"] == [{"valueBoolean": False}]
    assert answers["leg_tingling"] == [{"valueBoolean": True}]
    assert "chest_pain" not in answers
    assert answers["pain_now"] == [{"valueInteger": 5}]
    assert {each["valueCoding"]["display"] for each in answers["quality"]} == {"dull", "stiff"}


def test_every_field_is_asked_once(document):
    (asked,) = of_type(document, "Questionnaire")
    ids = [item["linkId"] for group in asked["item"] for item in group.get("item", ())]
    assert sorted(ids) == sorted(FIELDS)
    assert set(groups()) <= {group["linkId"] for group in asked["item"]}


@pytest.mark.parametrize(
    ("pain", "code"),
    [(0, "LA6111-4"), (1, "LA6112-2"), (2, "LA6113-0"), (3, "LA6114-8"), (4, "LA6115-5"),
     (5, "LA10137-0"), (6, "LA10138-8"), (7, "LA10139-6"), (8, "LA10140-4"), (9, "LA10141-2"),
     (10, "LA13942-0")],
)  # fmt: skip
def test_the_answer_codes_of_pain(pain, code):
    (coding,) = pain_value(float(pain))["valueCodeableConcept"]["coding"]
    assert coding == {"system": LOINC, "code": code, "display": f"{pain}"}
    assert pain_in(pain_value(float(pain))) == pain


def test_pain_between_two_answers_is_a_quantity():
    assert pain_value(4.5) == {"valueQuantity": {"value": 4.5, "unit": "of 10"}}
    assert pain_in(pain_value(4.5)) == 4.5


def test_a_finding_of_a_film_has_its_doubt_and_what_was_not_judged_has_a_reason(document):
    (report,) = of_type(document, "DiagnosticReport")
    found = {each["id"]: each for each in of_type(document, "Observation")}
    fault, withheld = (found[r["reference"].removeprefix("urn:uuid:")] for r in report["result"])
    doubt = {each["id"]: each for each in fault["component"]}
    assert fault["valueQuantity"] == {"value": 21.0, "unit": "degrees"}
    assert [doubt[end]["valueQuantity"]["value"] for end in ("low", "high", "chance")] == [
        9,
        33,
        0.86,
    ]
    why = "Cannot be judged: the plate covers the hip"
    assert withheld["dataAbsentReason"] == {"text": why}
    assert not any(name.startswith("value") for name in withheld)


def test_flags_say_whether_they_are_open_and_who_ended_them(document):
    ended, is_open = of_type(document, "Flag")
    assert (ended["status"], is_open["status"]) == ("inactive", "active")
    assert "end" not in is_open["period"]
    (by,) = [p for p in of_type(document, "Provenance") if p["activity"]["text"] == "examined"]
    assert by["target"] == [{"reference": f"urn:uuid:{ended['id']}"}]
    assert by["agent"][0]["who"] == {"display": "GP"}


def test_every_reference_and_every_address_is_of_one_entry(document):
    there = [each["fullUrl"] for each in document["entry"]]
    assert len(set(there)) == len(there)
    named = {each["reference"] for each in everything(document) if "reference" in each}
    assert named <= set(there)
    last = document["entry"][-1]["resource"]
    assert last["activity"] == {"text": "export"}
    assert last["agent"][0]["who"] == {"display": "Backspotter 0.1.0"}


def test_what_comes_back_is_what_went_out(journal, document, empty):
    coming = read(document)
    brought = merge_in(empty, coming, at=NOW)
    assert brought.batch is not None
    for kind in (CHECK_INS, SORENESSES, SETS):
        mine = [each.value for each in current(journal, kind)]
        assert [each.value for each in current(empty, kind)] == mine
    assert carried(written(empty)) == carried(document)


def test_a_flag_that_one_check_raised_anew_is_one_of_its_own(empty):
    signs = ("muscle_swelling", "muscle_weakness_gross", "pain_out_of_proportion")
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        check(journal, **dict.fromkeys(signs, "yes"))
        wrong = next(each for each in flags(journal) if each.rule == "RHABDO-03")
        end_flag(journal, wrong.id, how="mistake", at=NOW, entered=NOW)
        document = written(journal)
        merge_in(empty, read(document), at=NOW)
        ends = [[(f.rule, f.how) for f in flags(each)] for each in (journal, empty)]
    assert sorted(ends[0]) == sorted(ends[1])
    assert [rule for rule, _ in ends[1]].count("RHABDO-03") == 2
    assert carried(written(empty)) == carried(document)


def carried(document):
    """All but what a correction took the place of: that is known by its name alone."""
    resources = [each["resource"] for each in document["entry"]]
    return [each for each in resources if each.get("activity") != {"text": "correction"}]


def test_bringing_it_in_again_changes_nothing_and_an_undo_leaves_no_trace(document, empty):
    before = dump(empty.place)
    merge_in(empty, read(document), at=NOW)
    then = dump(empty.place)
    again = merge_in(empty, read(document), at=NOW)
    assert (again.batch, again.added) == (None, 0)
    assert dump(empty.place) == then
    undo(empty, 1)
    assert dump(empty.place) == before


def test_a_correction_takes_the_place_of_what_an_earlier_bundle_brought(empty):
    with fast_folder() as folder, opened(place_in(folder)) as mine:
        first = add(mine, SORENESSES, sore(4), entered=NOW)
        add(mine, SETS, lifted(0), entered=NOW)
        merge_in(empty, read(written(mine)), at=NOW)
        later = add(mine, SORENESSES, sore(5), entered=NOW + timedelta(minutes=1), corrects=first)
        add(mine, SORENESSES, sore(6), entered=NOW + timedelta(minutes=2), corrects=later)
        merge_in(empty, read(written(mine)), at=NOW)
    assert [each.value.pain_now for each in current(empty, SORENESSES)] == [6]
    assert len(current(empty, SETS)) == 1


def test_a_profile_comes_in_only_where_there_is_none(document, empty):
    set_profile(empty, entered=NOW, units="kg")
    merge_in(empty, read(document), at=NOW)
    (profile,) = current(empty, PROFILES)
    assert (profile.value.units, profile.value.height_m) == ("kg", None)


def nonsense(change):
    """A bundle with our mark and the right hash, and entries that make no sense."""

    def changed(document):
        entries = json.loads(json.dumps(document["entry"]))
        change(entries)
        return {**document, "entry": entries, "identifier": sealed(document, entries)}

    return changed


def sealed(document, entries):
    return {**document["identifier"], "value": hash_of(entries)}


def first_of(entries, kind):
    return next(e["resource"] for e in entries if e["resource"]["resourceType"] == kind)


@pytest.mark.parametrize(
    "changed",
    [
        lambda document: [],
        lambda document: None,
        lambda document: 7,
        lambda document: {"resourceType": "Patient"},
        lambda document: {"resourceType": "Bundle", "type": "collection"},
        lambda document: {**document, "identifier": {"system": "urn:other", "value": "1"}},
        lambda document: {**document, "identifier": None},
        lambda document: {**document, "entry": document["entry"][:-1]},
        lambda document: {**document, "entry": {"resource": {}}},
        nonsense(lambda entries: entries.append(7)),
        nonsense(lambda entries: entries.append({"resource": {"resourceType": "Observation"}})),
        nonsense(lambda entries: first_of(entries, "Flag").pop("period")),
        nonsense(lambda entries: first_of(entries, "Flag").update(category=[{"text": "fine"}])),
        nonsense(lambda entries: first_of(entries, "QuestionnaireResponse").pop("authored")),
        nonsense(lambda entries: first_of(entries, "DiagnosticReport").pop("presentedForm")),
        nonsense(lambda entries: first_of(entries, "DocumentReference").update(content=[])),
        nonsense(lambda entries: first_of(entries, "Observation").update(issued="yesterday")),
    ],
)
def test_any_other_bundle_is_refused_in_one_line(document, changed):
    with pytest.raises(InputError, match=r"^merge: got .*nothing was changed$"):
        coming_from(changed(document), name="b.json", sha256="x")


def test_the_same_bundle_laid_out_otherwise_is_still_ours(document):
    other = json.loads(
        json.dumps(document, sort_keys=True).replace('"value": 145.0', '"value": 145')
    )
    assert other["entry"] == document["entry"]
    assert len(read(other).entries) == len(read(document).entries)


def test_foreseeing_changes_nothing(document, empty):
    before = dump(empty.place)
    foreseen = foresee(empty, read(document))
    assert foreseen.new["check_in"] == 2
    assert not foreseen.there
    assert dump(empty.place) == before
    with empty.at_once() as joined:
        assert foresee(joined, read(document)).new == foreseen.new
    assert dump(empty.place) == before


def test_the_command_writes_a_bundle_that_merge_reads(tmp_path, capsys):
    with opened(place_in(tmp_path)) as journal:
        add(journal, SORENESSES, sore(4), entered=NOW)
    out, mine, other = tmp_path / "b.json", str(tmp_path / "j.db"), str(tmp_path / "o.db")
    assert command_line.run(["--journal", mine, "export", "fhir", "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o077 == 0
    assert command_line.run(["--journal", other, "merge", str(out), "--yes"]) == 0
    assert "1 soreness entry" in capsys.readouterr().out
    assert command_line.run(["--journal", str(tmp_path / "n.db"), "export", "fhir"]) == 2


def test_what_made_it_worse_and_pain_during_a_session_come_back(empty):
    worse = replace(sore(4), made_worse=("sitting", "a long drive"))
    note = SessionNote(day=NOW.date(), pain_during=3.0)
    with fast_folder() as folder, opened(place_in(folder)) as mine:
        add(mine, SORENESSES, worse, entered=NOW)
        add(mine, SESSIONS, note, entered=NOW)
        merge_in(empty, read(written(mine)), at=NOW)
    assert [each.value for each in current(empty, SORENESSES)] == [worse]
    assert [each.value for each in current(empty, SESSIONS)] == [note]


def test_what_was_a_mistake_is_marked_and_what_counts_stands_beside_it(tmp_path):
    with opened(place_in(tmp_path)) as journal:
        check(journal, at=NOW, **{**PLAINLY_SORE, "saddle_numb": "yes"})
        for flag in flags(journal):
            end_flag(journal, flag.id, how="mistake", at=NOW, entered=NOW)
        with journal.reading() as connection:
            kept = held(connection, journal.person)
    out = tmp_path / "b.json"
    mine = str(tmp_path / "j.db")
    assert command_line.run(["--journal", mine, "export", "fhir", "--out", str(out)]) == 0
    document = json.loads(out.read_text())
    levels = [
        each for each in of_type(document, "Observation") if each["code"] == {"text": LEVEL_CALLED}
    ]
    said = {each["valueString"]: each["status"] for each in levels}
    assert said == {"emergency": "entered-in-error", "normal soreness": "final"}
    told = of_type(document, "QuestionnaireResponse")
    assert [each["status"] for each in told] == ["entered-in-error", "completed"]
    assert read(document).entries == kept.entries, "the record comes back whole"
