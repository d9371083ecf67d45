"""Promises are kept or broken by acts that fit them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.answers.commitments import LATE, Commitment, Standing, Verdict, standing
from elchi.answers.promises import Deed, kinds, promised
from elchi.errors import LedgerError
from elchi.merge.accounts import stems

MADE = date(2026, 3, 2).toordinal()
DUE = (MADE + 20, MADE + 21)
LATER = MADE + 100


def codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def promise(text: str, actors: str = "KAZ", recipients: str = "OMN", **more: Any) -> Commitment:
    return Commitment(**{"id": "p1", "type": "AGREE", "actors": codes(actors), "recipients": codes(recipients),
                         "made": MADE, "words": stems(text), "evidence": text, **more})


def deed(kind: str, day: int, actors: str = "KAZ", recipients: str = "OMN", text: str = "", **more: Any) -> Deed:
    return Deed(**{"id": f"h{day}", "type": kind, "actors": codes(actors), "recipients": codes(recipients),
                   "first": MADE + day, "last": MADE + day, "stems": stems(text), **more})


def judged(c: Commitment, *deeds: Deed, today: int = LATER) -> tuple[Verdict, list[str]]:
    found = standing(c, deeds, today)
    return found.machine, [sign.id for sign in found.signs]


VISIT = promise("Президент Казахстана посетит Маскат с визитом", due=DUE)
CALL = promise("Министры договорились продолжить переговоры", actors="KAZ OMN", recipients="")
RELIEF = promise("Турция обещала Афганистану помощь: палатки и медикаменты", "TUR", "AFG", contexts=codes("disasters"))
TRUCE = promise("Стороны согласились на перемирие", "THA KHM MYS", "")
ROAD = promise("Узбекистан и Афганистан договорились о строительстве железной дороги", "UZB AFG", "",
               contexts=codes("transport"))
RESCUE = promise("Иордания поможет эвакуации граждан Грузии", "JOR", "GEO", contexts=codes("evacuation"))
PACT = promise("Армения и Франция намерены подписать соглашение о военных заводах", "ARM FRA", "")
SIGNED = "Армения и Франция подписали соглашение"


@pytest.mark.parametrize(("text", "contexts", "told"), [
    ("Глава МИД приглашён с визитом в Баку", "", ["meeting"]), ("Готовится подписание о заводе", "", ["signing"]),
    ("Оман даст площадку для переговоров", "", ["mediation"]), ("Помощь в эвакуации", "health", ["evacuation"]),
    ("Обещано содействие", "economic diplomatic", ["project"]), ("Обещано содействие", "diplomatic", []),
    ("Kabul promised to release two prisoners", "legal", ["release"]), ("Екі ел атысты тоқтатады", "", ["ceasefire"]),
    ("Президенттің Бакуге сапары жоспарланған", "", ["meeting"]), ("Troops will withdraw by May", "", ["withdrawal"]),
    ("Стороны отведут войска", "", ["withdrawal"]), ("Иран отведёт войска", "", ["withdrawal"])])
def test_what_was_promised_is_known_by_words_else_by_contexts(text: str, contexts: str, told: list[str]) -> None:
    assert [k.id for k in promised(stems(text), codes(contexts))] == told


def test_the_kinds_name_one_another_and_known_sides() -> None:
    names = {k.id for k in kinds()}
    assert all(set(k.hides) <= names and k.between in ("together", "given", "own") and k.words for k in kinds())


@pytest.mark.parametrize(("c", "act"), [
    (VISIT, deed("CONSULT", 20, mode="visit", channel="visit")),
    (VISIT, deed("CONSULT", 21, "KAZ OMN", "", channel="meeting")),
    (VISIT, deed("CONSULT", 20, "KAZ OMN QAT", "")),
    (VISIT, deed("CONSULT", 19, first=MADE + 17, channel="visit")),
    (replace(VISIT, due=(MADE, MADE)), deed("CONSULT", 0, channel="visit")),
    (CALL, deed("CONSULT", 5, channel="call")),
    (RELIEF, deed("AID", 9, "TUR", "AFG", contexts=codes("health disasters"))),
    (replace(RELIEF, due=(MADE + 60, MADE + 90)), deed("AID", 9, "TUR", "AFG")),
    (TRUCE, deed("RETREAT", 1, "THA KHM", "", mode="ceasefire")),
    (TRUCE, deed("RETREAT", 1, "THA KHM", "", text="В полночь наступило перемирие")),
    (ROAD, deed("COOPERATE", 90, "AFG", "UZB", contexts=codes("transport"))),
    (RESCUE, deed("AID", 3, "JOR", "GEO", contexts=codes("evacuation"))),
    (promise("Грузия планирует вывоз граждан", "GEO", ""), deed("AID", 3, "GEO", "", contexts=codes("evacuation"))),
    (PACT, deed("SUPPORT", 30, "ARM", "FRA", text=SIGNED))])
def test_an_act_that_fits_keeps_a_promise(c: Commitment, act: Deed) -> None:
    assert judged(c, act) == ("kept", [act.id])


@pytest.mark.parametrize(("c", "act"), [
    (VISIT, deed("CONSULT", 20, channel="call")), (VISIT, deed("CONSULT", 20, "KAZ", "QAT", channel="visit")),
    (VISIT, deed("CONSULT", 10, channel="visit")), (VISIT, deed("CONSULT", 22 + LATE, channel="visit")),
    (VISIT, deed("CONSULT", 20, channel="visit", time="hypothetical")), (VISIT, deed("AGREE", 20)),
    (VISIT, deed("CONSULT", 20, "OMN QAT", "")), (VISIT, deed("CONSULT", 20, channel="visit", id="p1")),
    (CALL, deed("CONSULT", 0, "KAZ OMN", "", channel="meeting")), (CALL, deed("CONSULT", 4, channel="letter")),
    (CALL, deed("CONSULT", 2, "KAZ OMN", "", first=MADE - 1)),
    (RELIEF, deed("AID", 9, "TUR", "AFG", contexts=codes("military"))), (RELIEF, deed("AID", 9, "TUR", "SYR")),
    (RELIEF, deed("AID", 9, "AFG", "TUR")), (TRUCE, deed("RETREAT", 1, "THA KHM", "", mode="release")),
    (TRUCE, deed("RETREAT", 1, "THA KHM", "", text="Посты оставлены")), (TRUCE, deed("ASSAULT", 1, "THA", "LAO")),
    (TRUCE, deed("ASSAULT", -1, "THA", "KHM")), (TRUCE, deed("ASSAULT", 1, "LAO", "KHM")),
    (ROAD, deed("COOPERATE", 9, "AFG", "UZB", contexts=codes("culture"))),
    (RESCUE, deed("AID", 3, "JOR", "GEO", contexts=codes("economic"))),
    (PACT, deed("SUPPORT", 30, "ARM", "FRA", text="Ереван поздравил Париж")),
    (PACT, deed("REJECT", 30, "ARM", "AZE", text="Ереван не подпишет коридор"))])
def test_an_act_that_does_not_fit_tells_nothing(c: Commitment, act: Deed) -> None:
    assert judged(c, act) == ("overdue" if c.due else "open", [])


@pytest.mark.parametrize(("c", "act", "why"), [
    (VISIT, deed("CONSULT", 15, "KAZ", "OMN", time="negated", channel="visit"), "did not or will not"),
    (VISIT, deed("REJECT", 15, "OMN", "KAZ", mode="meet"), "refused by OMN"),
    (CALL, deed("REJECT", 15, "KAZ", "", text="Астана отказалась от переговоров"), "refused by KAZ"),
    (RELIEF, deed("SANCTION", 40, "TUR", "AFG", mode="discontinue"), "against"),
    (RELIEF, deed("REJECT", 40, "TUR", "AFG", mode="assist"), "refused by TUR"),
    (TRUCE, deed("ASSAULT", 3, "THA", "KHM", mode="heavy-weapons"), "against"),
    (TRUCE, deed("ASSAULT", 3, "THA KHM", ""), "against"),
    (ROAD, deed("SANCTION", 200, "UZB", "AFG", mode="discontinue"), "against"),
    (PACT, deed("SUPPORT", 30, "ARM", "FRA", text=SIGNED, time="negated"), "did not or will not")])
def test_only_a_contrary_act_breaks_a_promise(c: Commitment, act: Deed, why: str) -> None:
    found = standing(c, [act], MADE + 300)
    assert found.machine == "broken"
    sign, = found.signs
    assert (sign.id, sign.keeps) == (act.id, False)
    assert why in sign.reasons[1]


def test_a_truce_is_broken_though_it_was_kept_at_first_and_not_before_it_began() -> None:
    force, shots = deed("RETREAT", 1, "THA KHM", "", mode="ceasefire"), deed("ASSAULT", 9, "KHM", "THA")
    assert judged(TRUCE, force, shots)[0] == "broken"
    assert judged(replace(TRUCE, due=(MADE + 10, MADE + 10)), shots)[0] == "overdue"
    assert judged(TRUCE, force, shots, today=MADE + 5)[0] == "kept"


def test_a_visit_that_took_place_is_not_undone() -> None:
    visit, quarrel = deed("CONSULT", 20, channel="visit"), deed("REJECT", 25, "OMN", "KAZ", mode="meet")
    assert judged(VISIT, visit, quarrel) == ("kept", ["h20"])
    refusal = deed("REJECT", 9, "OMN", "KAZ", mode="meet")
    assert judged(VISIT, visit, refusal) == ("partly", ["h20", "h9"])


def test_what_is_kept_in_part() -> None:
    tour = promise("Министр приедет с визитами", "TUR", "KGZ UZB")
    first, second = (deed("CONSULT", day, "TUR", state, channel="visit") for day, state in ((3, "KGZ"), (5, "UZB")))
    assert judged(tour, first)[0] == "partly"
    assert standing(tour, [first], LATER).reasons[0] == "meeting: partly, not seen of UZB"
    assert judged(tour, first, second)[0] == "kept"
    both = replace(VISIT, words=stems("На визит намечено и подписание, подпишут договор"))
    visit = deed("CONSULT", 20, channel="visit")
    assert standing(both, [visit], LATER).reasons[:2] == ("meeting: kept", "signing: nothing seen")
    assert (judged(both, visit)[0], judged(both, visit, today=DUE[1])[0]) == ("partly", "pending")
    late = standing(VISIT, [deed("CONSULT", 30, channel="visit")], LATER)
    assert (late.machine, late.reasons[0], late.signs[0].reasons[1]) == (
        "partly", "meeting: partly, late", "9 days after it was due")


def test_what_is_not_seen_is_not_broken() -> None:
    assert judged(VISIT, today=DUE[1]) == ("pending", [])
    overdue = standing(VISIT, [], DUE[1] + 1)
    assert (overdue.machine, overdue.reasons[-1]) == (
        "overdue", "due 2026-03-22/2026-03-23; that nothing was seen does not mean that it was not kept")
    assert judged(replace(VISIT, due=None)) == ("open", [])


def test_what_nothing_can_keep_stays_open() -> None:
    vague = promise("Стороны будут углублять сотрудничество", due=DUE)
    assert (judged(vague, today=MADE)[0], judged(vague)[0]) == ("pending", "open")
    alone = replace(VISIT, recipients=frozenset())
    assert standing(alone, [deed("CONSULT", 20, channel="visit")], LATER).reasons == (
        "due 2026-03-22/2026-03-23; nothing tells what would keep it",)


def test_regret_in_words_promises_nothing_by_its_context() -> None:
    regret = promise("Баку выразил сожаление", "AZE", "RUS", type="CONCEDE", contexts=codes("transport"))
    assert standing(regret, [], LATER).promised == ()
    assert standing(replace(regret, words=stems("Баку отведёт войска")), [], LATER).promised == ("withdrawal",)


def test_an_analyst_stands_above_the_machine() -> None:
    found = standing(VISIT, [deed("CONSULT", 20, channel="visit")], LATER, "broken")
    assert (found.verdict, found.machine, found.analyst) == ("broken", "kept", "broken")
    assert standing(VISIT, [], LATER).verdict == "overdue"


@pytest.mark.parametrize(("c", "analyst"), [
    (promise("визит", type="CONSULT"), None), (promise("визит", due=(MADE + 2, MADE + 1)), None),
    (VISIT, "\x1b[31m=kept")])
def test_faulty_input_is_told(c: Commitment, analyst: Any) -> None:
    with pytest.raises(LedgerError, match="p1: [^\n\x1b]+$"):
        standing(c, [], LATER, analyst)


DEEDS = st.lists(st.builds(
    deed, st.sampled_from(["CONSULT", "REJECT", "ASSAULT", "RETREAT", "SUPPORT", "AID"]), st.integers(-5, 90),
    st.sampled_from(["KAZ", "OMN", "KAZ OMN", "QAT"]), st.sampled_from(["KAZ", "OMN", "", "QAT OMN"]),
    text=st.sampled_from(["", "подписали перемирие"]), mode=st.sampled_from([None, "meet", "ceasefire"]),
    channel=st.sampled_from([None, "visit", "call"]), time=st.sampled_from(["past", "negated", "hypothetical"])),
    max_size=8, unique_by=lambda d: d.id)
PROMISES = st.builds(promise, st.sampled_from(["визит", "перемирие", "подписание и визит, подпишут", "помощь", ""]),
                     recipients=st.sampled_from(["OMN", "", "OMN QAT"]), due=st.sampled_from([None, DUE]))


@given(c=PROMISES, deeds=DEEDS, order=st.randoms(), today=st.integers(MADE, LATER))
@settings(deadline=None)
def test_the_order_of_deeds_changes_nothing(c: Commitment, deeds: list[Deed], order: Any, today: int) -> None:
    shuffled = list(deeds)
    order.shuffle(shuffled)
    found: Standing = standing(c, deeds, today)
    assert standing(c, shuffled, today) == found
    assert {s.id for s in found.signs} <= {d.id for d in deeds if d.first <= today}
    assert found.machine != "broken" or any(not s.keeps for s in found.signs)
    assert found.machine not in ("overdue", "open") or not found.signs
