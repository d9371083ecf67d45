from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest

from elchi.export.cameo import COLUMNS, write_cameo
from elchi.model import Event, Told
from tests.export.told import EVENT, STRIKE, VISIT, hostile, told


def frame(*rows: Told) -> pd.DataFrame:
    out = io.StringIO()
    write_cameo(rows, out)
    return pd.read_csv(io.StringIO(out.getvalue()), sep="\t", dtype=str, keep_default_na=False)


def lines(*rows: Told) -> list[str]:
    """Source, target and code of each line."""
    return [" ".join(line) for line in frame(*rows)[["Source", "Target", "EventCode"]].to_numpy().tolist()]


def test_columns_begin_with_the_classic_four() -> None:
    assert list(frame().columns) == list(COLUMNS)
    assert COLUMNS[:4] == ("Date", "Source", "Target", "EventCode")


def test_an_attack() -> None:
    assert frame(told(STRIKE)).iloc[1].to_dict() == {
        "Date": "2026-04-08", "Source": "NSA:Houthis", "Target": "USA", "EventCode": "195", "EventRootCode": "19",
        "QuadClass": "4", "Score": "-9.5", "EventID": "E7K", "Type": "ASSAULT", "Mode": "drone",
        "URL": "https://news.example/12"}


def test_a_meeting_is_told_from_either_side() -> None:
    assert lines(told(EVENT)) == ["KAZ UZB 040", "UZB KAZ 040", "KAZ TKM 040", "TKM KAZ 040", "UZB TKM 040",
                                  "TKM UZB 040"]


def test_a_visit_is_made_and_hosted() -> None:
    assert lines(told(VISIT)) == ["TUR KGZ 042", "KGZ TUR 043"]


def test_an_invitation_is_the_hosts_alone_and_an_accord_of_both() -> None:
    invited = replace(VISIT, type="AGREE", mode=None, contexts=("diplomatic",))
    assert lines(told(invited)) == ["TUR KGZ 036"]
    agreed = replace(invited, actors=("TUR", "KGZ"), recipients=(), contexts=("energy",))
    assert lines(told(agreed)) == ["TUR KGZ 0311", "KGZ TUR 0311"]


@pytest.mark.parametrize("event", [
    replace(VISIT, recipients=()), replace(STRIKE, actors=("ISR", "USA"), recipients=()), replace(STRIKE, actors=()),
    replace(VISIT, recipients=("TUR",)), replace(VISIT, time="negated"), replace(VISIT, time="hypothetical")])
def test_no_dyad_where_there_are_no_two_or_nothing_happened(event: Event) -> None:
    assert lines(told(event)) == []


def test_hostile_text_stays_in_its_cell() -> None:
    found = frame(hostile(), told(VISIT, "B"))
    assert len(found) == 12 + 2
    assert set(found["URL"]) == {'"=1+1[31m «Вестник; утро»', "https://news.example/12"}
    assert found["EventRootCode"].unique().tolist() == ["04"]
