"""Linear models over named features: what the package has learned from coded reports, as weights one can read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path

FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Linear:
    """Classes, the bias of each, and for each feature its weight for each class."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each class for a case with these features; they sum to 1."""
        told = [self.weights[f] for f in features if f in self.weights]
        sums = [sum(column) for column in zip(self.bias, *told, strict=True)]
        most = max(sums)
        odds = [exp(x - most) for x in sums]
        whole = sum(odds)
        return {name: x / whole for name, x in zip(self.classes, odds, strict=True)}


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
    """The model of a file as `dump` writes it."""
    read = json.loads(file.read_text(encoding="utf-8"))
    return Linear(tuple(read["classes"]), tuple(read["bias"]), {k: tuple(v) for k, v in read["weights"].items()})


def dump(found: Linear, file: Path) -> None:
    """Write a model, one feature a line, in the order of the alphabet."""
    lines = [f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v)}" for k, v in sorted(found.weights.items())]
    head = f'{{"classes":{json.dumps(found.classes)},\n"bias":{json.dumps(found.bias)},\n"weights":{{\n'
    file.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
