"""What the network is told of a sentence, and what of its answers is looked at."""

from __future__ import annotations

import pytest

from elchi.coding import sense
from tests.scenes import scene


def test_names_are_told_by_their_kind_and_words_by_themselves() -> None:
    told = sense.words(scene("Главы МИД Казахстана и Омана обсудили торговлю."))
    assert told.words[-2:] == ["торговлю", "."] and told.words.count(None) >= 2
    marks = [m for row in told.marks for m in row]
    assert {"word:торговлю", "pos:NOUN", "Case:Acc"} <= set(told.marks[-2])
    assert any(m.startswith("called:") for m in marks)
    assert not {"word:казахстана", "word:омана"} & set(marks)


def test_the_root_hangs_on_itself_and_all_others_on_another() -> None:
    heads = sense.words(scene("Стороны обсудили поставки ракет.")).heads
    assert [i for i, head in enumerate(heads) if i == head] == [1]


@pytest.mark.parametrize(("score", "wanted"), [(8.0, 8), (-30.0, -10), (0.3, 1), (-0.3, -1), (0.0, 0)])
def test_scores_are_told_in_bounded_steps(score: float, wanted: int) -> None:
    assert sense.step({"CONSULT": score}, "CONSULT") == wanted
    assert sense.step({}, "CONSULT") == 0
