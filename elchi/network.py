"""A small network that reads a sentence whole: what the package has learned of words in their order and their syntax.

A word is what its vector and its marks say of it (part of speech, case, relation, what a name is a name of). Three
layers let each word look at its neighbours and at the word it hangs on. From that three things are told: which types,
stances and times the sentence speaks of; of an act in it, whether it is told there and whether its parties are named;
of a party, which part it has in an act. The shape is learned in `training/network.py`; here plain arithmetic runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from elchi.languages.ru_net import batches, net

Floats = NDArray[np.float32]
FILE = Path(__file__).parent / "models" / "network.npz"
LAYERS = 3
PARTS = ("none", "actor", "recipient")
ASKED = ("told", "actor:named", "actor:unnamed", "recipient:named", "recipient:unnamed")
"""What is asked of an act: whether the sentence tells it, and whether it has such parties."""
MENTIONS = 3
"""How many mentions of a party are looked at."""
MOST = 32
"""How many marks of a word, an act or a party are looked at."""
TOGETHER = 1500
"""Words that are read together: what fits in a processor's cache."""
TABLES = ("marks", "acts", "parties", "gist")
"""The lists of names that a network knows: marks of words, of acts and of parties, and what `gist` tells."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be read: its words (None for one whose vector does not matter, as a name's), the marks of each, and
    the place of the word that each hangs on, its own where it hangs on none."""

    words: Sequence[str | None]
    marks: Sequence[Sequence[str]]
    heads: Sequence[int]


@dataclass(frozen=True, slots=True)
class Sense:
    """A sentence that was read: what stands for each word [words, width], for the whole [2 * width], and the log odds
    of each type, stance and time."""

    words: Floats
    whole: Floats
    gist: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Act:
    """An act to be asked about: of its words the highest in the tree and the lowest, the verb that governs it, its
    marks."""

    top: int
    lowest: int
    governor: int
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Party:
    """A party that may have a part in an act: the words that name it, if any, and what is known of it."""

    at: Sequence[int]
    marks: Sequence[str]


Answer = tuple[Mapping[str, float], list[Mapping[str, float]]]
"""Of one act the log odds of what is ASKED, and of each party the chances of its PARTS."""


@dataclass(frozen=True)
class Network:
    """The weights by name, and the places of the names in each of TABLES."""

    weights: Mapping[str, Floats]
    names: Mapping[str, Sequence[str]]
    _places: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {table: {name: i for i, name in enumerate(names)} for table, names in self.names.items()}
        object.__setattr__(self, "_places", places)

    def read(self, sentences: Sequence[Words]) -> Iterator[Sense]:
        """The sentences read, in their order."""
        for together in batches(sentences, [len(s.words) for s in sentences], TOGETHER):
            yield from self._read(together)

    def _read(self, sentences: Sequence[Words]) -> Iterator[Sense]:
        starts = np.cumsum([1, *(len(s.words) + 1 for s in sentences)])
        size = int(starts[-1])
        real = np.ones(size, bool)
        real[starts - 1] = False
        heads = np.zeros(size, np.intp)
        for s, start in zip(sentences, starts.tolist(), strict=False):
            heads[start:start + len(s.words)] = np.add(s.heads, start)
        x = np.zeros((size, self.weights["vectors"].shape[1]), np.float32)
        x[real] = self._bags("marks", [m for s in sentences for m in s.marks])
        spelt = [(start + i, word) for s, start in zip(sentences, starts.tolist(), strict=False)
                 for i, word in enumerate(s.words) if word is not None]
        if spelt:
            x[[i for i, _ in spelt]] += net().vectors([word for _, word in spelt]) @ self.weights["vectors"]
        for n in range(LAYERS):
            x = self._layer(n, x, heads)
            x[~real] = 0
        for s, start in zip(sentences, starts.tolist(), strict=False):
            own = x[start:start + len(s.words)]
            whole = np.concatenate((own.max(0), own.sum(0) / (len(own) + 1)))
            _, told = self._dense("gist", whole)
            yield Sense(own, whole, dict(zip(self.names["gist"], told.tolist(), strict=True)))

    def _layer(self, n: int, x: Floats, heads: NDArray[np.intp]) -> Floats:
        """Each word with what its neighbours and its head add to it, normalised."""
        w = self.weights
        taps = (x @ w[f"near{n}"]).reshape(len(x), 3, -1)
        out: Floats = taps[:, 1] + (x @ w[f"head{n}"])[heads] + w[f"bias{n}"]
        out[1:] += taps[:-1, 0]
        out[:-1] += taps[1:, 2]
        np.maximum(out, 0, out=out)
        out += x
        out -= out.mean(1, keepdims=True)
        out /= np.sqrt(np.square(out).mean(1, keepdims=True) + 1e-5)
        return out * w[f"scale{n}"] + w[f"shift{n}"]

    def ask(self, sense: Sense, acts: Sequence[tuple[Act, Sequence[Party]]]) -> list[Answer]:
        """What the network makes of the acts of a sentence, each with the parties that may have a part in it."""
        if not acts:
            return []
        x = sense.words
        marks = self._bags("acts", [a.marks for a, _ in acts])
        top, lowest, above = (x[[getattr(a, name) for a, _ in acts]] for name in ("top", "lowest", "governor"))
        seen = np.concatenate((top + lowest, above, marks, np.tile(sense.whole, (len(acts), 1))), axis=1)
        inner, asked = self._dense("act", seen)
        given = iter(self._parts(x, inner + marks, [row for _, row in acts]))
        return [(dict(zip(ASKED, row, strict=True)), [next(given) for _ in own])
                for row, (_, own) in zip(asked.tolist(), acts, strict=True)]

    def _parts(self, x: Floats, acts: Floats, offered: Sequence[Sequence[Party]]) -> list[Mapping[str, float]]:
        """The chances of each party offered to the acts, looked at by itself and beside the others of its act."""
        parties, sizes = [p for row in offered for p in row], np.array([len(row) for row in offered])
        if not parties:
            return []
        act = np.repeat(acts, sizes, axis=0)
        named = np.zeros_like(act)
        for n, party in enumerate(parties):
            if party.at:
                named[n] = x[list(party.at[:MENTIONS])].sum(0)
        own, alone = self._dense("part", np.concatenate(
            (named, act, self._bags("parties", [p.marks for p in parties]), named * act), axis=1))
        many = sizes[sizes > 0]
        others = np.repeat(np.add.reduceat(own, many.cumsum() - many), many, axis=0) - own
        others /= np.sqrt(np.repeat(many, many))[:, None].astype(np.float32)
        _, beside = self._dense("beside", np.concatenate((own, others, act), axis=1))
        scores = alone + beside
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        return [dict(zip(PARTS, row, strict=True)) for row in (odds / odds.sum(1, keepdims=True)).tolist()]

    def _dense(self, name: str, x: Floats) -> tuple[Floats, Floats]:
        """What a layer of this name makes of each row, and its answer."""
        w = self.weights
        inner: Floats = np.maximum(x @ w[f"{name}.in"] + w[f"{name}.bias"], 0)
        return inner, inner @ w[f"{name}.out"] + w[f"{name}.end"]

    def _bags(self, table: str, bags: Sequence[Iterable[str]]) -> Floats:
        """For each bag of names the sum of the vectors of those that are known, [bags, width]."""
        places, rows = self._places[table], self.weights[table]
        known = [[places[name] for name in bag if name in places][:MOST] for bag in bags]
        out = np.zeros((len(bags), rows.shape[1]), np.float32)
        full = [n for n, own in enumerate(known) if own]
        if full:
            begins = list(accumulate((len(known[n]) for n in full[:-1]), initial=0))
            out[full] = np.add.reduceat(rows[list(chain(*known))], begins, axis=0)
        return out


class Reader(Protocol):
    """What reads sentences and answers of them: a network, or what stands in for one."""

    def read(self, sentences: Sequence[Words]) -> Iterator[Sense]:
        """See Network."""

    def ask(self, sense: Sense, acts: Sequence[tuple[Act, Sequence[Party]]]) -> list[Answer]:
        """See Network."""


_used: list[Reader] = []


def model() -> Reader:
    """The package's network, read on first use."""
    if not _used:
        _used.append(load(FILE))
    return _used[0]


def use(given: Reader) -> None:
    """Use a network in place of the package's own, as training does to test what it has learned."""
    _used[:] = [given]


def load(file: Path) -> Network:
    """The network of a file as `dump` writes it; raises OSError where there is none."""
    with np.load(file) as read:
        names = {table: bytes(read[f"names.{table}"]).decode().split("\n") for table in TABLES}
        weights = {name: read[name].astype(np.float32) for name in read.files if not name.startswith("names.")}
    return Network(weights, names)


def dump(found: Network, file: Path) -> None:
    """Write a network, its weights in half precision."""
    names: dict[str, Any] = {f"names.{table}": np.frombuffer("\n".join(found.names[table]).encode(), np.uint8)
                             for table in TABLES}
    halved: dict[str, Any] = {name: w.astype(np.float16) for name, w in found.weights.items()}
    np.savez_compressed(file, **halved, **names)
