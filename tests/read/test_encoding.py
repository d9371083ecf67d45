"""Bytes into text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.errors import ReportError
from elchi.read import decode

_STORY = (
    "министр иностранных дел страны обсудил по телефону с коллегой развитие отношений и торговли а также встречу "
    "которая пройдёт в столице посол вручил ноту протеста глава государства принял делегацию стороны подтвердили "
    "готовность «Хребет» Казахстан Оман Президент Кыргызской Республики МИД РФ")
_WORDS = _STORY.split()
_TEXTS = st.lists(st.sampled_from(sorted(set(_WORDS))), min_size=8, max_size=30, unique=True).map(" ".join)
_ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"]


@given(text=_TEXTS, encoding=st.sampled_from(_ENCODINGS))
def test_round_trip(text: str, encoding: str) -> None:
    plain = text if encoding != "koi8-r" else text.replace("«", '"').replace("»", '"')
    assert decode(plain.encode(encoding), "x") == plain


@given(text=_TEXTS, encoding=st.sampled_from(["cp1251", "koi8-r"]))
def test_round_trip_in_capitals(text: str, encoding: str) -> None:
    plain = text.upper().replace("«", '"').replace("»", '"')
    assert decode(plain.encode(encoding), "x") == plain


def test_mark_is_dropped_and_line_ends_stay() -> None:
    text = "Посол прибыл.\r\nЕго ждали.\n"
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    for encoding, mark in marks.items():
        assert decode(mark + text.encode(encoding), "x") == text


@pytest.mark.parametrize(("data", "fault"), [
    (b"", "empty"),
    (b" \r\n\t", "white space"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    (b"text\x01\x02\x03\x04\x05", "binary"),
    ("Посол прибыл в столицу"[:-1].encode() + "у".encode()[:1], "breaks off"),
    ("Посол прибыл".encode("utf-16") + b"\x30", "breaks off"),
    ("Посол ".encode() + b"\xff" + " прибыл в столицу".encode(), "byte 12 is not UTF-8"),
    ("Посол прибыл в столицу Омана".encode("cp866"), "encoding"),
    ("Größe, Präsident, Städte über Köln".encode("latin-1"), "encoding"),
])
def test_fault(data: bytes, fault: str) -> None:
    with pytest.raises(ReportError, match=fault) as caught:
        decode(data, "dir/a.txt")
    assert caught.value.source == "dir/a.txt"
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_fault(data: bytes) -> None:
    try:
        assert decode(data, "x").strip()
    except ReportError as e:
        assert e.fault
