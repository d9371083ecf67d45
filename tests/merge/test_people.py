"""Who is one person: office-holders under the names that reports give them, in several scripts and spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elchi.merge.people import Naming, around, keys, persons, same

FIRST = """\
KAZ: Касым-Жомарт Токаев | Қасым-Жомарт Тоқаев | Kassym-Jomart Tokayev | Касым-Жомарт Кемелевич Токаев | К. Токаев
  | Токаев | Касым-Жомарта Токаева | Qasym-Jomart Toqaev | Токаев К.К.
KAZ: Ермек Кошербаев | Ермек Көшербаев | Yermek Kosherbayev | Ермека Кошербаева | Кошербаев Ермек Бидахметович
  | Ермеком Кошербаевым
KAZ: Мурат Нуртлеу | Мұрат Нұртілеу | Murat Nurtleu | Мурату Нуртлеу
KAZ: Олжас Бектенов | Olzhas Bektenov | Олжасом Бектеновым
UZB: Шавкат Мирзиёев | Shavkat Mirziyoyev | Шавкат Мирзиеев | Шавката Мирзиёева | Шавкат Миромонович Мирзиёев
UZB: Бахтиёр Саидов | Bakhtiyor Saidov | Бахтиер Саидов | Baxtiyor Saidov
KGZ: Садыр Жапаров | Sadyr Japarov | Sadyr Zhaparov | Садыр Нургожоевич Жапаров | Садыром Жапаровым
KGZ: Жээнбек Кулубаев | Jeenbek Kulubaev | Zheenbek Kulubayev
TJK: Эмомали Рахмон | Эмомалӣ Раҳмон | Emomali Rahmon | Emomali Rakhmon
TJK: Сироджиддин Мухриддин | Sirojiddin Muhriddin | Сироҷиддин Муҳриддин
TKM: Сердар Бердымухамедов | Serdar Berdimuhamedow | Serdar Berdymukhamedov
TKM: Рашид Мередов | Rashid Meredov | Raşit Meredow
AZE: Ильхам Алиев | Ilham Aliyev | İlham Əliyev | Ильхам Гейдар оглы Алиев | И. Алиев
AZE: Джейхун Байрамов | Jeyhun Bayramov | Ceyhun Bayramov | Джейхуна Байрамова
ARM: Никол Пашинян | Nikol Pashinyan | Николом Пашиняном
ARM: Арарат Мирзоян | Ararat Mirzoyan
GEO: Мака Бочоришвили | Maka Botchorishvili
GEO: Ираклий Кобахидзе | Irakli Kobakhidze | Ираклием Кобахидзе
TUR: Хакан Фидан | Hakan Fidan | Хакана Фидана | Фидан
TUR: Реджеп Тайип Эрдоган | Recep Tayyip Erdoğan | Recep Tayyip Erdogan | Эрдоган | Тайип Эрдоган
OMN: Бадр аль-Бусаиди | Badr al-Busaidi | Badr Albusaidi | Бадр бен Хамад аль-Бусаиди | Бадр Аль Бусаиди
KWT: Джаррах Джабер аль-Ахмад Ас-Сабах | Jarrah Jaber Al-Ahmad Al-Sabah | аль-Джаррах Джабер аль-Ахмад ас-Сабах
ARE: Мохаммед бен Заид Аль Нахайян | Mohamed bin Zayed Al Nahyan | Мухаммад бин Зайд Аль Нахайян | Мохаммед бен Заид
ARE: Абдулла бен Заид Аль Нахайян | Abdullah bin Zayed Al Nahyan | Абдаллах бин Зайед аль-Нахайян
SAU: Мохаммед бен Салман Аль Сауд | Мохаммед бен Салман | Mohammed bin Salman Al Saud | Мухаммад ибн Салман Аль Сауд
SAU: Фейсал бен Фархан Аль Сауд | Faisal bin Farhan Al Saud | Фейсал бин Фархан
QAT: Тамим бен Хамад Аль Тани | Tamim bin Hamad Al Thani | Тамим бин Хамад Аль Тани
QAT: Мохаммед бен Абдулрахман Аль Тани | Mohammed bin Abdulrahman Al Thani
  | Мухаммед бен Абдель Рахман бен Джасем Аль Тани
IRN: Аббас Аракчи | Abbas Araghchi | Сейед Аббас Аракчи | Аббас Арагчи
IRN: Масуд Пезешкиан | Masoud Pezeshkian | Масуда Пезешкиана
CHN: Ван И | Wang Yi
CHN: Си Цзиньпин | Xi Jinping | Си Цзиньпина | Си Цзиньпином
RUS: Сергей Лавров | Sergey Lavrov | Sergei Lavrov | С. Лавров | Сергей Викторович Лавров | Лавров С.В.
  | Сергеем Лавровым
RUS: Владимир Путин | Vladimir Putin | Владимиру Путину
RUS: Мария Захарова | Maria Zakharova | Марии Захаровой
UN: Антониу Гутерриш | António Guterres | Antonio Guterres | Антониу Гутерреш
EU: Кая Каллас | Kaja Kallas
EU: Урсула фон дер Ляйен | Ursula von der Leyen | Урсулы фон дер Ляйен
NATO: Марк Рютте | Mark Rutte
USA: Марко Рубио | Marco Rubio
PRK: Ким Чен Ын | Kim Jong Un | Kim Jong-un | Ким Чен Ына
KOR: Ли Чжэ Мён | Lee Jae-myung | Ли Чжэмён
IND: Субраманьям Джайшанкар | Subrahmanyam Jaishankar
"""
"""Names by state, those of one person on a line: by these the rules were made."""
SECOND = """\
KAZ: Маулен Ашимбаев | Мәулен Әшімбаев | Maulen Ashimbayev | Маулена Ашимбаева
KAZ: Нурсултан Назарбаев | Нұрсұлтан Назарбаев | Nursultan Nazarbayev | Нурсултан Абишевич Назарбаев | Н. Назарбаев
  | Назарбаев Нурсултан
KAZ: Мухтар Тлеуберди | Мұхтар Тілеуберді | Mukhtar Tileuberdi | Мұхтар Бескенұлы Тілеуберді
TKM: Гурбангулы Бердымухамедов | Gurbanguly Berdimuhamedow | Gurbanguly Berdymukhamedov
  | Гурбангулы Мяликгулыевич Бердымухамедов
AZE: Эльмар Мамедъяров | Elmar Mammadyarov | Elmar Məmmədyarov | Эльмар Магеррам оглы Мамедъяров
AZE: Али Асадов | Ali Asadov | Əli Əsədov
AZE: Гейдар Алиев | Heydar Aliyev | Heydər Əliyev
TUR: Мевлют Чавушоглу | Mevlüt Çavuşoğlu | Mevlut Cavusoglu
TUR: Ибрагим Калын | İbrahim Kalın | Ibrahim Kalin | Ибрагимом Калыном
IRN: Хосейн Амир Абдоллахиян | Hossein Amir-Abdollahian | Хосейн Амир-Абдоллахиан | Hossein Amirabdollahian
IRN: Мохаммад Джавад Зариф | Mohammad Javad Zarif | Джавад Зариф | Мохаммада Джавада Зарифа
IRN: Мохаммад Багер Галибаф | Mohammad Bagher Ghalibaf | Мохаммад-Багер Калибаф
IRQ: Мухаммед Шиа ас-Судани | Mohammed Shia al-Sudani | Мохаммед Шиа ас-Судани
SYR: Ахмед аш-Шараа | Ahmed al-Sharaa | Ахмад аш-Шараа | Ахмеда аш-Шараа
JOR: Абдалла II | Абдалла II ибн аль-Хусейн | Abdullah II | Abdullah II bin Al-Hussein
EGY: Абдель Фаттах ас-Сиси | Abdel Fattah el-Sisi | Абдул-Фаттах ас-Сиси | Абдельфаттах ас-Сиси
EGY: Бадр Абдель Аты | Badr Abdelatty | Бадр Абделатты
QAT: Султан бен Саад аль-Мурейхи | Sultan bin Saad Al-Muraikhi | Султан аль-Мурайхи
KWT: Мишаль аль-Ахмад аль-Джабер ас-Сабах | Meshal Al-Ahmad Al-Jaber Al-Sabah | Мешаль аль-Ахмед аль-Джабер ас-Сабах
GCC: Джасем Мухаммед аль-Будейви | Jasem Mohamed AlBudaiwi | Джасем аль-Будайви
PAK: Исхак Дар | Ishaq Dar | Мухаммад Исхак Дар
AFG: Амир Хан Муттаки | Amir Khan Muttaqi | Амир Хан Моттаки | Амиром Ханом Муттаки
CHN: Го Цзякунь | Guo Jiakun
KOR: Чо Хён | Cho Hyun
JPN: Синдзо Абэ | Shinzo Abe
UKR: Владимир Зеленский | Volodymyr Zelensky | Volodymyr Zelenskyy | Владимира Зеленского
BLR: Александр Лукашенко | Alexander Lukashenko | Aleksandr Lukashenko | Александром Лукашенко
DEU: Анналена Бербок | Annalena Baerbock | А. Бербок | Анналены Бербок
DEU: Франк-Вальтер Штайнмайер | Frank-Walter Steinmeier | Франк-Вальтера Штайнмайера
SRB: Александр Вучич | Aleksandar Vučić | Aleksandar Vucic | Александру Вучичу
USA: Дональд Трамп | Donald Trump | Дональд Дж. Трамп | Трамп
USA: Стив Уиткофф | Steve Witkoff | Стивом Уиткоффом
CSTO: Имангали Тасмагамбетов | Imangali Tasmagambetov | Имангали Нургалиевич Тасмагамбетов
ESP: Педро Санчес | Pedro Sánchez | Педро Санчес Перес-Кастехон
BRA: Луис Инасиу Лула да Силва | Luiz Inácio Lula da Silva | Лула да Силва
TKM: Вепа Хаджиев | Vepa Hajiyev | Wepa Hajyýew
TKM: Дуньягозель Гулманова | Dünýägözel Gulmanowa | Dunyagozel Gulmanova
AZE: Микаил Джаббаров | Mikayil Jabbarov | Mikayıl Cabbarov
AZE: Закир Гасанов | Zakir Hasanov | Zakir Həsənov | Закир Асгер оглы Гасанов
IRN: Маджид Тахт-Раванчи | Majid Takht-Ravanchi | Маджид Тахтраванчи
IRQ: Абдул Латиф Рашид | Abdul Latif Rashid | Абдель Латиф Рашид
ISR: Биньямин Нетаньяху | Benjamin Netanyahu | Нетаньяху | Биньямином Нетаньяху
ISR: Гидеон Саар | Gideon Sa'ar | Gideon Saar
SAU: Салман бен Абдель Азиз Аль Сауд | Salman bin Abdulaziz Al Saud | Салман ибн Абдул-Азиз Аль Сауд
CHN: Дун Цзюнь | Dong Jun
KOR: Пак Чин | Park Jin
KOR: Кан Гён Хва | Kang Kyung-wha
DEU: Йоханн Вадефуль | Johann Wadephul | Йоханна Вадефуля
HUN: Виктор Орбан | Viktor Orbán | Орбан Виктор
USA: Дж. Д. Вэнс | Дж.Д. Вэнс | J.D. Vance
UN: Пан Ги Мун | Ban Ki-moon
"""
"""Others, written down after that to check them; of these rules more were made."""
APART = """\
RUS: Сергей Лавров / Михаил Лавров | Иван Петрович Сидоров / Иван Иванович Сидоров | А. Иванов / В. Иванов
  | Андрей Иванов / В. Иванов | Дмитрий Песков / Николай Песков | Сергей Иванов / Игорь Иванов
  | С. Иванов / Игорь Иванов | Михаил Мишустин / М. Галузин | Сергей Петрович Иванов / С.Б. Иванов
  | Сергей Рябков / Андрей Рябков | Николай Патрушев / Дмитрий Патрушев | Анатолий Антонов / Антон Анатольев
AZE: Ильхам Алиев / Гейдар Алиев | Ильхам Алиев / Мехрибан Алиева | Али Асадов / Адиль Асадов
  | Закир Гасанов / Закир Гусейнов | Шахин Мустафаев / Шахмар Мустафаев
TKM: Сердар Бердымухамедов / Гурбангулы Бердымухамедов | Serdar Berdimuhamedow / Гурбангулы Бердымухамедов
ARE: Мохаммед бен Заид Аль Нахайян / Абдулла бен Заид Аль Нахайян
  | Мохаммед бен Заид Аль Нахайян / Мансур бен Заид Аль Нахайян
  | Хамдан бен Мохаммед Аль Мактум / Мохаммед бен Рашид Аль Мактум
PRK: Ким Чен Ын / Ким Чен Ир | Ким Чен Ын / Ким Ё Чжон | Ким Чен Ир / Ким Ир Сен
QAT: Тамим бен Хамад Аль Тани / Хамад бен Халифа Аль Тани
  | Мохаммед бен Абдулрахман Аль Тани / Мохаммед бен Хамад Аль Тани
KWT: Джаррах Джабер аль-Ахмад Ас-Сабах / Сабах аль-Ахмад аль-Джабер ас-Сабах | Салем ас-Сабах / Салман ас-Сабах
  | Сабах аль-Халед ас-Сабах / Сабах аль-Ахмад ас-Сабах
IRN: Хасан Рухани / Хусейн Рухани | Али Лариджани / Садек Лариджани
CHN: Ван И / Ван Вэньтао | Ли Цян / Ли Си | Ли Цян / Li Xi | Ли Цян / Ли Кэцян | Чжан Мин / Чжан Цзюнь
  | Ван Ян / Ван Ин | Wang Yang / Wang Ying | Ма Чжаосюй / Ма Сяовэй | Zhang Jun / Zhang Ming | Лю Хэ / Лю Хуа
  | Ван Цзюнь / Ван Чао
USA: Джордж У. Буш / Джордж Г. У. Буш | Джордж Буш-младший / Джордж Буш-старший | Мелания Трамп / Дональд Трамп
  | Дональд Трамп / Дональд Туск | Билл Клинтон / Хиллари Клинтон | Роберт Кеннеди / Джон Кеннеди
TJK: Рустам Эмомали / Эмомали Рахмон
PAK: Ахмед Хан / Имран Хан | Мохаммед Али / Мохаммед Хан | Шахбаз Шариф / Наваз Шариф | Shehbaz Sharif / Nawaz Sharif
  | Мохаммад Али Хан / Мохаммад Аюб Хан
SYR: Хасан Али / Хусейн Али | Рашид Хасан / Рашад Хасан | Башар Асад / Хафез Асад
SAU: Салман Аль Сауд / Сулейман Аль Сауд | Абдулазиз бен Салман Аль Сауд / Салман бен Абдель Азиз Аль Сауд
  | Турки аль-Фейсал / Сауд аль-Фейсал
JOR: Абдалла II / Абдалла III
KAZ: Ержан Ашикбаев / Ерлан Ашикбаев | Алибек Бакаев / Алимжан Бакаев | Нурлан Ермекбаев / Ермек Нурланбаев
  | Даурен Абаев / Дархан Абаев | Серик Жумангарин / Серик Жумагалиев | Жумабек Ахметов / Жумабай Ахметов
UZB: Абдулла Арипов / Абдулазиз Арипов | Лазиз Кудратов / Азиз Кудратов | Азиз Абдухакимов / Азим Абдухакимов
KGZ: Сооронбай Жээнбеков / Асылбек Жээнбеков
KOR: Ким Мин Сок / Ким Мин Чжон | Чо Хён / Чо Тхэ Ёль | Пак Кын Хе / Пак Чин | Кан Гён Хва / Кан Ин Сун
IRQ: Хасан Мохаммед / Хусейн Мохаммед | Барзани / Талабани | Масуд Барзани / Масрур Барзани
  | Нечирван Барзани / Масрур Барзани | Абдул Латиф Рашид / Абдул Карим Рашид
LBY: Халифа Хафтар / Саддам Хафтар
EGY: Мохаммед Хамид / Мохаммед Хамад
OMN: Бадр аль-Бусаиди / Халифа аль-Бусаиди | Ахмед бен Хилаль аль-Бусаиди / Хамуд бен Фейсал аль-Бусаиди
TUR: Ахмет Йылмаз / Джевдет Йылмаз | Джевдет Йылмаз / Бинали Йылдырым
FRA: Франсуа Олланд / Франсуа Байру
SWE: Ульф Кристерссон / Кристер Ульфссон
JPN: Ёсихидэ Суга / Ёсимаса Хаяси
IND: Раджив Ганди / Рахул Ганди | Соня Ганди / Индира Ганди
LBN: Жозеф Аун / Мишель Аун
BHR: Хамад бен Иса Аль Халифа / Салман бен Хамад Аль Халифа
UKR: Дмитрий Кулеба / Денис Кулеба
POL: Лех Качиньский / Ярослав Качиньский
GBR: Дэвид Милибэнд / Эд Милибэнд
GRC: Константинос Караманлис / Костас Карамазис
"""
"""Pairs of names, by state, that are not one person's."""


def told(names: str, role: str = "minister") -> Iterator[tuple[str, list[Naming]]]:
    """The lines of a list above: as written, and the namings of each."""
    for line in names.replace("\n  |", " |").splitlines():
        country, _, rest = line.partition(": ")
        yield line, [Naming(name, country, role) for name in rest.split(" | ")]


def parted() -> Iterator[tuple[Naming, Naming]]:
    for _, pairs in told(APART):
        for pair in pairs:
            one, other = pair.name.split(" / ")
            yield Naming(one, pair.country, "minister"), Naming(other, pair.country, "minister")


def groups(*namings: str) -> list[list[str]]:
    """The names of each person among namings written as name/country/role."""
    return [[n.name for n in p.namings] for p in persons(Naming(*n.split("/")) for n in namings)]


@pytest.mark.parametrize("line", [line for line, _ in told(FIRST + SECOND)])
def test_one_person_under_all_names(line: str) -> None:
    (_, (first, *others)), = told(line)
    assert [n.name for n in others if not (same(first, n) and keys(first) & keys(n))] == []


@pytest.mark.parametrize(("one", "other"), list(parted()), ids=lambda n: n.name)
def test_two_persons_stay_apart(one: Naming, other: Naming) -> None:
    assert same(one, other) is None
    assert len(persons([one, other])) == 2


def test_no_two_of_all_persons_are_joined() -> None:
    lines = [namings for _, namings in told(FIRST + SECOND)]
    assert [p.namings for p in persons(n for line in lines for n in line)] == sorted(tuple(sorted(x)) for x in lines)
    one_state = [[Naming(n.name, "KAZ", n.role) for n in line if " " in n.name] for line in lines]
    assert [(a.name, b.name) for x, y in combinations(one_state, 2) for a in x for b in y if same(a, b)] == []


@pytest.mark.parametrize(("namings", "expected"), [
    (["Токаев/KAZ/head_of_state", "Tokayev/KAZ/head_of_state"], [["Tokayev", "Токаев"]]),
    (["Асанов/KAZ/minister", "Бек Асанов/KAZ/minister", "Али Асанов/KAZ/minister"],
     [["Али Асанов"], ["Асанов"], ["Бек Асанов"]]),
    (["Асанов/KAZ/minister", "Бек Асанов/KAZ/minister", "Али Асанов/KAZ/head_of_state"],
     [["Али Асанов"], ["Асанов", "Бек Асанов"]]),
    (["Асанов/KAZ/minister", "Бек Асанов/KAZ/ambassador", "Асанов/KGZ/minister"],
     [["Асанов", "Бек Асанов"], ["Асанов"]]),
    (["Асанов/KAZ/head_of_state", "Бек Асанов/KAZ/ambassador"], [["Асанов"], ["Бек Асанов"]]),
    (["Ким/KOR/minister", "Ким Мин Сок/KOR/ambassador"], [["Ким"], ["Ким Мин Сок"]]),
    (["Ким/KOR/minister", "Ким Мин Сок/KOR/minister"], [["Ким", "Ким Мин Сок"]]),
    (["Бек Асанов/KAZ/minister", "Бек Алиевич Асанов/KAZ/minister", "Бек Омарович Асанов/KAZ/minister"],
     [["Бек Алиевич Асанов"], ["Бек Асанов"], ["Бек Омарович Асанов"]]),
    (["Мохаммед Аль Тани/QAT/minister", "Мохаммед бен Хамад Аль Тани/QAT/minister"],
     [["Мохаммед Аль Тани", "Мохаммед бен Хамад Аль Тани"]]),
    (["Хамад Аль Тани/QAT/minister", "Мохаммед бен Хамад Аль Тани/QAT/minister"],
     [["Мохаммед бен Хамад Аль Тани"], ["Хамад Аль Тани"]]),
    (["Имангали Тасмагамбетов/CSTO/igo_head", "Имангали Тасмагамбетов/KAZ/former", "Тасмагамбетов/CSTO/igo_head"],
     [["Имангали Тасмагамбетов", "Имангали Тасмагамбетов", "Тасмагамбетов"]]),
    (["Мохаммед Хасан/EGY/minister", "Мохаммед Хасан/PAK/minister"], [["Мохаммед Хасан"], ["Мохаммед Хасан"]]),
    (["Ван И/CHN/minister", "Ван И/KOR/minister"], [["Ван И"], ["Ван И"]]),
])
def test_what_a_naming_joins(namings: list[str], expected: list[list[str]]) -> None:
    assert groups(*namings) == expected


def test_a_match_says_why() -> None:
    match = same(Naming("Қасым-Жомарт Тоқаев", "KAZ", "head_of_state"), Naming("Токаев", "KAZ", "head_of_state"))
    assert match and match.reasons == ("one gives a part of the name", "both of KAZ", "both head_of_state")


def test_the_name_to_show() -> None:
    names = ("Yermek Kosherbayev", "Ермек Көшербаев", "Ермека Кошербаева", "Ермек Кошербаев", "Кошербаев")
    person, = persons(Naming(name, "KAZ", "foreign_minister") for name in names)
    assert person.name == "Ермек Кошербаев"
    assert person.uid[0] == "p" and person.uid == persons(person.namings[:1])[0].uid


@pytest.mark.parametrize("name", [
    "", "\x00", "???", "=1+1", "К.", "аль-", "Аль " * 99, "х" * 9999, "Али\n\u202eХан", "\u0301"])
def test_hostile_names(name: str) -> None:
    odd = Naming(name, "KAZ", "minister", "1")
    assert [len(p.namings) for p in persons([odd, odd, Naming("Бек Асанов", "KAZ", "minister")])] == [1, 1]
    assert keys(odd) and all(len(key) < 99 and key.isprintable() for key in keys(odd))


NAMINGS = st.lists(st.builds(Naming, st.sampled_from(
    [n.name for _, line in list(told(FIRST))[:4] + list(told(FIRST))[-3:] for n in line] + [
        "Алиев", "И. Алиев", "Ильхам Алиев", "Гейдар Алиев", "Иван Петрович Сидоров", "Иван Сидоров", "И.И. Сидоров",
        "Ким", "Иван Иванович Сидоров", "Сидоров", "Хамад Аль Тани", "Мохаммед бен Хамад Аль Тани", "?"]),
    st.sampled_from(["KAZ", "UN"]), st.sampled_from(["minister", "head_of_state", "former"]),
    st.sampled_from(["", "1"])), max_size=14)


@given(namings=NAMINGS, order=st.randoms())
@settings(deadline=None, max_examples=50)
def test_the_order_of_namings_changes_nothing(namings: list[Naming], order: Any) -> None:
    shuffled = list(namings)
    order.shuffle(shuffled)
    found = persons(namings)
    assert persons(shuffled) == found
    assert sorted(n for p in found for n in p.namings) == sorted(set(namings))


@example(namings=[Naming("?", "UN", "head_of_state"), Naming("?", "UN", "head_of_state", "1")])
@given(namings=NAMINGS)
@settings(deadline=None, max_examples=50)
def test_a_naming_hangs_on_what_is_around_it_and_nothing_else(namings: list[Naming]) -> None:
    filed: dict[str, set[Naming]] = defaultdict(set)
    for naming in namings:
        for key in keys(naming):
            filed[key].add(naming)

    def lookup(some: Iterable[str]) -> set[Naming]:
        return {n for key in some for n in filed[key]}

    found = persons(namings)
    for naming in namings:
        assert set(found) >= {p for p in persons(around([naming], lookup)) if naming in p.namings}


@given(one=NAMINGS, other=NAMINGS)
@settings(deadline=None, max_examples=50)
def test_what_no_key_connects_is_settled_apart(one: list[Naming], other: list[Naming]) -> None:
    taken = {key for n in one for key in keys(n)}
    rest = [n for n in other if taken.isdisjoint(keys(n))]
    assert persons(one + rest) == sorted(persons(one) + persons(rest), key=lambda p: p.namings)
