"""Training learns from coded reports what it should."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fuzz import CORPUS
from elchi import linear, network
from elchi.linear import Features
from training import network as learning
from training import train
from training.cases import FOLDS, folded, load
from training.learning import STRENGTH, Lesson, lesson


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A set as the command takes it, of a few reports of the corpus."""
    folder = tmp_path_factory.mktemp("set")
    reports: list[dict[str, Any]] = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()][:8]
    for r in reports:
        Path(folder, r["id"].replace("/", "__") + ".txt").write_text(r["text"], encoding="utf-8")
    Path(folder, "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for r in reports), encoding="utf-8")
    Path(folder, "meta.jsonl").write_text("".join(json.dumps(r) + "\n" for r in reports), encoding="utf-8")
    return f"{folder}/gold.jsonl:{folder}:{folder}/meta.jsonl"


@pytest.fixture
def _little(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few of the lexicon's examples to learn from, in small steps; afterwards the package's own models again."""
    readings = train.example_readings
    monkeypatch.setattr(train, "example_readings", lambda: islice(readings(), 80))
    for name in ("WORDS", "SENTENCES", "ACTS", "PARTIES"):
        monkeypatch.setattr(learning, name, getattr(learning, name) // 4)
    yield
    for name in STRENGTH:
        linear.use(name, linear.load(linear.FOLDER / f"{name}.json"))
    network.use(network.load(network.FILE))


def means(own: Lesson, name: str, folds: Iterable[int | None]) -> dict[str, float]:
    """The mean chance of a class for the examples of each class: those of each fold by the model that has not learned
    from it; for the fold None, all by the model of all."""
    chances: dict[str, list[float]] = {}
    for fold in folds:
        model = own.model(fold)
        for label, case, its in zip(own.labels, own.cases, own.folds, strict=True):
            if fold in (None, its):
                told = Features(alone=[own.features[i] for i in case.indices])
                chances.setdefault(label, []).append(model.chances(told)[name])
    return {label: sum(found) / len(found) for label, found in chances.items()}


@pytest.mark.usefixtures("_little")
def test_models_learn_the_parts_of_parties_and_the_worth_of_rows(coded: str) -> None:
    found = {own.name: own for own in train.lessons(folded(load([coded])), epochs=2).linear}
    acting, worth = means(found["casting"], "actor", range(FOLDS)), means(found["rows"], "right", [None])
    assert acting["actor"] > 1.5 * max(acting["none"], acting["recipient"])
    assert worth["right"] > 2 * worth["wrong"]


def test_a_fold_is_not_learned_from() -> None:
    examples = [(k, Features([f"own:{k}", label]), label)
                for k in range(3) for label in ("past", "background") for _ in range(3)]
    model = lesson("times", examples).model()
    assert model.chances(Features(["past"]))["past"] > 0.5 and "past" in model.weights
    lone = [*examples, *[(3, Features(["own:3"]), "past")] * 3]
    assert "own:3" in lesson("times", lone).model().weights
    assert "own:3" not in lesson("times", lone).model(without=3).weights


def test_only_the_part_asked_for_is_loaded(coded: str) -> None:
    ids = [gold["id"] for gold, _ in load([coded], "3456789")]
    assert ids and all(i[-1] in "3456789" for i in ids)
