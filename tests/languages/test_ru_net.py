"""The arithmetic of our own against slovnet's."""

from __future__ import annotations

from typing import Any

import pytest
from slovnet import NER, Morph, Syntax
from slovnet.exec.infer import Infer

from elchi.languages import ru_net
from elchi.languages.ru import parse, tokenize
from elchi.model import Sentence

SENTENCES = [[t.text for t in tokenize(text)] for text in (
    "Министр иностранных дел Казахстана Ермек Кошербаев позвонил коллеге из Кувейта.",
    "Да.",
    "Анкара, заявил Хакан Фидан, осуждает удары; «мы требуем прекратить огонь», — добавил он 3 марта 2026 г.",
    "Ёлчи-қўмита Öztürk ЁЁ ё № 17-й …",
    # No clause stands in it twice: of two that are the same either may be the head, and the last bit decides.
    "Делегации двух стран обсудили транзит, водные ресурсы и поставки газа, министры энергетики подписали протокол о "
    "ремонте старой подстанции у границы, послы условились открыть ещё одно консульство, военные отложили осенние "
    "учения до весны, учёные показали карту ледников, журналисты спросили о визах, а вечером хозяева повели гостей "
    "в театр, где давали оперу, написанную сто лет назад.",
)]


@pytest.fixture(scope="module")
def peers() -> list[Any]:
    from navec import Navec

    data = ru_net.model_files()
    navec = Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    loaded = []
    for name, kind in (("morph", Morph), ("syntax", Syntax), ("ner", NER)):
        model = kind.load(str(data / "model" / f"slovnet_{name}_news_v1.tar"))
        model.navec(navec)
        loaded.append(model)
    return loaded


def test_morphology_and_syntax_are_slovnets(peers: list[Any]) -> None:
    net = ru_net.net()
    for words, tags, (heads, relations) in zip(SENTENCES, net.morph(SENTENCES), net.syntax(SENTENCES), strict=True):
        assert tags == [t.tag for t in peers[0](words).tokens]
        theirs = peers[1](words).tokens
        assert heads == [int(t.head_id) for t in theirs]
        assert relations == [t.rel for t in theirs]


def test_names_are_slovnets(peers: list[Any]) -> None:
    infer: Infer = peers[2].infer
    theirs = list(infer.decoder(infer.process(infer.encoder(SENTENCES))))
    assert list(ru_net.net().names(SENTENCES)) == [list(t) for t in theirs]


def test_a_full_store_of_words_changes_nothing() -> None:
    net = ru_net.net()
    before = list(net.morph(SENTENCES))
    list(net.morph([[f"слово{i}" for i in range(ru_net.KEPT_WORDS - 200)]]))
    assert list(net.morph(SENTENCES)) == before


def test_a_soft_hyphen_that_stands_alone_is_a_word() -> None:
    text = "Министр \u00ad посетил Баку."
    (parsed,) = parse([Sentence(0, len(text), "body", 0, tokenize(text))])
    assert [t.rel != "" for t in parsed.tokens] == [True] * 5
