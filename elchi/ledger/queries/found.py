"""Reports found by their words, in whatever form these stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.languages.ru import fold, parses, sentences
from elchi.ledger import find, schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.queries.filters import EVERYTHING, RARE, Filter, rare_reports
from elchi.ledger.search import REVISIONS, number, words
from elchi.read.lines import split_lines

Json = dict[str, Any]
SHOWN, LOOKED_AT = 3, 100_000
"""How many sentences of a report are shown, and in how many of its characters they are looked for."""
MOST_ROWS = 64
"""In how many ways words in a row are looked for."""
_TERM = re.compile(r'(?:(?<!\S)(-))?(?:["“„]([^"“”„]*)["“”]?|«([^»]*)»?|([^\W_]+(?:[-‑–\'’]?[^\W_]+)*))')
_WORD = re.compile(r"[^\W_]+")
_SEARCH = sa.table("search", *(sa.column(name, sa.BigInteger) for name in ("id", "rowid")), sa.column("words"),
                   sa.column("search"))
_S = _SEARCH.c

Term = tuple[tuple[str, ...], ...]
"""Words in a row, each by the stems that its forms have, its own first («посол»: «посол», «посл»)."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What must stand in a report, and what must not."""

    all: tuple[Term, ...]
    none: tuple[Term, ...]


def search(ledger: Ledger, asked_for: str, wanted: Filter = EVERYTHING, limit: int = 20, after: str | None = None
           ) -> list[Json]:
    """The newest reports in which all words stand, in any of their forms, at most `limit`: words in quotation marks one
    after the other, those after a `-` not at all. With `after` those that come after the report of this key.

    Of each its `report`'s key, title, outlet, address, when it was `published`, its language and, of the `sentences`
    that hold most of what is asked, up to three, each with its `text`, `start`, `end` and where the `words` stand, all
    as offsets in the report's text. `wanted` is what must be true of the report: its outlet, its language, its day of
    publication, and the type, the topics and the parties of a happening that it tells of.

    Raises LedgerError where there is no word to look for, or no such report.
    """
    asked = parsed(asked_for)
    with ledger.reading() as connection:
        few = narrowed(connection, wanted)
        rows = connection.execute(holding(
            connection, asked, wanted, few, _place(connection, after)).limit(limit)).all() if few is None or few else []
    return [{"report": row.key, "title": row.title, "outlet": row.outlet, "url": row.address,
             "published": row.published, "language": row.language, "sentences": shown(row.text, asked.all)}
            for row in rows]


def parsed(told: str) -> Asked:
    """What a person asks for. A word with a hyphen is words in a row. Raises LedgerError where no word is left."""
    found: dict[bool, dict[Term, None]] = {False: {}, True: {}}
    for no, *forms in _TERM.findall(told):
        if term := _term(_WORD.findall("".join(forms))):
            found[bool(no)][term] = None
    if not found[False]:
        raise LedgerError(f"{told}: there is no word to look for")
    return Asked(tuple(found[False]), tuple(found[True]))


def _term(said: Iterable[str]) -> Term:
    term, rows = list[tuple[str, ...]](), 1
    for stems in filter(None, map(_stems, said)):
        term.append(stems if rows * len(stems) <= MOST_ROWS else stems[:1])
        rows *= len(term[-1])
    return tuple(term)


def _stems(word: str) -> tuple[str, ...]:
    """The stems of all forms of a word; where it is a dictionary form, of no other word that it may be a form of."""
    own, known = fold(word), [parse for parse in parses(word) if parse.is_known]
    meant = [parse for parse in known if fold(parse.normal_form) == own] or known
    told = [word, *sorted({form.word for parse in meant for form in parse.lexeme})]
    return tuple(dict.fromkeys(" ".join(map(words, told)).split()))


def _place(connection: Connection, after: str | None) -> int | None:
    """Where a report stands in the index."""
    if after is None:
        return None
    r, report = schema.report.c, find.report(connection, after)
    row = connection.execute(sa.select(r.day, r.revision_id).where(
        r.id == report, r.revision_id.is_not(None))).one_or_none()
    if row is None:
        raise LedgerError(f"{after}: there is no such report")
    return number(row.day, row.revision_id)


def holding(connection: Connection, asked: Asked, wanted: Filter, few: Sequence[int] | None, after: int | None
             ) -> sa.Select[Any]:
    """The reports that hold what is asked for and are wanted, the newest first, with what is shown of them; looked for
    among these few revisions, where they are given, and after this place in the index."""
    server = connection.dialect.name == "postgresql"
    n, true = (_S.id, [_on_server(asked)]) if server else (_S.rowid, [_in_file(asked)])
    v, r, revision = schema.revision.c, schema.report.c, n.op("&")((1 << REVISIONS) - 1)
    if wanted.since or wanted.until:
        first, last = (wanted.since or date.min).toordinal(), (wanted.until or date.max).toordinal()
        true += [n >= number(first, 0), n < number(last + 1, 0)]
    if few is not None:
        true.append(among(revision, few))
    if after is not None:
        true.append(n < after)
    return sa.select(r.key, v.title, r.outlet, r.address, v.published, r.language, v.text).join_from(
        _SEARCH, schema.revision, v.id == revision).join(schema.report, r.id == v.report_id).where(
        *true, *_true(wanted)).order_by(n.desc())


def _in_file(asked: Asked) -> sa.ColumnElement[bool]:
    """What SQLite's FTS5 is asked."""
    def rows(term: Term) -> str:
        return "(" + " OR ".join(f'"{" ".join(stems)}"' for stems in product(*term)) + ")"

    told = " AND ".join(map(rows, asked.all))
    return _S.search.op("MATCH", is_comparison=True)(" NOT ".join([f"({told})", *map(rows, asked.none)]))


def _on_server(asked: Asked) -> sa.ColumnElement[bool]:
    """What PostgreSQL's text search is asked."""
    def row(term: Term) -> str:
        return "(" + " <-> ".join("(" + " | ".join(f"'{stem}'" for stem in stems) + ")" for stems in term) + ")"

    told = " & ".join([*map(row, asked.all), *(f"!{row(term)}" for term in asked.none)])
    return _S.words.op("@@", is_comparison=True)(sa.func.to_tsquery(sa.literal_column("'simple'"), told))


def _true(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a report beside its day."""
    e, r = schema.event.c, schema.report.c
    true: list[sa.ColumnElement[bool]] = [
        column.in_(values) for column, values in ((r.outlet, wanted.outlets), (r.language, wanted.languages)) if values]
    told: list[sa.ColumnElement[bool]] = [
        some.where(some.selected_columns[0] == e.happening_id).exists() for some in _happenings(wanted)]
    if wanted.types:
        told.append(e.type.in_(wanted.types))
    if told:
        true.append(sa.exists().where(e.revision_id == schema.revision.c.id, *told))
    return true


def _happenings(wanted: Filter) -> list[sa.Select[Any]]:
    """The numbers of the happenings in which one of each set of parties has a part, and of those about the topics."""
    p, s = schema.part.c, schema.subject.c
    found = [sa.select(p.happening_id).where(p.code.in_(sorted(codes))) for codes in wanted.parties]
    return [*found, sa.select(s.happening_id).where(s.topic.in_(sorted(wanted.topics)))] if wanted.topics else found


def narrowed(connection: Connection, wanted: Filter) -> Sequence[int] | None:
    """The revisions that tell of something that is wanted and rare, if anything is: else all reports that hold common
    words would be looked through for it."""
    e = schema.event.c
    for some in _happenings(wanted):
        found = connection.scalars(some.limit(RARE)).all()
        if len(found) < RARE:
            return connection.scalars(sa.select(e.revision_id).where(among(e.happening_id, found))).all()
    return rare_reports(connection, wanted)


def shown(text: str, asked: Sequence[Term]) -> list[Json]:
    """The sentences of a text, at its beginning where it is long, in which most of what is asked for stands, in the
    order of the text."""
    text = text[:LOOKED_AT]
    places = _places(text, asked)
    told: list[tuple[int, int, list[Place]]] = []
    for line in split_lines(text):
        if any(line.start <= start < line.end for start, _ in places):
            for start, end in sentences(text[line.start:line.end]):
                first, last = line.start + start, line.start + end
                if own := sorted(place for place in places if first <= place[0] < last):
                    told.append((first, last, own))
    best = sorted(told, key=lambda s: (-len({places[place] for place in s[2]}), s[0]))[:SHOWN]
    return [{"text": text[start:end], "start": start, "end": end, "words": [list(place) for place in own]}
            for start, end, own in sorted(best)]


def _places(text: str, asked: Sequence[Term]) -> dict[Place, int]:
    """Where what is asked for stands in a text, and which of it."""
    found: dict[Place, int] = {}
    every = [(words(m[0]), *m.span()) for m in _WORD.finditer(text)]
    for which, term in enumerate(asked):
        for n in range(len(every) - len(term) + 1):
            if all(every[n + i][0] in stems for i, stems in enumerate(term)):
                found[every[n][1], every[n + len(term) - 1][2]] = which
    return found
