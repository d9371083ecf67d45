"""What a sentence speaks of by its words alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from elchi import linear
from elchi.coding import gist
from elchi.linear import Linear
from tests.scenes import scene


@pytest.fixture(autouse=True)
def _own_model() -> Iterator[None]:
    linear.use("gist", Linear(("CONSULT", "ASSAULT"), (-1.0, -1.0), {"обсудить": (3.0, 0.0), "ракета": (0.0, 9.0)}))
    yield
    linear.use("gist", linear.load(linear.FOLDER / "gist.json"))


def test_names_are_no_words_and_words_count_once() -> None:
    words = list(gist.features(scene("Главы МИД Казахстана и Омана обсудили торговлю, обсудили и дороги.")))
    assert words.count("обсудить") == 1 and "торговля" in words and words.count(gist.NAMED) == 1
    assert not {"казахстан", "оман", "и", ","} & set(words)


def test_each_type_is_scored_by_itself() -> None:
    told = gist.gist(scene("Стороны обсудили ракеты."))
    assert told == {"CONSULT": 2.0, "ASSAULT": 8.0}


@pytest.mark.parametrize(("score", "wanted"), [(8.0, 8), (-30.0, -10), (0.3, 1), (-0.3, -1), (0.0, 0)])
def test_scores_are_told_in_bounded_steps(score: float, wanted: int) -> None:
    assert gist.step({"CONSULT": score}, "CONSULT") == wanted
    assert gist.step({}, "CONSULT") == 0
