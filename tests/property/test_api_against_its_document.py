"""Whatever the OpenAPI document allows, and much that it does not, is answered as it says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.journals import fast_folder

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    negative_data_rejection,
)


HOW = settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@pytest.fixture(scope="module")
def document():
    with fast_folder() as folder:
        names = frozenset({"testserver", "localhost"})
        app = create_app(Settings(journal=str(folder / "j.db"), names=names))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)
        app.state.held.close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_document_says(document, mode):
    told = [each.ok() for each in document.get_all_operations()]
    assert len(told) >= 20
    for operation in told:
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue

        @HOW
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: Case) -> None:
            case.call_and_validate(checks=list(CHECKS))

        answers()
