"""What the description of the API promises holds for questions that nobody thought of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from starlette.types import Receive, Scope, Send

from elchi.desk.app import create_app
from elchi.ledger.database import connect

CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
          checks.response_schema_conformance, checks.response_headers_conformance, checks.negative_data_rejection]


@pytest.fixture(scope="module")
def described(filled: Path) -> Any:
    desk = create_app(connect(str(filled)), ["testserver"])

    async def from_here(scope: Scope, receive: Receive, send: Send) -> None:
        await desk({**scope, "client": ("127.0.0.1", 1)}, receive, send)

    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", from_here)


def test_it_answers_as_described(described: Any) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:
        for mode in GenerationMode:
            _ask(operation, mode)


def _ask(operation: Any, mode: GenerationMode) -> None:
    """Ask a question in some ways: as the description wants it, or otherwise."""
    @settings(max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    asked()


def test_real_answers_are_as_described(described: Any) -> None:
    """Ids and names that the ledger has, which chance does not find."""
    def asked(path: str, query: dict[str, Any], **parts: str) -> Any:
        case = described[path]["GET"].Case(query=query, path_parameters=parts)
        response = case.call()
        assert response.status_code == 200
        case.validate_response(response, checks=CHECKS[:-1])
        return response.json()

    happenings = asked("/happenings", {"limit": 500})["items"]
    assert len(happenings) > 100
    for own in happenings[:40]:
        asked("/happenings/{id}", {}, id=own["id"])
    assert asked("/commitments", {"limit": 200})["items"]
    assert asked("/evacuations", {"limit": 200})["items"]
    assert asked("/positions", {"party": ["KAZ"], "limit": 200})["items"]
    assert asked("/contacts", {"a": "KAZ", "b": "central-asia"})["trend"]
    assert asked("/contacts", {"a": "central-asia"})["partners"]
    for person in asked("/officials", {"limit": 20})["items"]:
        asked("/officials/{id}", {}, id=person["id"])
    for hit in asked("/search", {"q": "переговоры"})["items"][:20]:
        asked("/reports/{id}", {}, id=hit["report"])
    assert asked("/changes", {"since": "2020-01-01T00:00:00Z"})["next"]
