"""Words of reports found in any of their forms: SQLite's FTS5 or PostgreSQL's text search over stems made here, so that
both databases find the same.

Reports stand in the index under a number that begins with their day: so the newest are found first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import sqlalchemy as sa
import Stemmer
from sqlalchemy.engine import Connection

_WORD = re.compile(r"\w+")
_RUSSIAN, _ENGLISH = Stemmer.Stemmer("russian"), Stemmer.Stemmer("english")
_CYRILLIC = re.compile("[а-я]+")
REVISIONS = 32
"""Bits of an index number that hold the revision's; those above hold the day."""


def number(day: int, revision: int) -> int:
    """Where a revision stands in the index."""
    return day << REVISIONS | revision


def words(text: str) -> str:
    """A text as it is searched: its words by their stems (Snowball's, Russian or English by their letters), a space
    between."""
    return " ".join(map(_stem, _WORD.findall(text.lower())))


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    word = word.replace("ё", "е")
    return str((_RUSSIAN if _CYRILLIC.fullmatch(word) else _ENGLISH).stemWord(word))


def index(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Put texts, as `words` gives them, under their numbers."""
    rows = [{"n": n, "words": told} for n, told in sorted(texts)]
    if rows:
        connection.execute(sa.text(
            "INSERT INTO search (id, words) VALUES (:n, to_tsvector('simple', :words))" if _is_server(connection) else
            "INSERT INTO search (rowid, words) VALUES (:n, :words)"), rows)


def drop(connection: Connection, number: int, told: str) -> None:
    """Take a text, as `words` gives it, away from under its number."""
    if _is_server(connection):
        connection.execute(sa.text("DELETE FROM search WHERE id = :n"), {"n": number})
    else:
        connection.execute(sa.text("INSERT INTO search (search, rowid, words) VALUES ('delete', :n, :words)"), {
            "n": number, "words": told})


def forget(connection: Connection) -> None:
    """Leave no trace of texts that were dropped."""
    if not _is_server(connection):
        connection.execute(sa.text("INSERT INTO search (search) VALUES ('optimize')"))


def _is_server(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
