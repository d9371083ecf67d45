"""What the network is taught: the sentences of coded reports, with their acts and parties as the coding has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from elchi.coding import clause, coder, scenes, sense
from elchi.coding.considered import Considered
from elchi.coding.reading import Reading
from elchi.coding.scenes import Scene
from elchi.network import PARTS, Act, Answer, Party, Sense, Words
from training.cases import Case, alike, beside, rows_of
from training.network import TaughtAct, TaughtSentence

SIDES = ("actors", "holder", "recipients", "target")
OUTSIDE = -1
"""The fold of what is learned from always."""
AGAIN = 3
"""How often an example sentence of the lexicon is taught: it is one of few for its entry."""
SURE = 0.9
"""The chance of a part that the rules give, where learning begins."""


class ByRule:
    """The network that learning begins with: no word says anything, parts are as the rules of coding give them."""

    def read(self, sentences: Sequence[Words]) -> Iterator[Sense]:
        """Nothing."""
        return (Sense(np.zeros((0, 0), np.float32), np.zeros(0, np.float32), {}) for _ in sentences)

    def ask(self, read: Sense, acts: Sequence[tuple[Act, Sequence[Party]]]) -> list[Answer]:
        """The parts that the rules give."""
        return [({}, [{part: SURE if f"rule:{part}" in party.marks else (1 - SURE) / 2 for part in PARTS}
                      for party in parties]) for _, parties in acts]


def taught_sentences(cases: Sequence[Case]) -> list[TaughtSentence]:
    """For each parsed sentence its words, the types, stances and times of the rows that the gold rests on it, and its
    acts with their parties as the gold has them."""
    found: list[TaughtSentence] = []
    for case in cases:
        rows = [*case.gold["events"], *case.gold["positions"]]
        for number, scene, acts in _sentences(case.reading):
            evidence = case.reading.evidence(number)
            held = {row[field] for row in rows if beside(evidence, row)
                    for field in ("type", "time", "stance") if field in row}
            found.append(TaughtSentence(case.fold, sense.words(scene), held, [_taught(case, c, scene) for c in acts]))
    return found


def _sentences(reading: Reading) -> Iterator[tuple[int, Scene, list[Considered]]]:
    """The parsed sentences of a report, each with its number and its acts."""
    acts: dict[int, list[Considered]] = {}
    for c in coder.consider(reading):
        acts.setdefault(c.number, []).append(c)
    for n, sentence in enumerate(reading.sentences):
        if sentence.tokens[0].rel:
            scene = scenes.scene(clause.tree(sentence), reading.parties[n], reading.persons[n], reading.places[n],
                                 scenes.Discourse())
            yield n, scene, acts.get(n, [])


def _taught(case: Case, c: Considered, s: Scene) -> TaughtAct:
    own = sense.act(c.act.found, c.kind)
    row = row_of(case, c)
    if row is None:
        return TaughtAct(own, (False, None, None, None, None), [(party, None) for party in c.act.offered.values()])
    named = {code.split(":")[0] for code in (*scenes.codes_named(s), *(c for m in s.towns.values() for c in m.codes))}
    sides = sides_of(c.kind, row)
    asked = [bool(side & named if how == "named" else side - named) for side in (x - {"OTH"} for x in sides)
             for how in ("named", "unnamed")]
    return TaughtAct(own, (True, *asked), [(party, part_of(code, sides)) for code, party in c.act.offered.items()])


def row_of(case: Case, c: Considered) -> Mapping[str, Any] | None:
    """The row of the gold that an act answers to, if any: that of the same kind and sentence whose parties are most
    like its own."""
    rows = [r for r in rows_of(case.gold, c.kind) if beside(case.reading.evidence(c.number), r)]
    known = {code.split(":")[0] for code in c.act.offered}
    return max(rows, key=lambda r: (alike(c, r), len(_codes(r, *SIDES) & known)), default=None)


def sides_of(kind: str, row: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Who acts in a row, and to whom; in a contact all act."""
    acting, other = _codes(row, "actors", "holder"), _codes(row, "recipients", "target")
    return (acting | other, set()) if kind == "CONSULT" else (acting, other)


def part_of(code: str, sides: tuple[set[str], set[str]]) -> str:
    """The part of a party where these act and are acted upon."""
    own = code.split(":")[0]
    return "actor" if own in sides[0] else "recipient" if own in sides[1] else "none"


def taught_examples(examples: Iterable[tuple[str, bool, Reading]]) -> list[TaughtSentence]:
    """What the example sentences teach the network. Of their parts the rules are right, since they are plain."""
    found: list[TaughtSentence] = []
    for entry, is_one, reading in examples:
        for _, scene, acts in _sentences(reading):
            own = [c for c in acts if entry in c.features.alone]
            known = [TaughtAct(sense.act(c.act.found, c.kind), (is_one, None, None, None, None),
                               [(party, _by_rule(party) if is_one else None) for party in c.act.offered.values()])
                     for c in own]
            if known:
                found += AGAIN * [TaughtSentence(OUTSIDE, sense.words(scene), None, known)]
    return found


def _by_rule(party: Party) -> str:
    return next(part for part in PARTS if f"rule:{part}" in party.marks)


def _codes(row: Mapping[str, Any], *fields: str) -> set[str]:
    return {code.split(":")[0] for f in fields for code in row.get(f, ())}
