"""Training learns from coded reports what it should."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fuzz import CORPUS
from elchi import linear, network
from elchi.linear import Features
from training import train
from training.cases import folded, load
from training.learning import STRENGTH, lesson


@pytest.fixture(autouse=True)
def _own_models() -> Iterator[None]:
    yield
    for name in STRENGTH:
        linear.use(name, linear.load(linear.FOLDER / f"{name}.json"))
    network.use(network.load(network.FILE))


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


def test_models_learn_the_parts_of_parties_and_the_worth_of_rows(coded: str) -> None:
    cases = folded(load([coded]))
    found = train.lessons(cases, epochs=2)
    own = {x.name: x for x in found.linear}
    judged = own["rows"]
    casting = own["casting"].model()
    acting, none = Features(["actor:4", "recipient:-8"]), Features(["actor:-8", "recipient:-8"])
    assert casting.chances(acting)["actor"] > casting.chances(none)["actor"]
    rows = judged.model()
    chances: dict[str, list[float]] = {"right": [], "wrong": [], "partly": []}
    for label, case in zip(judged.labels, judged.cases, strict=True):
        told = Features(alone=[judged.features[i] for i in case.indices])
        chances[label].append(rows.chances(told)["right"])
    mean = [sum(chances[label]) / len(chances[label]) for label in ("right", "wrong")]
    assert mean[0] > 2 * mean[1]


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
