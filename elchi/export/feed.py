"""New happenings, for readers of feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import IO, Any, TextIO
from urllib.parse import quote

from feedgenerator import Atom1Feed

from elchi.export.columns import Row, address, changed, happenings, heading, legal
from elchi.export.jsonl import line_of
from elchi.export.text import PartyName, clean
from elchi.model import Json

AUTHOR = "Elchi"


def write_atom(found: Iterable[Mapping[str, Any]], out: IO[bytes], party: PartyName, title: str) -> int:
    """Write happenings as `ledger.queries.timeline` gives them as an Atom feed, in their order. Returns how many.

    An entry's title is the happening in words, parties by the name that `party` gives; its content is the sentence, its
    link the report. The feed is known by its `title`. Raises LedgerError for what is no date or time, and where a
    happening does not say when it was altered.
    """
    own = tag("feed", title)
    feed = Atom1Feed(legal(clean(title)), own, None, author_name=AUTHOR, feed_guid=own)
    for row in happenings(found):
        uid = tag("happening", row["id"])
        feed.add_item(heading(row, party), address(row) or uid, None, unique_id=uid, pubdate=row["made"],
                      updateddate=changed(row), content=html.escape(row["evidence"] or ""), categories=_subjects(row))
    feed.write(out, "utf-8")
    return int(feed.num_items())


def write_json_feed(found: Iterable[Mapping[str, Any]], out: TextIO, party: PartyName, title: str) -> int:
    """Write happenings as a JSON Feed of the given title, each with what its entry in the Atom feed has. Returns how
    many. Raises LedgerError as `write_atom` does."""
    items = [_item(row, party) for row in happenings(found)]
    out.write(line_of({"version": "https://jsonfeed.org/version/1.1", "title": clean(title),
                       "authors": [{"name": AUTHOR}], "items": items}) + "\n")
    return len(items)


def _item(row: Row, party: PartyName) -> Json:
    item = {"id": tag("happening", row["id"]), "url": address(row), "title": heading(row, party),
            "content_text": row["evidence"] or "", "date_published": row["made"] and row["made"].isoformat(),
            "date_modified": changed(row).isoformat(), "tags": _subjects(row)}
    return {name: value for name, value in item.items() if value is not None}


def _subjects(row: Row) -> list[str]:
    return [row["type"], *row["contexts"]]


def tag(kind: str, name: str) -> str:
    """A `tag:` URI (RFC 4151) for what Elchi knows by a name: the same wherever and whenever it is written."""
    return f"tag:elchi,2026:{kind}/{quote(name, safe='', errors='replace')}"
