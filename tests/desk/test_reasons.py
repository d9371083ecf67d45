from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from elchi.answers.commitments import Commitment, standing
from elchi.answers.promises import Deed
from elchi.desk.reasons import of_sign
from elchi.desk.words import words
from elchi.merge.accounts import stems

MADE, DAY = 739_680, 739_690
MEETING = stems("Стороны договорились о визите и встрече министров")
KAZ, UZB = frozenset({"KAZ"}), frozenset({"UZB"})


def promise(due: bool) -> Commitment:
    return Commitment("h1", "AGREE", KAZ, UZB, MADE, (DAY, DAY) if due else None, words=MEETING)


def deeds() -> Iterator[Deed]:
    """All that may be seen of it: kept in time, late, told not to come about, refused."""
    for n, day in enumerate((DAY, DAY + 3), 1):
        yield Deed(f"h2{n}", "CONSULT", KAZ, UZB, day, day + 1, channel="visit", stems=MEETING)
    yield Deed("h4", "CONSULT", KAZ, UZB, DAY, DAY, time="negated", channel="meeting", stems=MEETING)
    yield Deed("h5", "REJECT", UZB, KAZ, DAY - 2, DAY - 2, mode="meet", stems=MEETING)


def reasons() -> set[str]:
    """Whatever says so that they are signs."""
    return {told for due in (True, False) for deed in deeds()
            for sign in standing(promise(due), [deed], DAY + 40).signs for told in sign.reasons}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_reason_of_a_sign_is_left_in_english(language: str) -> None:
    found = reasons()
    assert {re.sub(r"\d+", "1", told) for told in found if told[0].islower() or told[0].isdigit()} == {
        "when it was due", "1 days after it was due", "1 days after it was promised", "refused by UZB",
        "it is told that it did not or will not come about"}
    assert [told for told in found if re.search("[A-Za-z]{2}", of_sign(words(language), told))] == []


@pytest.mark.parametrize(("told", "said"), [
    ("CONSULT: KAZ, KGZ → UZB, 2026-03-05",
     "Контакт или переговоры, Казахстан, Кыргызстан → Узбекистан, 5 мар. 2026\u202fг."),
    ("2 days after it was due", "через 2 дня после срока"),
    ("21 days after it was promised", "через 21 день после обещания"),
    ("refused by KAZ, UZB", "отказ: Казахстан, Узбекистан"),
])
def test_a_reason_is_a_sentence_of_the_language(told: str, said: str) -> None:
    assert of_sign(words("ru"), told) == said


def test_a_deed_without_parties_is_told_by_its_type_and_day() -> None:
    assert of_sign(words("en"), "AID: , 2026-03-05") == f"{words('en').name('type', 'AID')}, Mar 5, 2026"
