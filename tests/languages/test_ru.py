"""Russian words, sentences and trees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.languages import ru
from elchi.languages.ru_mend import mend
from elchi.model import Sentence, Token
from tests.scenes import sentences, tree, word


@pytest.mark.parametrize(("text", "words"), [
    ("Посол прибыл.", ["Посол", "прибыл", "."]),
    ("казахстанско-оманский диалог", ["казахстанско-оманский", "диалог"]),
    ("аль‑Бусаиди, д’Артаньян", ["аль‑Бусаиди", ",", "д’Артаньян"]),
    ("19-го, 1 000,5 и 15:30", ["19-го", ",", "1", "000,5", "и", "15:30"]),
    ("«МИД»—ответил", ["«", "МИД", "»", "—", "ответил"]),
    ("Каза\u00adхстан и Ира\u0301н", ["Каза\u00adхстан", "и", "Ира\u0301н"]),
    ("snake_case 🇰🇿", ["snake_case", "🇰", "🇿"]),
    ("", []),
])
def test_words(text: str, words: list[str]) -> None:
    assert [t.text for t in ru.tokenize(text)] == words


@given(st.text(max_size=200), st.integers(0, 1000))
def test_words_stand_where_they_say_and_none_is_lost(text: str, offset: int) -> None:
    tokens = ru.tokenize(text, offset)
    assert all(text[t.start - offset:t.end - offset] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:], strict=False))
    assert {c for t in tokens for c in t.text} >= {c for c in text if c.isalnum()}


@pytest.mark.parametrize(("word_", "folded"), [
    ("Ёлка", "елка"), ("Ира\u0301н", "иран"), ("Каза\u00adхстан", "казахстан"), ("Йемен", "йемен"),
    ("АЛЬ‑КАИДА", "аль-каида"), ("д’Эстен", "д'эстен"), ("e\u0301lite", "elite")])
def test_fold(word_: str, folded: str) -> None:
    assert ru.fold(word_) == folded


@pytest.mark.parametrize(("form", "lemma"), [
    ("Казахстаном", "казахстан"), ("призвали", "призвать"), ("ООН", "оон"), ("трёхсторонней", "трехсторонний"),
    ("2026", "2026"), ("«", "«"), ("стали", "сталь"), ("стали", "стать")])
def test_dictionary_forms(form: str, lemma: str) -> None:
    assert lemma in ru.lemmas(form)


def test_longest_words_are_left_as_they_are() -> None:
    assert ru.lemmas("а" * 500) == {"а" * 500}


@pytest.mark.parametrize(("word_", "case", "form"), [
    ("посол", "gent", "посла"), ("Казахстан", "ablt", "Казахстаном"), ("страна", "nomn", "страна")])
def test_inflect(word_: str, case: str, form: str) -> None:
    assert ru.inflect(word_, case) == form


@pytest.mark.parametrize(("text", "place", "lemma"), [
    ("Стороны стали партнёрами.", "стали", "стать"),
    ("Посол купил тонну стали.", "стали", "сталь"),
    ("Министры сошлись в цене.", "цене", "цена"),
])
def test_parse_tells_which_dictionary_form_is_meant(text: str, place: str, lemma: str) -> None:
    t = tree(text)
    assert t.tokens[word(t, place)].lemma == lemma


def test_sentences_are_parsed_as_if_alone() -> None:
    texts = ("Посол уехал.", "Министр иностранных дел Грузии вчера прибыл с визитом в Ригу.", "Договор подписан.")
    rows = [sentences(t)[0] for t in texts]
    assert ru.parse(rows) == [ru.parse([row])[0] for row in rows]
    assert ru.parse([]) == []


def test_sentence_without_end_is_cut() -> None:
    row, = ru.tokenize("слово " * 1000),
    pieces = list(ru.cut(Sentence(0, 5999, "body", 0, row)))
    assert [t for p in pieces for t in p.tokens] == list(row)
    assert max(len(p.tokens) for p in pieces) <= ru.LONGEST_SENTENCE
    assert all((p.start, p.end) == (p.tokens[0].start, p.tokens[-1].end) for p in pieces)


WORDS = st.builds(
    Token, text=st.just("а"), start=st.just(0), end=st.just(1), head=st.integers(-2, 9), pos=st.sampled_from(
        ["NOUN", "PROPN", "VERB", "ADJ", "PUNCT"]),
    rel=st.sampled_from(["nsubj", "nmod", "obl", "appos", "obj", "conj", "root"]),
    feats=st.fixed_dictionaries({}, optional={
        "Case": st.sampled_from(["Nom", "Gen", "Acc"]), "Number": st.sampled_from(["Sing", "Plur"]),
        "VerbForm": st.just("Fin"), "Animacy": st.just("Anim")}))


@given(st.lists(WORDS, max_size=9))
def test_mended_heads_go_in_no_circle(tokens: list[Token]) -> None:
    mended = mend(tokens)
    assert [replace(t, head=0, rel="") for t in mended] == [replace(t, head=0, rel="") for t in tokens]
    for i in range(len(mended)):
        steps = 0
        while i >= 0:
            i, steps = mended[i].head, steps + 1
            assert -1 <= i < len(mended)
            assert steps <= len(mended)


@pytest.mark.parametrize(("text", "form"), [
    ("Министры пришли к соглашению.", "прийти"), ("Спасатели нашли людей.", "найти"),
    ("Войска перешли границу.", "перейти")])
def test_what_happened_is_no_order(text: str, form: str) -> None:
    assert form in {t.lemma for t in tree(text).tokens}
