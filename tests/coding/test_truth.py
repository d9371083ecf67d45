"""Whether an act happened, is to come, may come, or did not, and whether it is recalled."""

from __future__ import annotations

import pytest

from elchi.annotate.dates import DateMention
from elchi.coding import clause, truth
from tests.scenes import tree, word


@pytest.mark.parametrize(("text", "act", "wanted"), [
    ("Посол прибыл в Ригу.", "прибыл", "past"),
    ("Посол прибывает в Ригу.", "прибывает", "past"),
    ("Посол прибудет в Ригу.", "прибудет", "future"),
    ("Визит посла запланирован на май.", "Визит", "future"),
    ("Посол намерен посетить Ригу.", "посетить", "future"),
    ("Стороны планируют провести переговоры.", "переговоры", "future"),
    ("Стороны будут вести переговоры.", "переговоры", "future"),
    ("Соглашение будет подписано в мае.", "подписано", "future"),
    ("Посол не прибыл в Ригу.", "прибыл", "negated"),
    ("Стороны не вели переговоров.", "переговоров", "negated"),
    ("Посол может прибыть в Ригу.", "прибыть", "hypothetical"),
    ("Если посол прибудет в Ригу, его встретят.", "прибудет", "hypothetical"),
    ("Посол прибыл бы в Ригу.", "прибыл", "hypothetical"),
])
def test_truth(text: str, act: str, wanted: str) -> None:
    t = tree(text)
    words = [word(t, act)]
    assert truth.truth(t, words, clause.governor(t, words)) == wanted


def test_cue_of_what_is_recalled() -> None:
    assert truth.cue(tree("Напомним, ранее посол уехал."), "recalled")
    assert not truth.cue(tree("Посол уехал."), "recalled")


@pytest.mark.parametrize(("value", "published", "old"), [
    ("2026-03-02", "2026-03-11", True), ("2026-03-05", "2026-03-11", False), ("2026-03-20", "2026-03-11", False),
    ("2026-01-01/2026-03-10", "2026-03-11", False), ("2026-02", "2026-03-11", True), ("2026-03", "2026-03-11", False),
    ("2025", "2026-03-11", True), ("2026", "2026-03-11", False), ("2025-12-31", "2026", True),
    ("2026-03-02", "2026", False), ("2026-03-02", None, False), (None, "2026-03-11", False),
    ("2026-03-02", "2026-03-11T09:30", True),
])
def test_what_lies_far_back_is_recalled(value: str | None, published: str | None, old: bool) -> None:
    assert truth.is_old(value, published) is old


def test_nearest_date_is_the_acts() -> None:
    first = DateMention(0, 5, "2026-03-01", relative=False, due=False, rule="day")
    second = DateMention(40, 45, "2026-03-09", relative=False, due=False, rule="day")
    assert truth.nearest([first, second], 8, 12) == first
    assert truth.nearest([first, second], 30, 36) == second
    assert truth.nearest([], 0, 1) is None
