from __future__ import annotations

import re

import httpx
import pytest
import sqlalchemy as sa

from elchi.errors import LedgerError
from elchi.ledger import proposals, schema
from elchi.ledger.database import Ledger

TEXT = "Астана, 5 марта. Министр иностранных дел Казахстана встретился с министром иностранных дел Узбекистана."


def _secret(client: httpx.Client, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path, headers={"accept": "text/html"}).text)
    assert found
    return found[1]


def test_a_text_is_proposed_taken_and_deleted(desk: str, ledger: Ledger) -> None:
    with httpx.Client(base_url=desk) as client:
        secret = _secret(client, "/submit")
        answer = client.post("/submit", data={"csrf": secret, "text": TEXT, "title": "<b>Встреча", "outlet": "Вестник"})
        assert answer.status_code == 303
        own, = proposals.waiting(ledger)
        shown = client.get("/proposals").text
        assert "&lt;b&gt;Встреча" in shown and "<b>Встреча" not in shown
        assert client.post(f"/proposals/{own['id']}/accept", data={"csrf": secret}).status_code == 303
    with ledger.reading() as connection:
        row = connection.execute(sa.select(schema.proposal)).one()
        held = connection.scalar(sa.select(sa.func.count()).where(schema.revision.c.text.contains(TEXT)))
    assert (row.state, row.text, held) == ("taken", None, 1) and row.report.startswith("sha256:")


def test_one_is_refused_with_a_reason_alone(desk: str, ledger: Ledger) -> None:
    number = proposals.propose(ledger, "dana", text=TEXT)
    with httpx.Client(base_url=desk) as client:
        secret = _secret(client, "/proposals")
        assert client.post(f"/proposals/{number}/refuse", data={"csrf": secret}).status_code == 400
        assert client.post(f"/proposals/{number}/refuse", data={"csrf": "x", "why": "old"}).status_code == 403
        assert client.post(f"/proposals/{number}/refuse", data={"csrf": secret, "why": "old"}).status_code == 303
    told, = proposals.of(ledger, "dana")
    assert (told["state"], told["why"], told["text"]) == ("refused", "old", None)
    with pytest.raises(LedgerError, match="settled"):
        proposals.settle(ledger, number, "taken", "dana")


def test_addresses_of_this_machine_are_not_asked(desk: str, ledger: Ledger) -> None:
    number = proposals.propose(ledger, "dana", url=f"{desk}/")
    with httpx.Client(base_url=desk) as client:
        assert client.post(f"/proposals/{number}/accept", data={"csrf": _secret(client, "/proposals")}
                           ).status_code == 400
    assert [own["id"] for own in proposals.waiting(ledger)] == [number]


def test_what_may_wait_is_limited(ledger: Ledger) -> None:
    for given in ({}, {"url": "http://a.example/", "text": "x"}, {"text": "x" * (proposals.LONGEST_TEXT + 1)}):
        with pytest.raises(LedgerError):
            proposals.propose(ledger, "dana", **given)
    for _ in range(proposals.MOST):
        proposals.propose(ledger, "dana", text="x")
    with pytest.raises(LedgerError, match="wait"):
        proposals.propose(ledger, "dana", text="x")
    proposals.propose(ledger, "aidana", text="x")
