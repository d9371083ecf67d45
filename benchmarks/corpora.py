"""Elchi beside Natasha on two public corpora that others annotated: NEREL (its `dev` part) and factRuEval (`devset`).

    python -m benchmarks.corpora [--corpora DIR]

Three things are counted. *Officials' names*: the family names, each once a text and cut to its stem, of the persons
who hold an office of a state or an organisation. In NEREL such is a PERSON with a relation WORKS_AS to a PROFESSION
that begins with a word of `OFFICE`, unless every WORKPLACE of the person is an ORGANIZATION that no word of `PUBLIC`
shows to be public; in factRuEval the `Who` of an Occupation whose position is such a word, the place judged alike. The
annotation tells no company from a ministry, whence the two lists of words. Natasha finds no offices: it is given every
name that it tags, and under «rule» those that stand within three words behind a word of `OFFICE`, the very words that
the counting goes by.
*States*: spans COUNTRY, or LocOrg, which holds towns and regions too, beside Elchi's names and adjectives of states and
Natasha's LOC. *Organisations*: spans ORGANIZATION or Org, companies with the rest, beside Elchi's organisations and
organs of states and Natasha's ORG. A span is found where one of the same kind overlaps it, each paired once.

The corpora are no part of this repository; without them the benchmark says so and ends well.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import natasha_pipeline
from elchi import pipeline
from elchi.annotate import offices
from elchi.coding.reading import Reading
from elchi.read import read_text

OFFICE = re.compile(
    r"(?:экс-|вице-|бывш\w+ |зам|глав|председател|президент|премьер|министр|посол|посл[ауо]|посланник|депутат|сенатор|"
    r"конгрессмен|спикер|губернатор|мэр|канцлер|корол|импер|эмир|султан|принц|генсек|генеральн\w+ секретар|генпрокурор|"
    r"генеральн\w+ прокурор|госсекретар|секретар|советник|помощник|пресс-секретар|постпред|спецпред|официальн\w+ пред|"
    r"генерал|бригадн\w+ генерал|адмирал|командующ|прокурор|судь|комиссар|аятолл|пап[аыу] |понтифик)", re.IGNORECASE)
PUBLIC = re.compile(
    r"\b(?:мин|мид\b|парламент|сенат|гос|дум|совет|совбез|конгресс|правительств|кабинет|кабмин|ООН|НАТО|ЕС\b|Евро|союз|"
    r"\w*суд|прокуратур|полици|арми|войск|флот|посольств|администраци|палат|собрани|комитет|комисси|ФБР|ЦРУ|ФСБ|МВД|мэри|"
    r"\w*штаб|белого дома|белый дом|кремл|служб)", re.IGNORECASE)
_ENDING = re.compile(r"(?:ией|ии|ию|ия|ого|ому|ыми|ами|ой|ою|ым|им|ом|ем|ей|ая|ую|ия|[аеиоуыэюяй])$")
Span = tuple[int, int]


@dataclass
class Found:
    """What a text holds, by annotation or by a system: stems of officials' names, and spans by kind."""

    officials: set[str] = field(default_factory=set)
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


def stem(name: str) -> str:
    """The last word of a name without its ending."""
    words = re.findall(r"[\w'’-]+", re.sub(r"\b[IVX]+$", "", name).lower().replace("ё", "е"))
    return _ENDING.sub("", words[-1]) if words else ""


def holds(position: str, places: Iterable[str | None]) -> bool:
    """Whether a position is an office of a state or an organisation; None is a place that is a state or a town."""
    known = list(places)
    return bool(OFFICE.match(position)) and (not known or any(p is None or PUBLIC.search(p) for p in known))


def nerel(folder: Path) -> Iterator[tuple[str, Found]]:
    """The texts of a part of NEREL with what its annotation holds."""
    for path in sorted(folder.glob("*.ann")):
        found, things, relations = Found(), dict[str, tuple[str, str]](), defaultdict[tuple[str, str], list[str]](list)
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, rest = line.partition("\t")
            if name.startswith("T"):
                head, _, words = rest.partition("\t")
                kind, *places = re.split(r"[ ;]", head)
                things[name] = kind, words
                if kind in ("COUNTRY", "ORGANIZATION"):
                    span = int(places[0]), int(places[-1])
                    found.spans["states" if kind == "COUNTRY" else "organisations"].append(span)
            elif name.startswith("R"):
                kind, first, second = rest.split()[:3]
                relations[kind, first[5:]].append(second[5:])
        for (kind, person), positions in relations.items():
            at = [things[w] for w in relations.get(("WORKPLACE", person), [])]
            where = [words if what == "ORGANIZATION" else None for what, words in at]
            if kind == "WORKS_AS" and any(holds(things[p][1], where) for p in positions):
                found.officials.add(stem(things[person][1]))
        yield path.with_suffix(".txt").read_text(encoding="utf-8"), found


def factrueval(folder: Path) -> Iterator[tuple[str, Found]]:
    """The texts of factRuEval's devset with what its annotation holds."""
    for path in sorted(folder.glob("*.facts")):
        found = Found()
        read = {end: path.with_suffix(end).read_text(encoding="utf-8")
                for end in (".txt", ".objects", ".spans", ".coref")}
        rows = [line.split() for line in read[".spans"].splitlines() if line.strip()]
        spans = {r[0]: (int(r[2]), int(r[2]) + int(r[3])) for r in rows}
        kinds = {}
        for line in read[".objects"].splitlines():
            number, kind, *parts = line.partition("#")[0].split()
            kinds[number] = kind
            if kind in ("LocOrg", "Org"):
                places = [spans[p] for p in parts]
                found.spans["states" if kind == "LocOrg" else "organisations"].append(
                    (min(p[0] for p in places), max(p[1] for p in places)))
        family, is_place = {}, {}
        for block in read[".coref"].split("\n\n"):
            head, *lines = block.strip().splitlines() or [""]
            number, *members = head.split() or [""]
            last = [line[9:].strip() for line in lines if line.startswith("lastname ") and line[9:].strip()]
            family[f"obj{number}"] = last[0] if last else ""
            is_place[f"obj{number}"] = any(kinds.get(m) in ("LocOrg", "Location") for m in members)
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            values = [line.split(maxsplit=2) for line in block.strip().splitlines()]
            if values and values[0][1:2] == ["Occupation"]:
                part = {v[0]: v for v in values[1:] if len(v) == 3}
                place = part.get("Where")
                name = family.get(part["Who"][1], "") if "Who" in part else ""
                at = [] if place is None else [None if is_place.get(place[1]) else place[2]]
                if name and "Position" in part and holds(part["Position"][2], at):
                    found.officials.add(stem(name))
        yield read[".txt"], found


def elchi(texts: Iterable[str]) -> Iterator[Found]:
    """What Elchi finds in each text."""
    return map(_found, pipeline.readings(read_text(text, id="") for text in texts))


def _found(reading: Reading) -> Found:
    # Of whom no office is told, but who is known to hold one, the annotation does not say it either: a single rule.
    found = Found({stem(o.name) for o in reading.officials if len(o.rules) > 1})
    for sentence, row in zip(reading.sentences, reading.parties, strict=True):
        for m in row:
            public = m.codes[0] in offices.organisations() or m.form == "organs"
            if public or m.form in ("names", "adjectives"):
                span = sentence.tokens[m.first].start, sentence.tokens[m.last].end
                found.spans["organisations" if public else "states"].append(span)
    return found


def natasha(work: Callable[[str], Any], text: str) -> tuple[Found, Found]:
    """What Natasha finds: every name for an official's, and only those behind a word for an office."""
    every, behind = Found(), Found()
    for span in work(text).spans:
        if span.type == "PER":
            every.officials.add(stem(span.text))
            before = re.findall(r"[\w-]+", text[:span.start].rsplit(".", 1)[-1])[-3:]
            if any(OFFICE.match(w) for w in before):
                behind.officials.add(stem(span.text))
        else:
            every.spans["states" if span.type == "LOC" else "organisations"].append((span.start, span.stop))
    return every, behind


class Tally:
    """How much was found of what there is."""

    def __init__(self) -> None:
        self.hit = self.gold = self.coded = 0

    def names(self, gold: set[str], coded: set[str]) -> None:
        self._add(len(gold & coded), len(gold), len(coded))

    def spans(self, gold: list[Span], coded: list[Span]) -> None:
        left, hit = sorted(gold), 0
        for span in sorted(coded):
            other = next((g for g in left if g[0] < span[1] and span[0] < g[1]), None)
            if other:
                left.remove(other)
                hit += 1
        self._add(hit, len(gold), len(coded))

    def _add(self, hit: int, gold: int, coded: int) -> None:
        self.hit, self.gold, self.coded = self.hit + hit, self.gold + gold, self.coded + coded

    def __str__(self) -> str:
        p, r = self.hit / max(self.coded, 1), self.hit / max(self.gold, 1)
        return f"{2 * p * r / (p + r) if self.hit else 0:.2f} ({p:.2f}/{r:.2f})"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), help="folder of the corpora")
    root = parser.parse_args().corpora
    sets = {"NEREL dev": (nerel, root / "nerel" / "dev"), "factRuEval": (factrueval, root / "factrueval" / "devset")}
    sets = {name: (read, folder) for name, (read, folder) in sets.items() if folder.is_dir()}
    if not sets:
        print(f"no corpora in {root}: nothing measured")
        return
    work = natasha_pipeline.load()
    table = Table("corpus", "what", "gold", "Elchi", "Natasha", "Natasha, rule", title="F1 (precision/recall)")
    for name, (read, folder) in sets.items():
        tallies = defaultdict[tuple[str, str], Tally](Tally)
        texts, golds = zip(*read(folder), strict=True)
        for text, gold, ours in zip(texts, golds, elchi(texts), strict=True):
            every, behind = natasha(work, text)
            for system, found in (("elchi", ours), ("every", every), ("behind", behind)):
                tallies["officials' names", system].names(gold.officials, found.officials)
                for kind in ("states", "organisations"):
                    tallies[kind, system].spans(gold.spans[kind], found.spans[kind])
        for what in ("officials' names", "states", "organisations"):
            shown = [str(tallies[what, s]) for s in ("elchi", "every", "behind")]
            shown[2] = shown[2] if what == "officials' names" else ""
            table.add_row(name, what, str(tallies[what, "elchi"].gold), *shown)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
