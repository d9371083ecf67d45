from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.accuracy import GOLD, load
from elchi import score as scoring
from elchi.errors import ReportError
from elchi.score import KINDS, Figures, score

Json = dict[str, Any]
SENTENCE = "Министры Казахстана и Омана обсудили по телефону перевозки через Каспий."


def event(type: str = "CONSULT", actors: tuple[str, ...] = ("KAZ", "OMN"), recipients: tuple[str, ...] = ()) -> Json:
    return {"type": type, "actors": list(actors), "recipients": list(recipients)}


def position(evidence: str = SENTENCE, **told: Any) -> Json:
    return {"holder": ["KAZ"], "stance": "supports", "evidence": evidence} | told


def official(name: str = "Ермек Кошербаев", country: str = "KAZ") -> Json:
    return {"name": name, "country": country}


def report(id: str = "r1", /, **rows: list[Json]) -> Json:
    return {"id": id, "events": [], "positions": [], "officials": [], **rows}


def figures(kind: str, gold: list[Json], coded: list[Json], of: str | None = None) -> tuple[float, float, float]:
    """Precision, recall and F1 of one report."""
    of = of or kind
    own = score([report(**{of: gold})], {"r1": report(**{of: coded})})[kind]
    return own.precision, own.recall, own.f1


def test_what_is_the_same_is_all_right() -> None:
    rows = {"events": [event(), event("AID")], "positions": [position()], "officials": [official()]}
    assert score([report(**rows)], {"r1": report(**rows)}) == {
        "events": Figures(2, 2, 1.0, 1.0), "contacts": Figures(1, 1, 1.0, 1.0), "positions": Figures(1, 1, 1.0, 1.0),
        "officials": Figures(1, 1, 1.0, 1.0)}


def test_parties_that_stand_alike_may_change_places_and_others_not() -> None:
    assert figures("events", [event()], [event(actors=("OMN",), recipients=("KAZ",))]) == (1, 1, 1)
    assert figures("events", [event("AID", ("KAZ",), ("OMN",))], [event("AID", ("OMN",), ("KAZ",))]) == (0, 0, 0)


def test_an_event_counts_as_far_as_its_parties_agree() -> None:
    assert figures("events", [event()], [event(actors=("KAZ",))]) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert figures("events", [event()], [event(), event("AID")]) == pytest.approx((0.5, 1, 2 / 3))
    assert figures("contacts", [event()], [event(), event("AID")], of="events") == (1, 1, 1)


def test_nobodies_count_nowhere_and_armed_groups_are_one() -> None:
    assert figures("events", [event(actors=("OTH",))], [event(actors=("KAZ",))]) == (0, 0, 0)
    assert figures("events", [event("ASSAULT", ("NSA:Hamas",), ("ISR",))],
                   [event("ASSAULT", ("NSA:Islamic Jihad",), ("ISR", "OTH"))]) == (1, 1, 1)


def test_rows_are_paired_for_the_best_in_all() -> None:
    gold = [event(actors=("KAZ", "OMN")), event(actors=("KAZ", "OMN", "TUR"))]
    coded = [event(actors=("KAZ", "OMN", "TUR")), event(actors=("KAZ", "OMN", "TUR", "QAT"))]
    # each pair of the same place is worth 4/5 and 6/7, crossed they are worth 1 and 2/3
    assert figures("events", gold, coded)[0] == pytest.approx((1 + 2 / 3) / 2)


def test_positions_need_one_sentence_and_one_stance() -> None:
    assert figures("positions", [position()], [position("По телефону обсудили перевозки министры.")]) == (1, 1, 1)
    assert figures("positions", [position()], [position("Погода в Актау стоит ясная.")]) == (0, 0, 0)
    assert figures("positions", [position()], [position(stance="opposes")]) == (0, 0, 0)
    assert figures("positions", [position()], [position(holder=["KAZ", "OMN"])])[2] == pytest.approx(2 / 3)


@pytest.mark.parametrize(("name", "country", "same"), [
    ("Кошербаев", "KAZ", 1), ("Ермек Бек Кошербаев", "KAZ", 1), ("Ермёк Кошербаев", "KAZ", 1),
    ("Айдар Кошербаев", "KAZ", 0), ("Ермек Кошербаева", "KAZ", 0), ("Ермек Кошербаев", "OMN", 0)])
def test_officials_go_by_name_and_country(name: str, country: str, same: int) -> None:
    assert figures("officials", [official()], [official(name, country)])[2] == same


def test_what_nobody_judged_is_not_held_against_the_coder() -> None:
    whole, partly = report("r1", events=[event()]), report("r2", events=[event()]) | {"unjudged": 3}
    coded = {id: report(id, events=[event(), event("AID")]) for id in ("r1", "r2")}
    assert score([whole, partly], coded)["events"] == Figures(2, 2, 0.5, 1.0)
    assert score([partly], coded)["events"] == Figures(1, 0, 0.0, 1.0)


def test_a_report_that_was_not_coded_has_no_rows() -> None:
    assert score([report(events=[event()])], {})["events"] == Figures(1, 0, 0.0, 0.0)


@pytest.mark.parametrize(("line", "fault"), [
    ("[1]", ":2: no coded report"), ("{", ":2: no coded report"), ('{"id": "r2", "events": []}', ":2: no coded report"),
    (json.dumps(report("r2", events=[event() | {"type": None}])), ":2: no coded report: type is missing"),
    (json.dumps(report("r2") | {"id": 7}), ":2: no coded report: id is missing")])
def test_a_faulty_line_is_told(line: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{json.dumps(report())}\n{line}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=re.escape(f"{file}{fault}")):
        scoring.load(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"none\.jsonl: No such file or directory"):
        scoring.load(tmp_path / "none.jsonl")


def spoilt(rng: Random, own: Json) -> Json:
    """A report coded less well: rows missing, doubled, with other parties, types, names and shorter sentences."""
    def row(one: Json) -> Json:
        told = dict(one)
        for name, others in (("type", ["CONSULT", "AGREE"]), ("stance", ["supports", "calls_for"])):
            if name in told and rng.random() < 0.2:
                told[name] = rng.choice(others)
        for side in ("actors", "recipients", "holder"):
            if side in told and rng.random() < 0.4:
                told[side] = rng.sample([*told[side], "KAZ", "OTH"], k=min(2, len(told[side])))
        if "name" in told and rng.random() < 0.3:
            told["name"] = told["name"].split()[-1]
        words = told["evidence"].split()
        told["evidence"] = " ".join(words[rng.randint(0, len(words) // 2):])
        return told

    return own | {kind: [row(one) for one in own[kind] for _ in range(rng.choice((0, 1, 1, 2)))]
                  for kind in ("events", "positions", "officials")}


@pytest.mark.skipif(not (GOLD / "score.py").is_file(), reason="the gold and its scorer are not at hand")
@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_of_the_scorer_of_the_gold(seed: int) -> None:
    rng, known = Random(seed), scoring.load(GOLD / "dev.jsonl")
    coded = {own["id"]: spoilt(rng, own) for own in known if rng.random() < 0.9}
    theirs = load(GOLD / "score.py").score({own["id"]: own for own in known}, coded)
    ours = score(known, coded)
    for kind in KINDS:
        assert (round(ours[kind].precision, 3), round(ours[kind].recall, 3), round(ours[kind].f1, 3)) == (
            theirs[kind]["p"], theirs[kind]["r"], theirs[kind]["f1"])
        assert 0.2 < ours[kind].f1 < 1
