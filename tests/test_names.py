"""Names of parties: every party of the lexicon has one in each language, and no two share one."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import elchi
from elchi import lexicon
from elchi.annotate.parties import NOBODY
from elchi.names import party

LINES = (Path(elchi.__file__).parent / "ontology" / "party_names.tsv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader((line for line in LINES if not line.startswith("#")), delimiter="\t"))
LANGUAGES = ("ru", "kk", "en")


def test_the_table_names_the_parties_of_the_lexicon_each_once_and_no_others() -> None:
    known = {entry["id"] for entry in lexicon.entries("parties").values()} - {NOBODY}
    assert Counter(row["code"] for row in ROWS) == Counter(known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_told_without_blanks_around_it_and_only_once(language: str) -> None:
    names = [row[language] for row in ROWS]
    assert [name for name in names if not name or name != " ".join(name.split())] == []
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize(("code", "ru", "kk", "en"), [
    ("KAZ", "Казахстан", "Қазақстан", "Kazakhstan"), ("TUR", "Турция", "Түркия", "Türkiye"),
    ("KGZ", "Кыргызстан", "Қырғызстан", "Kyrgyzstan"), ("ARE", "ОАЭ", "БАӘ", "UAE"),
    ("CSTO", "ОДКБ", "ҰҚШҰ", "CSTO"), ("SUN", "СССР", "КСРО", "Soviet Union"),
    ("NSA:Houthis", "Хуситы", "Хуситтер", "Houthis"), ("OTH", "Другие", "Басқалар", "Others"),
])
def test_a_party_is_called_as_newspapers_call_it(code: str, ru: str, kk: str, en: str) -> None:
    assert [party(code, language) for language in LANGUAGES] == [ru, kk, en]


def test_a_party_without_a_name_is_called_by_its_code() -> None:
    assert party("NSA:Nobody Knows", "kk") == "Nobody Knows"
    assert party("QQQ", "ru") == "QQQ"
    assert party("KAZ", "de") == "KAZ"
