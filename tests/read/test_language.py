from __future__ import annotations

import pytest

from elchi.read.language import language

SENTENCES = [
    ("ru", "Министры двух стран обсудили переправу через Пяндж и договорились о встрече в Хороге."),
    ("ru", "Делегация прибыла в Ташкент, где её приняли в министерстве транспорта."),
    ("kk", "Сыртқы істер министрі әріптесімен телефон арқылы сөйлесті, олар ынтымақтастық туралы пікір алмасты."),
    ("en", "The foreign minister spoke with his colleague by phone and thanked him for the help of the country."),
    ("en", "Minister Kerem Aydın met the president of Türkiye's parliament and spoke to the press on the bridge."),
    ("uk", "Міністр закордонних справ поговорив із колегою про їхні плани щодо миру та торгівлі."),
    ("be", "Міністр замежных спраў сустрэўся з паслом і абмеркаваў гандаль паміж дзвюма краінамі."),
    ("ky", "Тышкы иштер министри өлкөлөрдүн ортосундагы соода жана чек ара маселелери боюнча сүйлөштү."),
    ("mn", "Гадаад хэргийн сайд хөрш улсын элчин сайдыг хүлээн авч, худалдааны асуудлаар ярилцсан байна."),
    ("tg", "Вазири корҳои хориҷӣ бо сафири Ҷумҳурии Туркия дар бораи ҳамкорӣ ва савдо гуфтугӯ кард."),
    ("uz", "Ташқи ишлар вазири қўшни давлат элчиси билан савдо ва чегара масалаларини муҳокама қилди."),
    ("uz", "Tashqi ishlar vaziri qo‘shni davlat elchisi bilan savdo va chegara masalalarini muhokama qildi."),
    ("az", "Xarici işlər naziri qonşu ölkənin səfiri ilə görüşüb və ticarət məsələlərini müzakirə edib."),
    ("tr", "Dışişleri Bakanı komşu ülkenin büyükelçisi ile görüştü ve ticaret konularını ele aldı."),
    ("tk", "Daşary işler ministri goňşy ýurduň ilçisi bilen duşuşdy we söwda meselelerini ara alyp maslahatlaşdy."),
    ("hy", "Արտաքին գործերի նախարարը հանդիպեց հարևան երկրի դեսպանին։"),
    ("ka", "საგარეო საქმეთა მინისტრი მეზობელი ქვეყნის ელჩს შეხვდა."),
    ("fa", "وزیر امور خارجه با سفیر کشور همسایه دیدار و درباره تجارت گفتگو کرد."),
    ("ar", "التقى وزير الخارجية سفير الدولة المجاورة وبحث معه العلاقات التجارية بين البلدين."),
    ("he", "שר החוץ נפגש עם שגריר המדינה השכנה ודן בסחר בין המדינות."),
    ("zh", "外交部长会见了邻国大使，双方讨论了两国之间的贸易。"),
    ("de", "Der Außenminister traf den Botschafter des Nachbarlandes und sprach mit ihm über den Handel."),
    ("fr", "Le ministre des affaires étrangères a reçu l’ambassadeur du pays voisin et parlé de la frontière."),
    (None, "Ministrul de externe s-a întâlnit cu ambasadorul țării vecine și a discutat despre comerț."),
    (None, "Ministar spoljnih poslova razgovarao je sa ambasadorom susedne zemlje."),
    (None, "Министър-председателят разговаря с посланика на съседната държава за търговията между двете страни. " * 3),
    (None, "外務大臣は隣国の大使と会談し、両国の貿易について話し合いました。"),
    (None, "12.03.2026 — 14:05"), (None, "")]


@pytest.mark.parametrize(("wanted", "text"), SENTENCES)
def test_language(wanted: str | None, text: str) -> None:
    assert language(text) == wanted


@pytest.mark.parametrize(("wanted", "text"), SENTENCES[:20])
def test_long_texts_are_known_by_their_beginning(wanted: str | None, text: str) -> None:
    assert language(f"{text} " * 2000) == wanted
