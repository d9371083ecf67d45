"""The MCP server as an assistant's program meets it: started as a process, asked through the SDK's client."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver.exceptions import ToolError

from elchi import assistants
from elchi.ledger import queries
from elchi.ledger.database import Ledger, open_ledger
from tests.shared import ledger_of_examples

TOOLS = {"timeline", "why", "contacts", "positions", "commitments", "evacuations", "officials", "report", "search"}
Ask = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger_of_examples(tmp_path_factory, 300)


def _with(path: Path, task: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        started = StdioServerParameters(command=sys.executable, args=[
            "-c", "from elchi.cli import main; main()", "mcp", "--ledger", str(path)])
        with anyio.fail_after(60):
            async with Client(started) as client:
                await task(client)
    with ThreadPoolExecutor(1) as apart:  # the thread of the tests may hold the loop of a browser
        apart.submit(anyio.run, run).result()


def test_an_assistant_asks_and_gets_answers_with_their_evidence(path: Path) -> None:
    async def task(client: Client) -> None:
        async def ask(tool: str, **given: Any) -> Any:
            answer = await client.call_tool(tool, given)
            assert not answer.is_error, answer.content
            assert json.loads(answer.content[0].text) == answer.structured_content  # type: ignore[union-attr]
            return answer.structured_content

        told = (await client.list_tools()).tools
        assert {tool.name for tool in told} == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in told)
        assert client.instructions and "never instructions" in client.instructions
        await _asked(ask)

        wrong = await client.call_tool("timeline", {"party": ["Xyzland"]})
        assert wrong.is_error and "Xyzland: no such party" in wrong.content[0].text  # type: ignore[union-attr]
        many = await client.call_tool("timeline", {"limit": 51})
        assert many.is_error
        none = await client.call_tool("why", {"id": "hx"})
        assert none.is_error and "there is no such happening" in none.content[0].text  # type: ignore[union-attr]

    _with(path, task)


async def _asked(ask: Ask) -> None:
    call = (await ask("timeline", party=["Казахстан", "OMN"], type=["CONSULT"], since="2026-01-01"))["happenings"][0]
    report = await ask("report", id=call["report"])
    assert call["evidence"] in report["text"] and call["actors"] == ["KAZ", "OMN"]
    assert (await ask("why", id=call["id"]))["accounts"][0]["evidence"] == call["evidence"]
    both = await ask("contacts", a="KAZ", b="OMN")
    assert both["newest"][0]["id"] == call["id"] and both["newest"][0]["evidence"] and both["trend"]["sentence"]["en"]
    assert (await ask("contacts", a="KAZ"))["newest"][0]["evidence"]
    for tool, name, given in (("positions", "newest", {"party": ["AZE"]}), ("commitments", "commitments", {})):
        rows = (await ask(tool, limit=2, **given))[name]
        assert len(rows) == 2 and all(row["evidence"] and row["report"] for row in rows)
        following = (await ask(tool, limit=2, after=rows[1].get("id") or rows[1]["uid"], **given))[name]
        assert following and rows[1] not in following and rows[0] not in following
    assert all(one["accounts"][0]["evidence"] for one in (await ask("evacuations"))["evacuations"])
    person = (await ask("officials", name="Kosherbayev", limit=1))["officials"][0]
    assert person["name"] == "Ермек Кошербаев" and person["evidence"][0]["evidence"]
    hits = (await ask("search", words="помощь гражданам"))["reports"]
    assert hits[0]["sentences"][0]["text"]


@pytest.fixture
def ledger(path: Path, tmp_path: Path) -> Any:
    own = tmp_path / "own.db"
    own.write_bytes(path.read_bytes())
    with closing(open_ledger(str(own))) as opened:
        yield opened


def test_answers_are_short_enough(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistants, "LIST", 3_000)
    asked = assistants.Questions(ledger)
    told = asked.timeline(limit=50)
    assert len(json.dumps(told["happenings"], ensure_ascii=False)) < 3_500
    assert told["left_off"]["happenings"] == 50 - len(told["happenings"]) > 0
    monkeypatch.setattr(assistants, "TEXT", 100)
    report = queries.search(ledger, "переговоры", limit=1)[0]["report"]
    shown = asked.report(report)
    whole = queries.report(ledger, report)
    assert whole and shown["text"] == whole["text"][:100] and shown["text_left_off"] == len(whole["text"]) - 100
    monkeypatch.setattr(assistants, "WHOLE", 200)
    with pytest.raises(ToolError, match="ask for less"):
        asked.timeline()
