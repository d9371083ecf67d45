"""Acts: where their words stand in a sentence, whatever comes between."""

from __future__ import annotations

import pytest

from elchi.annotate import acts
from tests.scenes import sentences, tree


def found(text: str) -> dict[str, set[str]]:
    t = tree(text)
    return {f.act.id: {t.tokens[w].text for w in f.words} for f in acts.triggers(t.tokens, t.heads)}


@pytest.mark.parametrize(("text", "rule", "words"), [
    ("Президент направил королю телеграмму.", "acts/contact.letter", {"направил", "телеграмму"}),
    ("Телеграмма была направлена королю.", "acts/contact.letter", {"Телеграмма", "направлена"}),
    ("Телеграмма, направленная королю, опубликована.", "acts/contact.letter", {"Телеграмма", "направленная"}),
    ("Министры провели телефонный разговор.", "acts/contact.call", {"провели", "телефонный", "разговор"}),
    ("Посол выразил народу страны глубокие соболезнования.", "acts/support.condoles", {"выразил", "соболезнования"}),
])
def test_words_of_an_act_stand_apart_and_in_any_order(text: str, rule: str, words: set[str]) -> None:
    assert found(text)[rule] == words


def test_act_of_more_words_hides_the_shorter_inside() -> None:
    assert "acts/contact.talks" not in found("Министры провели телефонный разговор.")
    assert "acts/contact.talks" in found("Министры провели разговор.")


def test_words_of_two_clauses_are_no_act() -> None:
    text = "Президент направил войска на учения, а король, который болен и никуда не ездит, получил телеграмму."
    assert found(text).get("acts/contact.letter") == {"получил", "телеграмму"}


@pytest.mark.parametrize(("text", "worth"), [
    ("Посол прибыл с визитом.", True), ("Листья пожелтели.", False), ("12 марта", False)])
def test_cheap_look_tells_which_sentences_are_worth_parsing(text: str, worth: bool) -> None:
    sentence, = sentences(text)
    assert acts.may_tell(sentence.tokens) is worth
