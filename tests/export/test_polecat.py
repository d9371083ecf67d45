from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest

from elchi.errors import LedgerError
from elchi.export import provenance
from elchi.export.polecat import COLUMNS, write_polecat
from elchi.export.provenance import write_provenance
from elchi.model import Told
from tests.export.told import EVENT, REPORT, STRIKE, VISIT, hostile, told
from tests.records import MINISTER, VIEW

NAMES = """Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country,
Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name,
Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw,
Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename,
Feature Type, Source, Publication Date, Story People, Story Organizations, Story Locations, Language, Version"""


def frame(*rows: Told, dyads: bool = False) -> pd.DataFrame:
    out = io.StringIO()
    write_polecat(rows, out, dyads)
    return pd.read_csv(io.StringIO(out.getvalue()), sep="\t", dtype=str, keep_default_na=False)


def sources(*rows: Told) -> pd.DataFrame:
    out = io.StringIO()
    write_provenance(rows, out)
    return pd.read_csv(io.StringIO(out.getvalue()), sep="\t", dtype=str, keep_default_na=False)


def test_the_forty_columns_stand_in_polecats_order() -> None:
    assert list(frame().columns) == list(COLUMNS) == NAMES.replace("\n", " ").split(", ")
    assert len(COLUMNS) == 40


def test_a_meeting_as_polecat_has_it() -> None:
    row = frame(told(EVENT)).iloc[0]
    point = row[["Latitude", "Longitude"]].astype(float).tolist()
    assert point == pytest.approx([43.65, 51.16], abs=0.1)
    assert {name: value for name, value in row.drop(["Latitude", "Longitude"]).items() if value != "None"} == {
        "Event ID": "E7K", "Event Date": "2026-04-07", "Event Type": "CONSULT", "Intensity": "2.5",
        "Quad Code": "VERBAL COOPERATION", "Contexts": "transport",
        "Actor Name": "Kazakhstan; Uzbekistan; Turkmenistan", "Actor Country": "KAZ; UZB; TKM",
        "Actor COW": "705; 704; 701", "Primary Actor Sector": "None; GOV; None", "Actor Sectors": "GOV",
        "Actor Title": "foreign minister", "Actor Name Raw": "Бахтиёр Саидов", "Placename": "Актау",
        "Country": "KAZ", "Raw Placename": "Актау", "Feature Type": "PPL", "Source": "Вестник Каспия",
        "Publication Date": "2026-04-08", "Story People": "Бахтиёр Саидов", "Story Organizations": "United Nations",
        "Story Locations": "Kazakhstan; Актау", "Language": "ru", "Version": "Elchi 0.1.0"}


def test_an_attack_names_its_victims_as_recipients() -> None:
    row = frame(told(STRIKE)).iloc[0]
    assert row[["Event Type", "Event Mode", "Intensity", "Quad Code"]].tolist() == [
        "ASSAULT", "drone", "-9.5", "MATERIAL CONFLICT"]
    assert row[["Actor Name", "Actor Country", "Actor COW"]].tolist() == ["Houthis", "IMG", "None"]
    assert row[["Recipient Name", "Recipient COW"]].tolist() == ["Israel; United States", "666; 2"]
    assert row["Contexts"] == "military; resource"
    assert row["Event Date"] == "2026-04-08"  # of publication, the news saying no other


@pytest.mark.parametrize(("date", "time", "day"), [
    ("2026-03", "past", "2026-03-01"), ("2025", "background", "2025-01-01"), (None, "background", "None"),
    ("2026-02-03/2026-02-05", "past", "2026-02-03"), ("2026-01/2026-02", "past", "2026-01-01")])
def test_the_date_is_a_day(date: str | None, time: str, day: str) -> None:
    assert frame(told(replace(EVENT, date=date, time=time)))["Event Date"].tolist() == [day]


def test_what_is_no_date_is_told() -> None:
    with pytest.raises(LedgerError, match="^E7K: '2026-13' is no date"):
        frame(told(replace(EVENT, date="2026-13")))


def test_days_that_nobody_gives_are_left_open() -> None:
    row = frame(told(replace(EVENT, date=None), report=replace(REPORT, published="2026-04"))).iloc[0]
    assert row[["Event Date", "Publication Date"]].tolist() == ["None", "None"]


def test_places() -> None:
    events = [VISIT, replace(VISIT, place="PSE", place_name="Хеврон"), replace(VISIT, place="PSE"), STRIKE]
    found = frame(*map(told, events))
    assert found[["Placename", "Country", "Raw Placename", "Feature Type"]].to_numpy().tolist() == [
        ["Kyrgyzstan", "KGZ", "None", "PCLI"], ["Хеврон", "PSE", "Хеврон", "PPL"], ["Palestine", "PSE", "None", "PCL"],
        ["None"] * 4]
    assert found["Latitude"][:2].astype(float).tolist() == pytest.approx([42.9, 31.5], abs=0.1)
    assert found["Latitude"][3] == found["Longitude"][3] == "None"


@pytest.mark.parametrize("dyads", [False, True])
def test_what_did_not_happen_is_left_out(dyads: bool) -> None:
    rows = [told(replace(EVENT, time=time)) for time in ("future", "hypothetical", "negated", "background")]
    assert set(frame(*rows, dyads=dyads)["Contexts"]) == {"transport; historical"}


def test_rows_of_other_tables_are_passed_over() -> None:
    other = [Told("P1", row, REPORT, "k", "h", "0.1.0") for row in (VIEW, MINISTER)]
    assert frame(*other).empty and sources(*other).empty


def test_dyads_give_those_who_met_two_by_two() -> None:
    found = frame(told(EVENT), dyads=True)
    assert found["Event ID"].tolist() == ["E7K_1", "E7K_2", "E7K_3"]
    assert found[["Actor Country", "Recipient Country"]].to_numpy().tolist() == [
        ["KAZ", "UZB"], ["KAZ", "TKM"], ["UZB", "TKM"]]
    assert found[["Actor Name Raw", "Recipient Name Raw"]].to_numpy().tolist() == [
        ["None", "Бахтиёр Саидов"], ["None", "None"], ["Бахтиёр Саидов", "None"]]
    assert (found["Story People"] == "Бахтиёр Саидов").all()


def test_dyads_keep_direction_where_there_is_one() -> None:
    found = frame(told(VISIT, "A"), told(STRIKE, "B"), dyads=True)
    assert found["Event ID"].tolist() == ["A", "B_1", "B_2"]
    assert found[["Actor Name", "Recipient Name"]].to_numpy().tolist() == [
        ["Turkey", "Kyrgyzstan"], ["Houthis", "Israel"], ["Houthis", "United States"]]


def test_dyads_make_no_pair_of_allies() -> None:
    ordeal = replace(STRIKE, actors=("ISR", "USA"), recipients=())
    found = frame(told(ordeal), dyads=True)
    assert found[["Actor Name", "Recipient Name"]].to_numpy().tolist() == [
        ["Israel", "None"], ["United States", "None"]]


def test_default_reading_takes_none_for_missing() -> None:
    out = io.StringIO()
    write_polecat([told(STRIKE), told(VISIT, "B")], out)
    found = pd.read_csv(io.StringIO(out.getvalue()), sep="\t")
    assert found["Intensity"].tolist() == [-9.5, 4.0]
    assert found["Country"].isna().tolist() == [True, False]
    assert pd.to_datetime(found["Event Date"]).dt.day.tolist() == [8, 7]


@pytest.mark.parametrize("dyads", [False, True])
def test_hostile_text_stays_in_its_cell(dyads: bool) -> None:
    out = io.StringIO()
    write_polecat([hostile(), told(VISIT, "B")], out, dyads)
    text = out.getvalue()
    text.encode("utf-8")
    assert not set(text) & set("\x00\x1b\r\u2028\u202e")
    assert all(line.count("\t") == len(COLUMNS) - 1 for line in text.splitlines())
    found = frame(hostile(), told(VISIT, "B"), dyads=dyads)
    assert found["Source"].tolist()[0] == '"=1+1[31m «Вестник; утро»'
    assert found["Story People"].tolist()[0] == '"=1+1[31m «Вестник, утро»'
    assert found["Event ID"].tolist()[-1] == "B"


def test_formulas_are_disarmed() -> None:
    found = frame(told(EVENT, report=replace(REPORT, outlet="=HYPERLINK(A1)")))
    assert found["Source"].tolist() == ["'=HYPERLINK(A1)"]


def test_provenance_names_the_sentence_of_each_event() -> None:
    found = sources(told(EVENT), told(replace(VISIT, time="negated"), "B", state="corrected"))
    assert list(found.columns) == list(provenance.COLUMNS)
    assert found.iloc[0].to_dict() == {
        "event": "E7K", "address": "https://news.example/12", "sentence": EVENT.evidence, "start": "40", "end": "80",
        "hash": "ab" * 32, "report": "news.example/12", "coder": "0.1.0",
        "rules": "acts/contact.meeting; coding/beside", "state": "coded"}
    assert found[["event", "state"]].to_numpy().tolist()[1] == ["B", "corrected"]


def test_provenance_of_hostile_text() -> None:
    found = sources(hostile(), told(VISIT, "B"))
    assert found["sentence"].tolist() == ['"=1+1[31m «Вестник; утро»', VISIT.evidence]
    assert found["address"].tolist()[0] == '"=1+1[31m «Вестник; утро»'
