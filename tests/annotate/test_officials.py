"""Officials: every construction that links a name and an office, on invented sentences."""

from __future__ import annotations

import pytest

from elchi.annotate import leaders, offices

from .reading import read, sentences, told

ONE = [
    ("Министр иностранных дел Латвии Янис Круминьш посетил Вильнюс.", "Янис Круминьш", "LVA", "foreign_minister"),
    ("Глава литовского МИД Йонас Кубилюс улетел в Осло.", "Йонас Кубилюс", "LTU", "foreign_minister"),
    ("Беседу с главой МИД Армении Ашотом Григоряном назвали полезной.", "Ашот Григорян", "ARM", "foreign_minister"),
    ("Янис Круминьш, министр обороны Латвии, открыл учения.", "Янис Круминьш", "LVA", "minister"),
    ("Разговор с Ашотом Григоряном, послом Армении, длился час.", "Ашот Григорян", "ARM", "ambassador"),
    ("Беседа с Юханом Бергом — послом Швеции — длилась час.", "Юхан Берг", "SWE", "ambassador"),
    ("Послу Ирана Резе Машади вручили ноту.", "Реза Машади", "IRN", "ambassador"),
    ("Глава турецкого Минэнерго Орхан Демир подписал договор.", "Орхан Демир", "TUR", "minister"),
    ("Замглавы российского МИД Олег Дёмин ответил журналистам.", "Олег Дёмин", "RUS", "deputy_foreign_minister"),
    ("Заместитель министра иностранных дел Грузии Давид Гелашвили приехал в Баку.", "Давид Гелашвили", "GEO",
     "deputy_foreign_minister"),
    ("Представитель Госдепа Джон Харди отказался отвечать.", "Джон Харди", "USA", "spokesperson"),
    ("Официальный представитель МИД Польши Анна Ковальская подтвердила это.", "Анна Ковальская", "POL", "spokesperson"),
    ("Спецпосланник США Джон Харди прибыл в Каир.", "Джон Харди", "USA", "envoy"),
    ("Генсек НАТО Отто Ланге выступил в Праге.", "Отто Ланге", "NATO", "igo_head"),
    ("Глава Еврокомиссии Анна Ланге приехала в Астану.", "Анна Ланге", "EU", "igo_head"),
    ("Верховный представитель ЕС Анна Ланге осудила удар.", "Анна Ланге", "EU", "other_official"),
    ("Глава Кнессета Давид Амар встретил гостей.", "Давид Амар", "ISR", "legislator"),
    ("Депутат Бундестага Отто Ланге приехал в Киев.", "Отто Ланге", "DEU", "legislator"),
    ("Начальник Генштаба Турции Орхан Демир прилетел в Баку.", "Орхан Демир", "TUR", "military"),
    ("Помощник президента РФ Олег Дёмин рассказал о встрече.", "Олег Дёмин", "RUS", "other_official"),
    ("Экс-премьер Италии Марко Росси прочёл лекцию.", "Марко Росси", "ITA", "former"),
    ("Бывший министр финансов Польши Ян Ковальский вернулся.", "Ян Ковальский", "POL", "former"),
    ("Премьер Мали с 1991 по 1992 годы Сума Кейта умер в Париже.", "Сума Кейта", "MLI", "former"),
    ("Канцлер ФРГ Отто Ланге ответил отказом.", "Отто Ланге", "DEU", "head_of_government"),
    ("Председатель кабинета министров Кыргызстана Азамат Исаков поздравил коллег.", "Азамат Исаков", "KGZ",
     "head_of_government"),
    ("Султан Омана Тарик бен Саид принял гостей.", "Тарик бен Саид", "OMN", "head_of_state"),
    ("Госсекретарь Джон Харди прилетел в Ереван.", "Джон Харди", "USA", "foreign_minister"),
    ("Госсекретарь Казахстана Дархан Алтаев провёл совещание.", "Дархан Алтаев", "KAZ", "other_official"),
    ("Вице-премьер, министр иностранных дел Молдавии Ион Чебан улетел в Киев.", "Ион Чебан", "MDA", "foreign_minister"),
    ("Министр встретился с Отто Ланге, который возглавляет дипломатическое ведомство Германии.", "Отто Ланге", "DEU",
     "foreign_minister"),
    ("Новым премьер-министром Румынии стал Ион Попеску.", "Ион Попеску", "ROU", "head_of_government"),
    ("Представитель Латвии в ООН Янис Круминьш выступил с речью.", "Янис Круминьш", "LVA", "ambassador"),
    ("Представитель МИД РФ (Министерства иностранных дел) Олег Дёмин подтвердил визит.", "Олег Дёмин", "RUS",
     "spokesperson"),
    ("Заместитель российского постпреда Олег Дёмин раскритиковал текст.", "Олег Дёмин", "RUS", "other_official"),
    ("Туркменский лидер Аман Гельдыев позвонил соседям.", "Аман Гельдыев", "TKM", "head_of_state"),
    ("Врио главы МИД Литвы Йонас Кубилюс улетел в Осло.", "Йонас Кубилюс", "LTU", "foreign_minister"),
    ("Исполняющий обязанности президента Литвы Йонас Кубилюс подписал указ.", "Йонас Кубилюс", "LTU", "head_of_state"),
    ("И.о. министра обороны Чили Хосе Рохас уехал.", "Хосе Рохас", "CHL", "minister"),
    ("Первый заместитель министра иностранных дел Грузии Давид Гелашвили приехал в Баку.", "Давид Гелашвили", "GEO",
     "deputy_foreign_minister"),
    ("Спецпосланница США Анна Харди прибыла в Каир.", "Анна Харди", "USA", "envoy"),
    ("Сенатор-республиканец Джон Харди из США возразил.", "Джон Харди", "USA", "legislator"),
    ("Председатель оппозиционного парламента Молдавии Ион Чебан подал в отставку.", "Ион Чебан", "MDA", "legislator"),
    ("Сенатор от Вермонта Джон Харди приехал в США.", "Джон Харди", "USA", "legislator"),
    ("Мустафа Орхан сейчас возглавляет Центральный банк Турции.", "Мустафа Орхан", "TUR", "other_official"),
    ("МИД Швеции возглавила Анна Ланге.", "Анна Ланге", "SWE", "foreign_minister"),
    ("Йонас Кубилюс — литовский экономист, член парламента Литвы.", "Йонас Кубилюс", "LTU", "legislator"),
    ("Парламент Литвы утвердил Йонаса Кубилюса на посту директора Службы безопасности Литвы.", "Йонас Кубилюс", "LTU",
     "other_official"),
    ("С 2001 по 2005 годы Йонас Кубилюс работал премьером Литвы.", "Йонас Кубилюс", "LTU", "former"),
    ("Йонас Кубилюс ушёл с поста министра обороны Литвы.", "Йонас Кубилюс", "LTU", "former"),
    ("Литва в лице министра обороны Йонаса Кубилюса довольна.", "Йонас Кубилюс", "LTU", "minister"),
    ("Временный поверенный в делах Литвы Йонас Кубилюс приглашён на беседу.", "Йонас Кубилюс", "LTU", "ambassador"),
    ("Король Юхан Берг открыл выставку в Швеции.", "Юхан Берг", "SWE", "head_of_state"),
    ("Министр обороны Литвы Марина Кубилюсова уехала.", "Марина Кубилюсова", "LTU", "minister"),
    ("Спикер Жогорку Кенеша Азамат Бакыт уулу принял гостей.", "Азамат Бакыт уулу", "KGZ", "legislator"),
]


@pytest.mark.parametrize(("text", "name", "country", "role"), ONE)
def test_one(text: str, name: str, country: str, role: str) -> None:
    assert told(text) == {(name, country, role)}


def test_ministers_of_two_states_in_their_order() -> None:
    assert told("Министры иностранных дел Турции и Казахстана Орхан Демир и Дархан Алтаев поговорили по телефону.") == {
        ("Орхан Демир", "TUR", "foreign_minister"), ("Дархан Алтаев", "KAZ", "foreign_minister")}


def test_one_office_of_several() -> None:
    assert told("Гость видел заместителей министра иностранных дел России Олега Дёмина и Петра Лосева.") == {
        ("Олег Дёмин", "RUS", "deputy_foreign_minister"), ("Пётр Лосев", "RUS", "deputy_foreign_minister")}


@pytest.mark.parametrize("sides", [
    "Ашота Григоряна от Армении и Орхана Демира от Турции", "Ашота Григоряна (Армения) и Орхана Демира (Турция)"])
def test_sides_told_behind_the_names(sides: str) -> None:
    assert told(f"Состоялась встреча спецпредставителей: {sides}.") == {
        ("Ашот Григорян", "ARM", "envoy"), ("Орхан Демир", "TUR", "envoy")}


def test_colleague_holds_the_same_office() -> None:
    assert told("Министр обороны Литвы Йонас Кубилюс принял латвийского коллегу Яниса Круминьша.") == {
        ("Йонас Кубилюс", "LTU", "minister"), ("Янис Круминьш", "LVA", "minister")}


def test_name_belongs_to_the_office_it_agrees_with() -> None:
    assert told("Пресс-секретарь президента Литвы Йонас Кубилюс ответил на вопросы.") == {
        ("Йонас Кубилюс", "LTU", "spokesperson")}


def test_short_title_after_its_ministry() -> None:
    text = "Послу вручили ноту, сообщили в МИД Армении. Дипломата принял замминистра Ашот Григорян."
    assert told(text) == {("Ашот Григорян", "ARM", "deputy_foreign_minister")}


def test_office_joined_to_another_has_its_party() -> None:
    assert ("Давид Леви", "ISR", "minister") in told(
        "Гость из Грузии встретился с главой Кнессета Давидом Амаром и министром обороны Давидом Леви.")


def test_officer_of_a_region_acts_for_his_state_only_abroad() -> None:
    assert told("Губернатор Олег Дёмин открыл школу.") == {("Олег Дёмин", "OTH", "other_official")}
    assert ("Олег Дёмин", "RUS", "other_official") in told(
        "Посол Китая в России Ли Минвэй прилетел утром. Его принял губернатор Хабаровска Олег Дёмин.")


def test_name_in_the_case_of_the_inner_office() -> None:
    assert told("Пресс-секретарь президента Литвы Анны Кубилюс ответил на вопросы.") == {
        ("Анна Кубилюс", "LTU", "head_of_state")}


def test_second_of_two_offices_joined() -> None:
    assert told("Премьер-министр Латвии и президент Литвы Йонас Кубилюс подписали договор.") == {
        ("Йонас Кубилюс", "LTU", "head_of_state")}


def test_name_behind_a_dash_and_whose_envoy_he_is() -> None:
    found = told("Письмо США вручил специальный посланник Дональда Трампа — Джон Харди.")
    assert ("Джон Харди", "USA", "envoy") in found and {r for n, _, r in found if "Трамп" in n} == {"head_of_state"}


@pytest.mark.parametrize("text", [
    "Новым главой МИД Литвы вместо {} назначен другой дипломат.", "Анна Ланге стала главой МИД Литвы, сменив {}."])
def test_who_was_followed_is_former(text: str) -> None:
    whole = "Йонаса Кубилюса все помнят. Глава МИД Литвы Йонас Кубилюс приезжал. " + text.format("Йонаса Кубилюса")
    assert ("Йонас Кубилюс", "LTU", "former") in told(whole)


def test_office_of_the_state_told_with_a_like_office() -> None:
    text = ("Делегация Латвии прилетела в Осло. Там её принял глава парламента Норвегии. "
            "Визит в Данию отложен, в Швецию и Финляндию тоже, сказал председатель парламента Юхан Берг.")
    assert ("Юхан Берг", "NOR", "legislator") in told(text)


def test_monarch_is_of_a_state_that_has_one() -> None:
    assert ("Фарид Ас-Сабах", "KWT", "head_of_state") in told(
        "Президент Турции прилетел к соседям. Гостя из Турции встретил эмир Фарид Ас-Сабах: Кувейт его ждал.")


@pytest.mark.parametrize("text", [
    "Президент компании «Аргон» Иван Слепцов продал акции.", "Президент Дальмаша Иван Слепцов живёт в Москве.",
    "Лидер консерваторов Пётр Ланге проиграл выборы.", "Художник Иван Слепцов открыл выставку в Москве.",
    "После Иван Слепцов уехал в Казахстан.", "Кандидат в президенты Парагвая Лино Торрес попал в аварию.",
    "Иранский замминистра на приёме у Арама Акопяна.", "Глава департамента «Аргона» Иван Слепцов уехал из России.",
    "Марина Слепцова стала кандидатом на пост президента Литвы.", "Депутаты от партии «Мария Свет» из Литвы ушли.",
    "Иран не бомбил «маршрут Трампа» через горы."])
def test_no_official(text: str) -> None:
    assert told(text) == set()


def test_later_bare_names_are_the_official() -> None:
    text = ("Круминьш ответил соседям\nМинистр иностранных дел Латвии Янис Круминьш улетел в Осло. "
            "По словам Круминьша, договор готов. С Круминьшем летит художник Иван Слепцов.")
    found, mentions = read(text)
    assert [o.name for o in found] == ["Янис Круминьш"]
    flat = [(m.entry, m.form, m.codes) for row in mentions for m in row]
    assert flat.count(("Янис Круминьш", "family", ("LVA",))) == 3
    assert ("Иван Слепцов", "full", ()) in flat


def test_evidence_is_the_sentence_that_tells_name_and_office() -> None:
    text = "Янис Круминьш, глава МИД Латвии, в Осло\nМинистр иностранных дел Латвии Янис Круминьш улетел в Осло."
    found, = read(text)[0]
    assert text[found.start:found.end] == found.evidence == text.split("\n")[1]
    assert found.office == "Министр иностранных дел Латвии"
    assert found.rules == ("offices/foreign_minister", "officials/before")


@pytest.mark.parametrize(("text", "expected"), [
    ("Путин и Токаев поговорили по телефону.", {("RUS", "head_of_state"), ("KAZ", "head_of_state")}),
    ("В 2009 году Владимир Путин летал в Осло.", {("RUS", "head_of_government")}),
    ("В 2023 году Нурсултан Назарбаев летал в Осло.", {("KAZ", "former")})])
def test_well_known_leaders_need_no_office(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c, r) for _, c, r in told(text)} == expected


@pytest.mark.parametrize(("text", "country"), [
    ("В 2026 году Эммануэлю Макрону ответили отказом.", "FRA"), ("В 2026 году с Каей Каллас говорили в Осло.", "EU"),
    ("В 2026 году Нетаньяху летал в Осло.", "ISR"), ("Песков отверг обвинения.", "RUS")])
def test_leader_is_known_by_a_family_name_and_however_the_first_is_spelled(text: str, country: str) -> None:
    assert {c for _, c, _ in told(text)} == {country}


def test_a_namesake_of_a_leader_is_somebody_else() -> None:
    assert told("В 2026 году Ильяс Алиев и Людмила Путина летали в Осло.") == set()


def test_leader_not_yet_in_office_when_the_report_is_dated() -> None:
    assert told("В пятницу, 4 марта 2011 года, Эмманюэль Макрон летал в Осло.") == set()


def test_leader_is_written_in_several_ways_and_set_in_the_nominative() -> None:
    assert {n for n, _, _ in told("С Мухаммедом бин Салманом говорил Сергей Шойгу, без Сергея К.")} == {
        "Мухаммед бин Салман", "Сергей Шойгу"}


def test_short_title_of_a_known_minister() -> None:
    assert ("Сергей Лавров", "RUS", "foreign_minister") in told("Россия ответит, сказал министр Сергей Лавров.")


def test_a_year_to_come_does_not_date_the_report() -> None:
    assert leaders.year("В 2019 году решили построить к 2030 году мост.") == 2019


def test_empty() -> None:
    assert read("") == ((), [])


@pytest.mark.parametrize(("name", "text"), [
    (e["id"], text) for e in offices.entries().values() for text in e.get("ru", {}).get("yes", ())])
def test_entry_fires_in_its_example(name: str, text: str) -> None:
    found = read(text)[0]
    same = {k.id for k in offices.kinds().values() if k.role == offices.SAME}
    assert name in same and len(found) == 2 or f"offices/{name}" in {r for o in found for r in o.rules}


@pytest.mark.parametrize(("name", "text"), [
    (e["id"], text) for e in offices.entries().values() for text in e.get("ru", {}).get("no", ())])
def test_entry_is_silent_in_its_counterexample(name: str, text: str) -> None:
    assert sentences(text)
    assert f"offices/{name}" not in {r for o in read(text)[0] for r in o.rules}
