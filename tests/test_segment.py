"""Blocks into sentences."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from elchi.languages.ru import LONGEST_SENTENCE
from elchi.model import Block, Report
from elchi.read import read_text
from elchi.segment import CODED, segment
from tests.scenes import sentences


def cut(text: str) -> list[str]:
    return [text[s.start:s.end] for s in sentences(text)]


@pytest.mark.parametrize(("text", "wanted"), [
    ("Посол прибыл. Его ждали.", ["Посол прибыл.", "Его ждали."]),
    ("В 2026 г. посол А. И. Орлов прибыл в г. Актау.", ["В 2026 г. посол А. И. Орлов прибыл в г. Актау."]),
    ("«Мы рады. Мы ждали», — сказал посол.", ["«Мы рады.", "Мы ждали», — сказал посол."]),
    ("Готовы ли стороны? Да!", ["Готовы ли стороны?", "Да!"]),
    ("  Посол прибыл.\t", ["Посол прибыл."]),
    (" \u00a0 ", []),
])
def test_sentences(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


def test_only_the_story_is_cut_and_its_blocks_are_numbered() -> None:
    text = "Политика\nПосол прибыл\nПосол прибыл в Ригу. Его ждали."
    ends = [0, 9, 22, len(text) + 1]
    kinds = ("rubric", "title", "body")
    blocks = tuple(Block(k, a, b - 1) for k, a, b in zip(kinds, ends, ends[1:], strict=False))  # type: ignore[arg-type]
    found = segment(Report("x", text, blocks))
    assert [(s.block, s.paragraph, text[s.start:s.end]) for s in found] == [
        ("title", 1, "Посол прибыл"), ("body", 2, "Посол прибыл в Ригу."), ("body", 2, "Его ждали.")]


@given(st.text(alphabet=st.sampled_from("аБв .!?«»—\n\r\u00a0\u00ad\u2028😀1-"), max_size=300))
def test_sentences_lie_in_order_inside_their_blocks(text: str) -> None:
    assume(any(map(str.isalpha, text)))
    report = read_text(text, id="x")
    found = segment(report)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    for s in found:
        block = report.blocks[s.paragraph]
        assert block.kind in CODED
        assert block.start <= s.start < s.end <= block.end
        assert 0 < len(s.tokens) <= LONGEST_SENTENCE
        assert all(text[t.start:t.end] == t.text for t in s.tokens)
        assert s.start <= s.tokens[0].start
        assert s.tokens[-1].end <= s.end
