"""Training learns from coded reports what it should."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fuzz import CORPUS
from elchi import linear
from training import train


@pytest.fixture(autouse=True)
def _own_models() -> Iterator[None]:
    yield
    for name in train.STRENGTH:
        linear.use(name, linear.load(linear.FOLDER / f"{name}.json"))


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
    cases = train.folded(train.load([coded]))
    found = train.examples(cases)
    roles, rows = train.learn("roles", found["roles"]), train.learn("rows", found["rows"])
    assert roles.chances(["rule:actor", "slot:subject"])["actor"] > roles.chances(["rule:none"])["actor"]
    right, wrong = ([e for e in found["rows"] if e[2] == label] for label in ("right", "wrong"))
    mean = [sum(rows.chances(told)["right"] for _, told, _ in own) / len(own) for own in (right, wrong)]
    assert mean[0] > 2 * mean[1]


def test_a_fold_is_not_learned_from() -> None:
    examples = [(k, [f"own:{k}", label], label) for k in range(3) for label in ("past", "background") for _ in range(3)]
    assert train.learn("times", examples).chances(["past"])["past"] > 0.5
    assert "past" in train.learn("times", examples).weights
    lone = [*examples, *[(3, ["own:3"], "past")] * 3]
    assert "own:3" in train.learn("times", lone).weights
    assert "own:3" not in train.learn("times", lone, without=3).weights


def test_only_the_part_asked_for_is_loaded(coded: str) -> None:
    ids = [gold["id"] for gold, _ in train.load([coded], "3456789")]
    assert ids and all(i[-1] in "3456789" for i in ids)
