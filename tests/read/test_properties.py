"""What holds of any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from elchi.read import read_text

_PIECES = st.sampled_from([
    "Читайте также:", "Реклама", "5 марта 2025, 10:00 | Автор: А. Исаков", "Просмотров: 5",
    "Министры встретились в Риге.",
    "Что дальше", "ОБЩЕСТВО", "«Хребет»", "МОСКВА, 3 мая /ТАСС/. Посол прибыл.", "\n", "\r\n",
    "\u2028", " ", "\u00a0", "\u00ad", "слово", "Слово", ".", ":", "|", "—", "©", "\ue000", "31.02.2025"])


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_blocks_lie_in_order_and_cover_all_words(text: str) -> None:
    assume(any(map(str.isalpha, text)))
    report = read_text(text, id="x")
    assert report.text == text
    edge = 0
    for block in report.blocks:
        assert edge <= block.start < block.end <= len(text)
        assert not any(map(str.isalnum, text[edge:block.start]))
        edge = block.end
    assert not any(map(str.isalnum, text[edge:]))
    assert sum(b.kind == "title" for b in report.blocks) <= 1


@pytest.mark.parametrize("text", [
    "Посол прибыл в столицу и сообщает, что рад. " * 250_000, "а" * 10_000_000, "«" * 5_000_000 + "а",
    "1.2" * 3_000_000 + "а", "а" + " " * 10_000_000 + "б", "а" + "\n" * 5_000_000 + "б",
    "Министры встретились в Хороге\n" * 30_000],
    ids=["sentences", "letters", "quotes", "digits", "spaces", "breaks", "lines"])
def test_time_grows_with_length_only(text: str) -> None:
    began = time.process_time()
    read_text(text, id="x")
    assert time.process_time() - began < 30
