"""The HTTP API: its document is true, its examples run, and what is sent twice is kept once."""

import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from backspotter.app.answer import answer_document
from backspotter.app.schemas import answer_schema
from backspotter.triage.assess import assess
from backspotter.triage.check_in import check_in_from
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.journals import fast_folder

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = {"Idempotency-Key": "7f9c24e8-3b12-4fef-91e0"}
OTHER = {"Idempotency-Key": "0b0d7a2e-94a1-4c7b-8d52"}
DULL = {"check_in": {"onset": "next_day", "pain_now": 4}}


@pytest.fixture(scope="module")
def api():
    with fast_folder() as folder:
        app = create_app(Settings(journal=str(folder / "j.db"), now=lambda: NOW))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            yield client


@pytest.fixture
def empty():
    with fast_folder() as folder:
        app = create_app(Settings(journal=str(folder / "j.db"), now=lambda: NOW))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            yield client


def document_of(api):
    return api.get("/api/openapi.json").json()


def schema_for(document, answers, status):
    """The schema of one answer, with the components that it points to."""
    shape = answers[str(status)]["content"]["application/json"]["schema"]
    return {**shape, "components": document["components"]}


def examples_in(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for name, each in body.get("examples", {}).items():
                yield method, path, name, each["value"], operation["responses"]


def test_every_example_runs_and_is_answered_as_the_document_says(api):
    document = document_of(api)
    asked = list(examples_in(document))
    assert len(asked) >= 12
    for method, path, name, value, answers in asked:
        told = api.request(method, path, json=value)
        assert told.status_code in (200, 201), (path, name, told.text)
        Draft202012Validator(schema_for(document, answers, told.status_code)).validate(told.json())


def test_every_request_body_has_an_example(api):
    bare = [
        path
        for path, operations in document_of(api)["paths"].items()
        for each in operations.values()
        for content in each.get("requestBody", {}).get("content", {}).values()
        if not content.get("examples")
    ]
    assert bare == []


def test_the_answer_is_that_of_the_command(api):
    told = api.post("/api/v1/assess", json=DULL).json()
    own = answer_document(assess(check_in_from(DULL["check_in"])))
    assert told == json.loads(json.dumps(own))


def test_a_text_that_says_nothing_has_no_level_and_is_not_kept(empty):
    words = {"text": "the weather is fine"}
    assert empty.post("/api/v1/assess", json=words).json()["level"] is None
    told = empty.post("/api/v1/check-ins", json=words)
    assert told.status_code == 422
    assert empty.get("/api/v1/track").json()["checks"] == []


def test_under_one_key_it_is_kept_once_and_answered_the_same(empty):
    first = empty.post("/api/v1/check-ins", json=DULL, headers=KEY)
    again = empty.post("/api/v1/check-ins", json=DULL, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(empty.get("/api/v1/track").json()["checks"]) == 1


def test_a_key_does_not_carry_anything_else(empty):
    assert empty.post("/api/v1/track", json={"pain": 3}, headers=KEY).status_code == 201
    for path, body in (("/api/v1/track", {"pain": 4}), ("/api/v1/nights", {"asleep_h": 7})):
        told = empty.post(path, json=body, headers=KEY)
        assert told.status_code == 422
        assert told.json()["error"].startswith("key: got one that was used before")
    assert len(empty.get("/api/v1/track").json()["entries"]) == 1


def test_sets_sent_again_have_the_same_numbers(empty):
    body = {"words": "conventional 3x5 @ 140 kg rpe 8"}
    told = [empty.post("/api/v1/sets", json=body, headers=KEY) for _ in range(2)]
    other = empty.post("/api/v1/sets", json=body, headers=OTHER)
    assert told[0].json()["added"] == told[1].json()["added"] == [1, 2, 3]
    assert other.json()["added"] == [4, 5, 6]


def test_without_a_key_each_time_counts(empty):
    for _ in range(2):
        assert empty.post("/api/v1/track", json={"pain": 3}).status_code == 201
    assert len(empty.get("/api/v1/track").json()["entries"]) == 2


def test_a_check_is_read_back_as_it_was_answered(empty):
    kept = empty.post("/api/v1/check-ins", json={"check_in": {"saddle_numb": "yes"}}).json()
    assert kept["level"] == "emergency"
    assert kept["flags"]
    assert empty.get(f"/api/v1/check-ins/{kept['id']}").json() == kept


@pytest.mark.parametrize("path", ["check-ins/7", "films/7", "rules/NO-SUCH-ROW", "nothing"])
def test_what_is_not_there_is_not_found(api, path):
    told = api.get(f"/api/v1/{path}")
    assert told.status_code == 404
    assert list(told.json()) == ["error"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", "either check_in or text"),
        (b'{"text": "a", "check_in": {}}', "either check_in or text"),
        (b'{"check_in": {"pain": 3}}', "one of its 113 fields"),
        (b'{"check_in": {"pain_now": 11}}', "pain_now"),
        (b'{"check_in": {"pain_now": 1' + b"0" * 500 + b"}}", "too long"),
        (b'{"text": "\\ud800"}', "half a character"),
        (b'{"text": NaN}', "finite"),
        (b'{"text": "a", "text": "b"}', "twice"),
        (b"[" * 100_000, "nested"),
        (b"\xff\xfe", "UTF-8"),
        (b"", "request: got nothing"),
        (b'{"text": "a", "country": "Germany"}', "country"),
        (b'{"text": "a", "country": "XX"}', "country"),
        (b'{"text": "a", "strange": 1}', "strange"),
    ],
)
def test_what_cannot_be_used_is_one_line(api, body, said):
    told = api.post("/api/v1/assess", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 422
    assert said in told.json()["error"]
    assert "\n" not in told.json()["error"]


def test_a_document_that_is_too_long_is_refused_before_it_is_read(api):
    told = api.post("/api/v1/assess", content=b"x" * 1_000_001)
    assert told.status_code == 413
    assert list(told.json()) == ["error"]
    assert "content-security-policy" in told.headers


def test_another_site_or_name_gets_a_line_and_nothing_else(api):
    other = api.post("/api/v1/track", json={"pain": 1}, headers={"Origin": "https://example.org"})
    named = api.get("/api/v1/track", headers={"Host": "example.org"})
    assert (other.status_code, named.status_code) == (403, 421)
    assert list(other.json()) == list(named.json()) == ["error"]


def test_the_next_question_ends_where_nothing_could_matter(api):
    first = api.post("/api/v1/next-question", json={}).json()["question"]
    assert first["id"] == "bladder_bowel_saddle"
    there = {"check_in": {"saddle_numb": "yes", "urine_cannot_pass": "yes"}}
    told = api.post("/api/v1/next-question", json=there).json()
    assert told["level"] == "emergency"
    assert told["question"] is None


def test_a_number_is_asked_for_with_its_unit(api):
    check_in, skipped, kinds = {"onset": "next_day"}, [], set()
    for _ in range(60):
        body = {"check_in": check_in, "skipped": skipped}
        question = api.post("/api/v1/next-question", json=body).json()["question"]
        if question is None:
            break
        kinds.add(question["kind"])
        assert (question["number"] is not None) == (question["kind"] == "number")
        skipped += [name for line in question["lines"] for name in line["fields"]]
    else:
        raise AssertionError("it never stops asking")
    assert "number" in kinds


def test_a_text_in_another_language_gives_the_card_and_a_question(api):
    told = {"text": "me duele la espalda y no puedo orinar", "country": "ES"}
    made = api.post("/api/v1/assess", json=told).json()
    Draft202012Validator(answer_schema()).validate(made)
    assert (made["level"], made["problem"]) == (None, "not_english")
    assert made["card"]["code"] == "es"
    assert made["next_question"]
