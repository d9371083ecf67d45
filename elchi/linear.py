"""Linear models over named features: what the package has learned from coded reports, as weights one can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path

FOLDER = Path(__file__).parent / "models"

Weights = tuple[float, ...]
"""What a feature adds to each class."""


def up_to(number: int, bounds: Sequence[int], beyond: object) -> str:
    """A number told in steps, as features do: the least of the rising bounds that it does not pass, else `beyond`."""
    return str(next((bound for bound in bounds if number <= bound), beyond))


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a case, none twice: `plain` ones, each told again for every key (`CONSULT|rel:nsubj` for the key
    `CONSULT`), some of them for one key more (`few` for `entry`), and `alone` what is told for no key. It goes through
    the names of all; a model need not spell them out."""

    plain: Sequence[str] = ()
    keys: tuple[str, ...] = ()
    alone: Sequence[str] = ()
    few: Sequence[str] = ()
    entry: str = ""

    def __iter__(self) -> Iterator[str]:
        yield from self.alone
        yield from self.plain
        for key in self.keys:
            yield from (f"{key}|{x}" for x in self.plain)
        yield from (f"{self.entry}|{x}" for x in self.few)


@dataclass(frozen=True)
class Linear:
    """Classes, the bias of each, and for each feature its weight for each class."""

    classes: tuple[str, ...]
    bias: Weights
    weights: Mapping[str, Weights]
    _keyed: dict[str, dict[str, Weights]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The features that are told for a key, by the key and their name without it."""
    _sums: dict[tuple[str, ...], dict[str, Weights]] = field(init=False, repr=False, compare=False,
                                                             default_factory=dict)
    """What a plain feature that the model knows adds by itself and for the keys of a case, kept for when it comes
    again; there are at most as many as known features times sets of keys."""

    def __post_init__(self) -> None:
        for name, weights in self.weights.items():
            key, bar, rest = name.partition("|")
            if bar:
                self._keyed.setdefault(key, {})[rest] = weights

    def scores(self, told: Features) -> dict[str, float]:
        """What the features of a case add up to for each class: the log of its odds."""
        own, few, sums = self.weights, self._keyed.get(told.entry, {}), self._sums.setdefault(told.keys, {})
        found = [self.bias, *(own[x] for x in told.alone if x in own), *(few[x] for x in told.few if x in few)]
        for x in told.plain:
            known = sums.get(x)
            if known is None:
                known = self._sum(x, told.keys)
                if not known:
                    continue
                sums[x] = known
            found.append(known)
        return dict(zip(self.classes, map(sum, zip(*found, strict=True)), strict=True))

    def chances(self, told: Features) -> dict[str, float]:
        """The probability of each class for a case with these features, where one class holds; they sum to 1."""
        scores = self.scores(told)
        most = max(scores.values())
        odds = {name: exp(x - most) for name, x in scores.items()}
        whole = sum(odds.values())
        return {name: x / whole for name, x in odds.items()}

    def _sum(self, feature: str, keys: Sequence[str]) -> Weights:
        """What a plain feature adds to each class; nothing where neither it nor its joining with a key is known."""
        tables = [self.weights, *(self._keyed[k] for k in keys if k in self._keyed)]
        return tuple(map(sum, zip(*(t[feature] for t in tables if feature in t), strict=True)))


_used: dict[str, Linear] = {}


def model(name: str) -> Linear:
    """The model of that name, read from the package on first use."""
    if name not in _used:
        _used[name] = load(FOLDER / f"{name}.json")
    return _used[name]


def use(name: str, given: Linear) -> None:
    """Use a model in place of the package's own, as training does to test what it has learned."""
    _used[name] = given


def load(file: Path) -> Linear:
    """The model of a file as `dump` writes it; raises OSError where there is none, ValueError or KeyError where it is
    another."""
    read = json.loads(file.read_text(encoding="utf-8"))
    return Linear(tuple(read["classes"]), tuple(read["bias"]), {k: tuple(v) for k, v in read["weights"].items()})


def dump(found: Linear, file: Path) -> None:
    """Write a model, one feature a line, in the order of the alphabet."""
    lines = [f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v)}" for k, v in sorted(found.weights.items())]
    head = f'{{"classes":{json.dumps(found.classes)},\n"bias":{json.dumps(found.bias)},\n"weights":{{\n'
    file.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
