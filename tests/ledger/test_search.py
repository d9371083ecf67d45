"""Reports are found by their words in any form, and what a person types is words alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from elchi.errors import LedgerError
from elchi.ledger.database import Ledger
from elchi.ledger.queries.filters import Filter
from elchi.ledger.queries.found import search
from elchi.model import Record, Report
from tests.ledger.test_questions import CENTRE, TALKS, put


def story(number: int, published: str, text: str, **about: Any) -> Record:
    return Record(Report(f"r{number}", text, given_id=f"r{number}", published=published,
                         **{"language": "ru", **about}))


STORIES = (
    story(1, "2026-01-01", "Послы прибыли в Актау. Груз с лекарствами отправлен из порта.", outlet="Порт"),
    story(2, "2026-01-02", "Посол вылетел в Маскат.\nЛекарство доставят по морю.", outlet="Море", title="Рейс"),
    story(3, "2026-01-03", "The cargoes were shipped to Aktau. Груза аль-Бусаиди не видел.", language="en"))


def hits(ledger: Ledger, words: str, **wanted: Any) -> list[str]:
    return [hit["report"] for hit in search(ledger, words, Filter(**wanted))]


def test_words_are_found_in_any_form(ledger: Ledger) -> None:
    put(ledger, *STORIES)
    assert hits(ledger, "посол") == ["r2", "r1"]
    assert hits(ledger, "лекарств ПОСЛОВ") == ["r2", "r1"]
    assert hits(ledger, "лекарства -маскат") == ["r1"]
    assert hits(ledger, '"груз с лекарством"') == hits(ledger, "«грузы с лекарствами»") == ["r1"]
    assert hits(ledger, '"лекарство груз"') == []
    assert hits(ledger, 'груз -"с лекарствами"') == hits(ledger, "cargo") == hits(ledger, "Аль-Бусаиди") == ["r3"]
    assert hits(ledger, "рейс") == ["r2"]
    assert hits(ledger, "груз", until=date(2026, 1, 1)) == hits(ledger, "груз", languages={"ru"}) == ["r1"]
    assert hits(ledger, "посол", since=date(2026, 1, 2)) == hits(ledger, "посол", outlets={"Море"}) == ["r2"]
    with pytest.raises(LedgerError, match="no word"):
        search(ledger, "-маскат")


def test_what_is_typed_is_words_and_no_query(ledger: Ledger) -> None:
    put(ledger, *STORIES)
    for typed in ('посол" OR "груз', "посол AND NOT груз", "words:посол", "^посол + NEAR(a b)"):
        assert hits(ledger, typed) == []
    for typed in ("посол*", '"посол', "посол \\ ' -- ;", "(посол", "посол\x00\x1b", "посол:* | <->", "посол_"):
        assert hits(ledger, typed) == ["r2", "r1"]
    assert hits(ledger, "посол' & !груз") == ["r1"]


def test_a_hit_shows_the_sentences_and_where_the_words_stand(ledger: Ledger) -> None:
    put(ledger, *STORIES)
    hit, = search(ledger, 'маскат "доставить по море"')
    assert (hit["title"], hit["outlet"], hit["published"]) == ("Рейс", "Море", "2026-01-02")
    text = STORIES[1].report.text
    assert [text[s["start"]:s["end"]] for s in hit["sentences"]] == [s["text"] for s in hit["sentences"]] == [
        "Посол вылетел в Маскат.", "Лекарство доставят по морю."]
    assert [[text[start:end] for start, end in s["words"]] for s in hit["sentences"]] == [
        ["Маскат"], ["доставят по морю"]]


def test_search_asks_for_what_a_report_tells(ledger: Ledger) -> None:
    put(ledger, *TALKS)
    assert hits(ledger, "говорили", parties=[{"QAT"}]) == ["r5", "r4"]
    assert hits(ledger, "говорили", parties=[{"QAT"}, CENTRE], types={"CONSULT"}) == ["r5"]
    assert hits(ledger, "говорили", types={"AID"}) == hits(ledger, "говорили", topics={"gaza"}) == []
