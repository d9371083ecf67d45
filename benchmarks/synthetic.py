"""Invented coded reports, as many as wanted: what the ledger's size, speed and merging are measured with.

    python -m benchmarks.synthetic [COUNT]

Forty outlets tell of made-up happenings over ten years. Parties, officials, topics and words come by Zipf's law, so
that some are met everywhere and others hardly ever. A report's address holds the numbers of the happenings that its
events tell of (`happenings`), so what a ledger merges can be held against the truth. All texts are Russian, whatever
the language of the outlet. The states are real, the persons are not, and the sentences mean nothing.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate, product
from operator import itemgetter
from random import Random
from time import perf_counter
from typing import Any, Generic, NamedTuple, TypeVar

from anyascii import anyascii

from elchi import names
from elchi.lexicon import entries
from elchi.model import ALIKE, Event, Official, Persons, Position, Record, Report, Source

FIRST = date(2016, 1, 1).toordinal()
DAYS = date(2025, 12, 31).toordinal() - FIRST
"""How many days something happens on; the last of the ten years is left for the reports of the day before."""
ROWS, ACCOUNTS = 3, 5
"""How many events, positions and officials a report has, and how many reports tell of a happening, on average."""
LATE, DATED, EVACUATED = 0.35, 0.5, 0.5
"""Shares of reports that come out a day later, of accounts that give the day, of aid that is an evacuation."""
LENGTH, FILLER = 2000, 110
"""How long a text and a sentence that fills it are on average, in characters."""
SENTENCES, PARTIES, SUBJECTS = 20_000, 220, 5
"""How many sentences and parties there are, and subjects of a topic."""
FREQUENT = str.split("KAZ RUS USA CHN UN TUR IRN UZB AZE EU ISR KGZ UKR GBR DEU FRA TJK ARM SAU ARE TKM IND PAK QAT "
                     "AFG GEO BLR JPN KOR EGY SYR IRQ SCO OTS CIS NATO EAEU OSCE UNSC GCC LAS OIC PSE OMN KWT JOR ITA")
Outlet = tuple[str, str, str, tuple[Source, ...]]  # the name of its host, its own, its language, what it cites
OUTLETS: tuple[Outlet, ...] = tuple(
    (f"outlet{n:02}", f"Вестник {n}", language, (Source(f"Вестник {n}", "outlet"),))
    for n, language in enumerate(["ru"] * 34 + ["kk"] * 4 + ["en"] * 2, 1))

TYPES: dict[str, tuple[int, tuple[str | None, ...], str]] = {
    "CONSULT": (40, (None,), "{a} и {b} провели {how}, в центре внимания тема «{s}»"),
    "AGREE": (12, (None,), "{a} и {b} условились о новых шагах, им предстоит тема «{s}»"),
    "SUPPORT": (10, (None,), "{a} благодарит партнёра за поддержку, это {b}, общей стала тема «{s}»"),
    "REQUEST": (8, ("change", "yield", "assist", "meet"), "{a} призывает к уступкам, ответ за {b}, на столе «{s}»"),
    "ACCUSE": (8, ("disapprove", "allege"), "{a} осуждает решение, которое принимает {b}, причина «{s}»"),
    "COOPERATE": (5, (None,), "{a} и {b} ведут совместную работу по теме «{s}»"),
    "AID": (5, (None,), "{a} передаёт гуманитарный груз, который получает {b}, повод «{s}»"),
    "REJECT": (3, ("change", "assist", "yield"), "{a} отвергает предложение, которое вносит {b}, по теме «{s}»"),
    "THREATEN": (2, ("relations", "restrict"), "{a} грозит ответом, если {b} не оставит тему «{s}»"),
    "SANCTION": (2, ("discontinue", "expel"), "{a} вводит запреты, под которые попадает {b}, из-за «{s}»"),
    "ASSAULT": (2, ("aerial", "drone"), "{a} наносит удар, потери несёт {b}, фоном служит «{s}»"),
    "RETREAT": (3, ("release", "withdraw"), "{a} отводит силы, {b} следит за этим, впереди «{s}»"),
}
"""Of each type of event how often in a hundred it comes, its modes, and the words for it."""
EVACUATION = "{a} вывозит своих граждан, на родину доставили {persons.best} человек, тема «{s}»"
CHANNELS: dict[str, tuple[int, str | None, str]] = {
    "meeting": (35, None, "встречу"), "call": (28, "phone", "телефонный разговор"), "letter": (8, None, "переписку"),
    "visit": (17, "visit", "переговоры в ходе визита"), "video": (4, "phone", "видеоконференцию"),
    "multilateral": (8, "multilateral", "многосторонние переговоры")}
STANCES = {
    "supports": (30, "поддерживает тему"), "calls_for": (22, "призывает обсудить тему"), "expects": (9, "ждёт темы"),
    "offers": (8, "готов обсуждать тему"), "concerned": (8, "тревожится из-за темы"), "condemns": (8, "осуждает тему"),
    "opposes": (5, "выступает против темы"), "thanks": (5, "благодарит за тему"), "denies": (5, "отрицает тему")}
TIMES = {"past": 92, "background": 5, "hypothetical": 2, "negated": 1}
SURE = tuple(n / 100 for n in range(40, 100))
HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(6, 24) for minute in range(60))
OPENERS = ("", "Как сообщили в ведомстве, ", "По данным агентства, ", "Источник уточняет: ", "Стало известно, что ")
CLOSERS = (".", ", говорится в сообщении.", ", передаёт корреспондент.", ", следует из заявления для печати.")
OFFICES = (
    ("head_of_state", "президент"), ("head_of_government", "премьер-министр"), ("minister", "министр торговли"),
    ("foreign_minister", "министр иностранных дел"), ("minister", "министр обороны"), ("ambassador", "посол"),
    ("deputy_foreign_minister", "замминистра"), ("envoy", "спецпредставитель"), ("spokesperson", "пресс-секретарь"),
    ("minister", "министр транспорта"), ("legislator", "депутат"), ("military", "начальник генерального штаба"),
    ("ambassador", "постпред"), ("other_official", "советник президента"), ("minister", "министр культуры"))
POSTS = (("igo_head", "генеральный секретарь"), ("envoy", "спецпосланник"), ("other_official", "глава департамента"))
RANKS = list(dict.fromkeys(role for role, _ in (*OFFICES[:2], *POSTS[:1], *OFFICES, *POSTS)))
GIVEN = str.split("Ермек Айдар Тимур Олжас Рустам Фарид Левон Артём Омар Салех Рашид Мурат Давид Марк Роберт Виктор")
FAMILIES = tuple(map("".join, product(
    str.split("Кошер Сапар Темир Жанар Байма Орал Шамар Корган Вель Лестор Мирза"), ("", "ал", "ин", "ура"),
    str.split("баев беков ханов манов ский"))))
# Endings of nouns and adjectives: nominative, genitive, dative, instrumental, prepositional.
ENDINGS = {"m": ("", "а", "у", "ом", "е"), "f": ("а", "ы", "е", "ой", "е"), "n": ("ие", "ия", "ию", "ием", "ии")}
AGREEING = {"m": ("ый", "ого", "ому", "ым", "ом"), "f": ("ая", "ой", "ой", "ой", "ой"),
            "n": ("ое", "ого", "ому", "ым", "ом")}
NOUNS = {
    "m": "договор проект порт центр план завод мост документ маршрут форум тариф транспорт груз закон союз протокол "
         "фонд контракт комитет доклад терминал визит институт экспорт импорт район комплекс запрос транзит архив",
    "f": "программ реформ систем служб групп баз трасс цен норм культур структур виз карт школ схем квот",
    "n": "соглашен решен предложен заседан развит движен учен строен назначен обучен согласован наводнен совещан усил"}
ADJECTIVES = str.split("нов важн торгов совместн транспортн региональн зернов газов пограничн национальн степн научн")
VERBS = (("касается", 1), ("требует", 1), ("помогает", 2), ("мешает", 2), ("ведёт к", 2), ("занимается", 3),
         ("связывают с", 3), ("сказывается на", 4), ("напоминает о", 4))  # and the case that they ask for
TOWNS = tuple(map("".join, product(
    str.split("Кар Тем Бал Жан Сар Кок Орт Ул Нов Март Зер Шал"), ("", "ама", "ени", "оро", "уза", "ила"),
    str.split("кент град тал булак кум баш тас дон бор тур"))))
T = TypeVar("T")


class Zipf(Generic[T]):
    """Things of which the n-th is met an n-th as often as the first; or as often as their weights say."""

    def __init__(self, things: Iterable[T], weights: Iterable[float] = ()) -> None:
        self._things = tuple(things)
        self._sums = list(accumulate(weights or (1 / n for n in range(1, len(self._things) + 1))))

    def one(self, rng: Random) -> T:
        """One of them."""
        return self._things[bisect(self._sums, rng.random() * self._sums[-1])]

    def several(self, rng: Random, count: int) -> tuple[T, ...]:
        """So many, no two the same."""
        found: dict[T, None] = {}
        while len(found) < count:
            found[self.one(rng)] = None
        return tuple(found)


_types, _channels = Zipf(TYPES, (w for w, *_ in TYPES.values())), Zipf(CHANNELS, (w for w, *_ in CHANNELS.values()))
_times, _stances = Zipf(TIMES, TIMES.values()), Zipf(STANCES, (w for w, _ in STANCES.values()))


class Person(NamedTuple):
    """An invented official; most of the spellings are the usual one."""

    spellings: tuple[str, ...]
    country: str
    role: str
    office: str


class Happening(NamedTuple):
    """What the accounts of a happening share; `told` are members of an event, `persons` the two who may be named."""

    number: int
    day: str
    told: Mapping[str, Any]
    wording: str
    subject: str
    persons: tuple[Person, Person]


class World(NamedTuple):
    """All that happenings and reports are put together from."""

    parties: Zipf[str]
    names: Mapping[str, str]
    states: frozenset[str]
    persons: Mapping[str, Zipf[Person]]
    contexts: Zipf[str]
    subjects: Zipf[tuple[str, str]]
    sentences: tuple[str, ...]


@cache
def world() -> World:
    """The one world of all happenings."""
    rng = Random("world")
    states = [e["id"] for e in entries("parties").values() if e["file"].stem == "states"]
    codes = list(dict.fromkeys((*FREQUENT, *states)))[:PARTIES]
    people = iter(rng.sample(list(product(GIVEN, FAMILIES)), len(GIVEN) * len(FAMILIES)))
    topics = {e["id"]: e for e in entries("topics").values()}
    finer = [t for t, e in topics.items() if e["file"].stem == "subjects"]
    nouns = Zipf(rng.sample([(stem, gender) for gender in NOUNS for stem in NOUNS[gender].split()], 60))
    adjectives, towns = Zipf(ADJECTIVES), Zipf(rng.sample(TOWNS, len(TOWNS)))

    def phrase(case: int) -> str:
        stem, gender = nouns.one(rng)
        return f"{adjectives.one(rng)}{AGREEING[gender][case]} {stem}{ENDINGS[gender][case]}"

    def sentence() -> str:
        verb, case = rng.choice(VERBS)
        return (f"{phrase(0).capitalize()} {verb} {phrase(case)}, а в городе {towns.one(rng)} и районе "
                f"{towns.one(rng)}а ждут {phrase(1)}.")

    return World(
        Zipf(codes), {c: names.party(c) for c in codes}, frozenset(states),
        {c: Zipf(_person(*next(people), c, *post) for post in (OFFICES if c in states else POSTS)) for c in codes},
        Zipf(t for t in topics if t not in finer and t != "evacuation"),
        Zipf((t, f"{topics[t]['ru']['words'][0]} и {phrase(0)}") for _ in range(SUBJECTS) for t in finer),
        tuple(sentence() for _ in range(SENTENCES)))


def _person(given: str, family: str, country: str, role: str, office: str) -> Person:
    usual, genitive = f"{given} {family}", family[:-2] + "ого" if family.endswith("ий") else family + "а"
    rare = (anyascii(usual), f"{given} {family.replace('о', 'ө', 1)}", f"{given}а {genitive}")
    return Person((usual,) * 17 + rare, country, role, office)


def records(count: int, seed: int = 0) -> Iterator[Record]:
    """So many coded reports, one by one, in the order of their days of publication; for the same arguments the same."""
    rng, days = Random(seed), min(DAYS, max(1, count // len(OUTLETS)))
    number = 0
    taken: set[tuple[str, ...]] = set()
    for nth in range(days):
        day, first, end = FIRST + nth * DAYS // days, count * nth // days, count * (nth + 1) // days
        before, taken = taken, set()
        plan: list[tuple[bool, Outlet, list[Happening]]] = []
        for left in range(end - first, 0, -len(OUTLETS)):
            heard = min(left, len(OUTLETS))  # in a round an outlet reports once: no happening has two accounts of one
            news = [_happening(rng, number + n, day, before, taken) for n in range(max(ROWS, heard * ROWS // ACCOUNTS))]
            number += len(news)
            plan += [(rng.random() < LATE, outlet, rng.sample(news, ROWS)) for outlet in rng.sample(OUTLETS, heard)]
        for index, (late, outlet, told) in enumerate(sorted(plan, key=itemgetter(0)), first):
            yield _record(rng, index, date.fromordinal(day + late).isoformat(), outlet, told)


def happenings(record: Record) -> tuple[int, ...]:
    """The numbers of the happenings that the events of one of `records` tell of, in the order of the events."""
    return tuple(int(n) for n in (record.report.url or "").split("/")[3].split("-"))


def _happening(rng: Random, number: int, day: int, before: set[tuple[str, ...]], taken: set[tuple[str, ...]]
               ) -> Happening:
    """A happening of that day, unlike in type or parties to those of the day, `taken`, and of the day before."""
    own = world()
    kind, (topic, subject), contexts = _types.one(rng), own.subjects.one(rng), own.contexts.several(rng, 2)
    channel = _channels.one(rng) if kind == "CONSULT" else None
    _, mode, how = CHANNELS[channel] if channel else (0, rng.choice(TYPES[kind][1]), "")
    alike, key, wording = kind in ALIKE and channel != "visit", tuple[str, ...](), TYPES[kind][2]
    while not key or key in before or key in taken:
        parties = own.parties.several(rng, rng.randint(3, 6) if channel == "multilateral" else 2)
        key = (kind, *sorted(parties))
    taken.add(key)
    a, b = parties[:2]
    told: dict[str, Any] = {
        "type": kind, "mode": mode, "channel": channel, "time": _times.one(rng),
        "actors": parties if alike else (a,), "recipients": () if alike else (b,), "place": None,
        "contexts": contexts, "topics": (*contexts, topic), "rules": (f"acts/{kind.lower()}",)}
    if channel in ("meeting", "visit", "multilateral") and b in own.states:
        told |= {"place": b, "host": b if channel == "multilateral" else None, "place_name": rng.choice(TOWNS)}
    elif kind == "AGREE" and rng.random() < DATED:
        told["due"] = date.fromordinal(day + rng.randint(10, 300)).isoformat()
    if kind == "AID" and rng.random() < EVACUATED:
        (origin, via, home), people, wording = rng.sample(TOWNS, 3), rng.randint(20, 3000), EVACUATION
        told |= {"recipients": (), "contexts": ("evacuation",), "topics": ("evacuation", topic), "origin": origin,
                 "via": via, "destination": home, "persons": Persons(people * 9 // 10, people, people * 6 // 5)}
    sentence = wording.format(a=own.names[a], b=own.names[b], s=subject, how=how, persons=told.get("persons"))
    persons = own.persons[a].one(rng), own.persons[b].one(rng)
    return Happening(number, date.fromordinal(day).isoformat(), told, sentence, subject, persons)


def _record(rng: Random, index: int, published: str, outlet: Outlet, told: list[Happening]) -> Record:
    own, (host, name, language, sources) = world(), outlet
    persons = (*told[0].persons, told[1].persons[0])
    spelt = [_pick(rng, person.spellings) for person in persons]
    views = [(h, h.told["actors"][0], _stances.one(rng)) for h in told]
    title, *filling = rng.choices(own.sentences, k=LENGTH // FILLER)
    title = title.partition(",")[0]
    sentences = [
        *(f"{_pick(rng, OPENERS)}{h.wording}{_pick(rng, CLOSERS)}" for h in told),
        *(f"{own.names[of]} {STANCES[stance][1]} «{h.subject}»{_pick(rng, CLOSERS)}" for h, of, stance in views),
        *(f"{_pick(rng, OPENERS)}{person.office} {called} ({own.names[person.country]}) принял участие."
          for person, called in zip(persons, spelt, strict=True))]
    starts = accumulate((len(sentence) + 1 for sentence in sentences), initial=len(title) + 2)
    places = [(sentence, start, start + len(sentence)) for sentence, start in zip(sentences, starts, strict=False)]
    officials = tuple(
        Official(called, person.country, person.role, *place, person.office, _pick(rng, SURE), ("offices/post",))
        for person, called, place in zip(persons, spelt, places[2 * ROWS:], strict=True))
    positions = tuple(
        Position((of,), stance, h.subject, h.told["recipients"], *place, _pick(rng, SURE), topics=h.told["topics"][-1:])
        for (h, of, stance), place in zip(views, places[ROWS:2 * ROWS], strict=True))
    named = (officials[:2], officials[2:], ())
    events = tuple(_event(rng, h, who, *place) for h, who, place in zip(told, named, places[:ROWS], strict=True))
    missing = round((LENGTH - places[-1][2]) / FILLER)
    text, own_id = f"{title}\n\n{' '.join(sentences + filling[:missing])}", f"synthetic/{index}"
    address = f"https://{host}.example/{'-'.join(str(h.number) for h in told)}/{index}"
    return Record(Report(
        own_id, text, url=address, outlet=name, title=title, published=f"{published}T{_pick(rng, HOURS)}",
        language=language, sources=sources, given_id=own_id), events, positions, officials)


def _event(rng: Random, told: Happening, named: tuple[Official, ...], evidence: str, start: int, end: int) -> Event:
    return Event(date=told.day if rng.random() < DATED else None, evidence=evidence, start=start, end=end,
                 level=min((official.role for official in named), key=RANKS.index) if named else None,
                 confidence=_pick(rng, SURE), participants=named, **told.told)


def _pick(rng: Random, things: Sequence[T]) -> T:
    return things[int(rng.random() * len(things))]  # three times as fast as `choice`


def main() -> None:
    """Make as many records as the command line says and print how fast that went."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    world()
    started = perf_counter()
    characters = sum(len(record.report.text) for record in records(count))
    print(f"{count / (perf_counter() - started):,.0f} records a second, {characters / count:.0f} characters a text")


if __name__ == "__main__":
    main()
