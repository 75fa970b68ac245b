"""A second implementation, with HL7's own definitions of R4 (4.0.1), reads our bundles.

Node runs the validator of an npm package against the structure definitions: elements, cardinality,
types, targets of references and the invariants. HL7's JSON schema of R4, in the same package, adds
the codes that are required. What neither looks at: whether LOINC knows our codes, and value sets
that are not required.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft6Validator

from backspotter.exports.fhir.bundle import bundle
from backspotter.journal.holding import held
from backspotter.journal.journal import opened
from backspotter.journal.profile import set_profile
from tests.episodes import NOW, episode
from tests.journals import check, fast_folder, filled, place_in
from tests.unit.test_fhir_bundle import ABOUT

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "assets" / "node_modules"
SCRIPT = ROOT / "tests" / "fhir_r4.mjs"
SCHEMA = MODULES / "@medplum" / "definitions" / "dist" / "fhir" / "r4" / "fhir.schema.json"
PACKAGE = "assets/node_modules/@medplum/core"

pytestmark = [
    pytest.mark.needs("node", install="apt-get install nodejs npm"),
    pytest.mark.needs(PACKAGE, install="make assets"),
]


def bundle_of(fill):
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        fill(journal)
        with journal.reading() as connection:
            return bundle(held(connection, journal.person), ABOUT)


def without(document, kind, name):
    """The same bundle, with an element of one resource left out."""
    changed = json.loads(json.dumps(document))
    del first(changed, kind)[name]
    return changed


def with_(document, kind, **changes):
    changed = json.loads(json.dumps(document))
    first(changed, kind).update(changes)
    return changed


def first(document, kind):
    found = (e["resource"] for e in document["entry"] if e["resource"]["resourceType"] == kind)
    return next(found)


def cases():
    """Bundles that are right, and the same one broken in ways that have to be seen."""
    whole = bundle_of(episode)
    patient = first(whole, "Patient")["id"]
    group = {"linkId": "a", "type": "group"}
    return {
        "an episode": whole,
        "something of every kind": bundle_of(filled),
        "a check of nothing": bundle_of(check),
        "a profile alone": bundle_of(lambda journal: set_profile(journal, entered=NOW, sex="")),
        "no status": without(whole, "Observation", "status"),
        "an element of no kind": with_(whole, "Patient", shoe_size=44),
        "no such day": with_(whole, "DiagnosticReport", effectiveDateTime="2026-13-45"),
        "a group of nothing": with_(whole, "Questionnaire", item=[group]),
        "a value beside why there is none": with_(
            whole, "Observation", dataAbsentReason={"text": "both"}
        ),
        "a patient made of a check": with_(
            whole, "QuestionnaireResponse", source={"reference": f"urn:uuid:{patient}"},
            basedOn=[{"reference": f"urn:uuid:{patient}"}],
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def documents():
    return cases()


@pytest.fixture(scope="module")
def said(documents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    files = {name: folder / f"{place}.json" for place, name in enumerate(documents)}
    for name, file in files.items():
        file.write_text(json.dumps(documents[name]))
    command = ["node", str(SCRIPT), str(MODULES), *map(str, files.values())]
    done = subprocess.run(command, capture_output=True, check=True, timeout=50)
    found = json.loads(done.stdout)
    return {name: found[str(file)] for name, file in files.items()}


RIGHT = ("an episode", "something of every kind", "a check of nothing", "a profile alone")


@pytest.mark.parametrize("name", RIGHT)
def test_r4_has_nothing_to_say_against_a_bundle(said, name):
    assert said[name] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no status", "Missing required property"),
        ("an element of no kind", "Invalid additional property"),
        ("no such day", "Invalid dateTime format"),
        ("a group of nothing", "que-1"),
        ("a value beside why there is none", "obs-6"),
        ("a patient made of a check", "Invalid reference"),
    ],
)
def test_what_is_wrong_is_seen(said, name, words):
    assert any(words in each for each in said[name])


@cache
def schema_of(kind):
    definitions = json.loads(SCHEMA.read_text())["definitions"]
    return Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": definitions})


def against_schema(document):
    resources = [each["resource"] for each in document["entry"]]
    found = ((each, schema_of(each["resourceType"]).iter_errors(each)) for each in resources)
    return [f"{each['resourceType']}: {e.message}" for each, errors in found for e in errors]


@pytest.mark.parametrize("name", RIGHT)
def test_required_codes_and_formats_are_those_of_the_schema(documents, name):
    assert against_schema(documents[name]) == []


def test_a_code_that_r4_has_not_is_seen_by_the_schema(documents):
    (wrong,) = against_schema(with_(documents["an episode"], "Flag", status="open"))
    assert "'open' is not one of" in wrong
