"""Whom a phrase means, by itself and by what the report said before."""

from __future__ import annotations

import pytest

from elchi.coding import refer
from elchi.coding.scenes import Codes, Discourse
from tests.scenes import scene, word


@pytest.mark.parametrize(("text", "head", "codes", "firm"), [
    ("Казахстан осудил удары.", "Казахстан", ("KAZ",), True),
    ("Астана осудила удары.", "Астана", ("KAZ",), True),
    ("Кремль осудил удары.", "Кремль", ("RUS",), True),
    ("Казахстан, Грузия и Иран осудили удары.", "Казахстан", ("KAZ", "GEO", "IRN"), True),
    ("Президент Грузии осудил удары.", "Президент", ("GEO",), True),
    ("Президенты Грузии и Турции осудили удары.", "Президенты", ("GEO", "TUR"), True),
    ("Министр иностранных дел Омана осудил удары.", "Министр", ("OMN",), True),
    ("Турецкое министерство осудило удары.", "министерство", ("TUR",), True),
    ("Турецкий и иранский министры осудили удары.", "министры", ("IRN", "TUR"), True),
    ("Посол от Грузии осудил удары.", "Посол", ("GEO",), True),
    ("Иранская ракета упала в море.", "ракета", ("IRN",), False),
    ("Завод Грузии закрыли.", "Завод", ("GEO",), False),
    ("Мировое сообщество осудило удары.", "сообщество", (), False),
    ("Лидеры стран Балтии осудили удары.", "Лидеры", ("EST", "LTU", "LVA"), True),
    ("Вчера южнокавказские министры осудили удары.", "министры", ("ARM", "AZE", "GEO"), True),
    ("Запад осудил удары.", "Запад", (), False),
    ("Эксперты осудили удары.", "Эксперты", (), False),
    ("Дождь осложнил полёты.", "Дождь", (), False),
])
def test_phrase_that_names_whom_it_means(text: str, head: str, codes: Codes, firm: bool) -> None:
    s = scene(text)
    found = refer.resolve(s, word(s.tree, head))
    assert (set(found.codes), found.firm) == (set(codes), firm)


TALKS = Discourse(
    contact=("GEO", "TUR"), subject=("GEO",), person=("GEO",), speaker=("GEO",), guest=("TUR",), home=("KAZ",),
    people=[("TUR",), ("GEO",)], by_noun={"ведомство": ("GEO",), "organ": ("GEO",)}, lands=["TUR", "OMN"])


@pytest.mark.parametrize(("text", "head", "codes"), [
    ("Стороны осудили удары.", "Стороны", ("GEO", "TUR")),
    ("Министры осудили удары.", "Министры", ("GEO", "TUR")),
    ("Собеседники осудили удары.", "Собеседники", ("GEO", "TUR")),
    ("Они осудили удары.", "Они", ("GEO", "TUR")),
    ("Он осудил удары.", "Он", ("GEO",)),
    ("Тот осудил удары.", "Тот", ("TUR",)),
    ("Ведомство осудило удары.", "Ведомство", ("GEO",)),
    ("Министерство осудило удары.", "Министерство", ("GEO",)),
    ("Гость осудил удары.", "Гость", ("TUR",)),
    ("Его коллега осудил удары.", "коллега", ("TUR",)),
    ("«Мы осуждаем удары», — сказал он.", "Мы", ("GEO",)),
    ("Пресса осудила удары.", "Пресса", ()),
])
def test_phrase_that_means_someone_named_before(text: str, head: str, codes: Codes) -> None:
    s = scene(text, TALKS)
    assert refer.resolve(s, word(s.tree, head)).codes == codes


def test_nobody_is_meant_where_nobody_was_named() -> None:
    for text, head in (("Стороны осудили удары.", "Стороны"), ("Он осудил удары.", "Он"), ("Гость уехал.", "Гость"),
                       ("Страна осудила удары.", "Страна"), ("Ведомство осудило удары.", "Ведомство")):
        s = scene(text)
        assert refer.resolve(s, word(s.tree, head)).codes == (), text


def test_our_is_of_the_reports_own_country() -> None:
    s = scene("Наше министерство осудило удары.", Discourse(home=("KAZ",)))
    assert refer.resolve(s, word(s.tree, "министерство")).codes == ("KAZ",)


def test_sentence_tells_the_next_whom_it_was_about() -> None:
    d = Discourse()
    refer.note(scene("Министерство Грузии осудило удары по Оману.", d))
    assert d.subject == ("GEO",)
    s = scene("Оно призвало к миру, а ведомство направило ноту.", d)
    assert refer.resolve(s, word(s.tree, "ведомство")).codes == ("GEO",)
