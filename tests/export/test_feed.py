from __future__ import annotations

import io
import json
from typing import Any

import feedparser
import jsonschema
import pytest

from elchi.errors import LedgerError
from elchi.export.feed import write_atom, write_json_feed
from tests.happenings import HOSTILE, happening, name, visit

TITLE = "Контакты Казахстана"
TEXT = {"type": "string"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
LINK = {"type": "string", "format": "uri"}
AUTHORS = {"type": "array", "items": {
    "type": "object", "properties": {"name": TEXT, "url": LINK, "avatar": LINK}, "minProperties": 1}}
ITEM = {
    "type": "object", "required": ["id"], "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": TEXT, "url": LINK, "external_url": LINK, "title": TEXT, "content_html": TEXT, "content_text": TEXT,
        "summary": TEXT, "image": LINK, "banner_image": LINK, "date_published": TIME, "date_modified": TIME,
        "authors": AUTHORS, "tags": {"type": "array", "items": TEXT}, "language": TEXT,
        "attachments": {"type": "array", "items": {
            "type": "object", "required": ["url", "mime_type"],
            "properties": {"url": LINK, "mime_type": TEXT, "title": TEXT, "size_in_bytes": {"type": "number"},
                           "duration_in_seconds": {"type": "number"}}}}},
    "patternProperties": {"^_[A-Za-z]": {"type": "object"}}, "additionalProperties": False}
JSON_FEED = {
    "type": "object", "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": TEXT, "home_page_url": LINK,
        "feed_url": LINK, "description": TEXT, "user_comment": TEXT, "next_url": LINK, "icon": LINK, "favicon": LINK,
        "authors": AUTHORS, "language": TEXT, "expired": {"type": "boolean"}, "items": {"type": "array", "items": ITEM},
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"]}}},
    "patternProperties": {"^_[A-Za-z]": {"type": "object"}}, "additionalProperties": False}
"""JSON Feed 1.1 as its specification has it (https://www.jsonfeed.org/version/1.1/), without what it deprecates."""


def atom(*found: dict[str, Any]) -> Any:
    out = io.BytesIO()
    write_atom(found, out, name, TITLE)
    told = feedparser.parse(out.getvalue())
    assert not told.bozo
    assert told.version == "atom10"
    return told


def json_feed(*found: dict[str, Any]) -> Any:
    out = io.StringIO()
    write_json_feed(found, out, name, TITLE)
    told = json.loads(out.getvalue())
    jsonschema.validate(told, JSON_FEED, format_checker=jsonschema.FormatChecker())
    return told


def test_atom_tells_each_happening() -> None:
    told = atom(happening(), visit(url=None))
    assert (told.feed.title, told.feed.author) == (TITLE, "Elchi")
    assert told.feed.updated == "2026-03-04T08:00:00+00:00"
    call, trip = told.entries
    assert (call.id, call.title) == ("tag:elchi,2026:happening/h4tq2", "Казахстан, Оман: consult phone")
    assert (call.published, call.updated) == ("2026-03-02T19:30:00+00:00", "2026-03-04T08:00:00+00:00")
    assert call.content[0].value == happening()["evidence"]
    assert call.link == "https://example.org/news/7?a=1&b=2"
    assert [t.term for t in call.tags] == ["CONSULT", "diplomatic", "energy"]
    assert trip.link == trip.id


def test_json_feed_tells_each_happening() -> None:
    told = json_feed(happening(), visit(url=None, made=None))
    call, trip = told["items"]
    assert told["title"] == TITLE
    assert call == {
        "id": "tag:elchi,2026:happening/h4tq2", "url": "https://example.org/news/7?a=1&b=2",
        "title": "Казахстан, Оман: consult phone", "content_text": happening()["evidence"],
        "date_published": "2026-03-02T19:30:00+00:00", "date_modified": "2026-03-04T08:00:00+00:00",
        "tags": ["CONSULT", "diplomatic", "energy"]}
    assert set(trip) == set(call) - {"url", "date_published"}


def test_an_id_outlives_changes() -> None:
    before, after = atom(visit()), atom(visit(altered="2026-05-01T00:00:00+00:00", channel=None, evidence="Иначе."))
    assert before.entries[0].id == after.entries[0].id == json_feed(visit())["items"][0]["id"]
    assert before.feed.id == after.feed.id
    assert before.entries[0].updated < after.entries[0].updated


def test_feeds_may_be_empty() -> None:
    assert atom().entries == json_feed()["items"] == []


def test_hostile_text_is_told_and_does_nothing() -> None:
    hostile = visit(id=HOSTILE, evidence=HOSTILE + "<script>alert(1)</script>", actors=[HOSTILE], contexts=[HOSTILE],
                    url="javascript:alert(1)")
    entry, after = atom(hostile, visit()).entries
    assert "&lt;b&gt;&amp;" in entry.content[0].value
    assert "&lt;script&gt;" in entry.content[0].value
    assert entry.link == entry.id
    assert after.content[0].value == visit()["evidence"]
    item = json_feed(hostile)["items"][0]
    assert item["id"] == entry.id
    assert "url" not in item
    assert item["content_text"].endswith("<script>alert(1)</script>")


def test_a_happening_must_say_when_it_was_altered() -> None:
    with pytest.raises(LedgerError, match="h4tq2"):
        atom(happening(altered=None))
