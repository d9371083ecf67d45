"""Names of parties and groups: what they mean, what is refused, and that the data holds what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from elchi import lexicon
from elchi.annotate import blocs, parties
from elchi.errors import LedgerError, LexiconError
from elchi.groups import members, resolve
from elchi.names import party

MEMBERSHIPS = lexicon.entries("memberships")
PARTIES = parties.all_entries()
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
LANGUAGES = ("ru", "kk", "en")
GULF = {"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"}


def names(own: str, *languages: str) -> Iterator[str]:
    """The names that the lexicons give a party or group, in some languages or in all."""
    for folder in ("parties", "blocs", "memberships"):
        entry = lexicon.entries(folder).get(f"{folder}/{own}", {})
        for language in languages or LANGUAGES:
            yield from entry.get(language, {}).get("names", ())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A folder of memberships laid over the shipped lexicons; afterwards they stand alone again."""
    folder = tmp_path / "own" / "memberships"
    folder.mkdir(parents=True)
    yield folder
    empty = tmp_path / "empty"
    empty.mkdir()
    lexicon.use(empty)


@pytest.mark.parametrize(("name", "code"), [
    ("KAZ", "KAZ"), ("kaz", "KAZ"), (" Kaz ", "KAZ"), ("Казахстан", "KAZ"), ("КАЗАХСТАН", "KAZ"), ("Kazakhstan", "KAZ"),
    ("NSA:Hamas", "NSA:Hamas"), ("nsa:hamas", "NSA:Hamas"), ("хамас", "NSA:Hamas"), ("Hamas", "NSA:Hamas"),
    ("EU", "EU"), ("ес", "EU"), ("ЕО", "EU"), ("Еуропалық одақ", "EU"), ("european  union", "EU"),
    ("Большая семерка", "G7"), ("большая семёрка", "G7"), ("ТМД", "CIS"), ("ССАГПЗ", "GCC"), ("ОПЕК+", "OPEC"),
    ("UN", "UN"), ("United Nations", "UN"), ("Гвинея Бисау", "GNB"), ("OTH", "OTH"),
])
def test_a_party_is_meant_by_its_code_and_its_names(name: str, code: str) -> None:
    assert resolve(name) == {code}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_party_is_meant_by_the_name_that_pages_show(language: str) -> None:
    codes = {entry["id"] for entry in PARTIES.values()} - {parties.NOBODY}
    assert [code for code in codes if resolve(party(code, language)) != {code}] == []


@pytest.mark.parametrize(("name", "codes"), [
    ("central-asia", CENTRAL_ASIA), ("Central Asia", CENTRAL_ASIA), ("Центральная Азия", CENTRAL_ASIA),
    ("страны центральной азии", CENTRAL_ASIA), ("Орталық Азия", CENTRAL_ASIA), ("ОРТАЛЫҚ АЗИЯ", CENTRAL_ASIA),
    ("Persian Gulf states", GULF), ("страны Залива", GULF), ("Парсы шығанағы елдері", GULF),
    ("members:GCC", GULF), ("MEMBERS: ссагпз", GULF), ("members:gulf", GULF),
    ("E3", {"DEU", "FRA", "GBR"}), ("P5", {"CHN", "FRA", "GBR", "RUS", "USA"}),
    ("Baltic states", {"EST", "LTU", "LVA"}), ("Южный Кавказ", {"ARM", "AZE", "GEO"}),
    ("тюркские государства", {"AZE", "KAZ", "KGZ", "TKM", "TUR", "UZB"}),
    ("Каспий елдері", {"AZE", "IRN", "KAZ", "RUS", "TKM"}), ("weimar", {"DEU", "FRA", "POL"}),
])
def test_a_group_is_meant_by_its_id_and_its_names(name: str, codes: set[str]) -> None:
    assert resolve(name) == codes


@pytest.mark.parametrize(("name", "count"), [
    ("EU", 27), ("NATO", 32), ("OSCE", 57), ("COE", 46), ("CIS", 9), ("EAEU", 5), ("CSTO", 6), ("SCO", 10), ("OTS", 5),
    ("CICA", 28), ("OIC", 57), ("LAS", 22), ("GCC", 6), ("AU", 55), ("ASEAN", 11), ("BRICS", 11), ("G7", 7), ("G8", 8),
    ("G20", 21), ("OPEC", 11), ("ECO", 10), ("APEC", 21), ("UNSC", 15), ("post-Soviet states", 15), ("nordics", 5),
])
def test_groups_have_as_many_members_as_they_say_themselves(name: str, count: int) -> None:
    assert len(members(name)) == count


def test_who_came_and_who_left() -> None:
    assert "TLS" in members("ASEAN") and "IDN" in members("BRICS") and {"FIN", "SWE"} <= members("NATO")
    assert "BLR" in members("ШОС") and {"AU", "EU"} <= members("G20") and members("P5") < members("UNSC")
    assert "GBR" not in members("EU") and "RUS" not in members("COE") and "RUS" not in members("G7")
    assert members("OPEC").isdisjoint({"AGO", "ARE", "QAT"}) and "TKM" not in members("CIS")


def test_unions_lie_in_one_another_as_they_do() -> None:
    assert members("EAEU") < members("CIS") and members("CSTO") < members("CIS")
    assert members("EU") < members("COE") < members("OSCE")
    assert members("GCC") < members("LAS") - members("maghreb") and members("LAS") < members("OIC")
    assert members("OTS") == members("turkic-states") - {"TKM"} and members("G8") == members("G7") | {"RUS"}
    assert members("CIS") == members("post-soviet") - members("baltics") - {"GEO", "TKM", "UKR"}


@pytest.mark.parametrize("name", ["UN", "KAZ", "members:WHO"])
def test_members_of_what_is_no_group_are_refused(name: str) -> None:
    with pytest.raises(LedgerError, match="no such group whose members are known"):
        members(name)


@pytest.mark.parametrize(("name", "near"), [
    ("Kazahstan", "Kazakhstan"), ("Узбекстан", "Узбекистан"), ("Centrl Asia", "Central Asia"),
    ("Орталық Азиа", "Орталық Азия"),
])
def test_an_unknown_name_is_refused_with_those_that_look_like_it(name: str, near: str) -> None:
    with pytest.raises(LedgerError, match=f"^{name}: no such party or group of parties; there is .*{near}"):
        resolve(name)


@pytest.mark.parametrize(
    "name", ["", " ", "members:", "none", "Индийский океан", "ОЭСР", "KAZ;OMN", "members:members:EU", "\x1b[2J\n"])
def test_what_names_nobody_is_refused(name: str) -> None:
    with pytest.raises(LedgerError, match="no such"):
        resolve(name)


def test_a_name_of_two_parties_is_refused_with_both() -> None:
    with pytest.raises(LedgerError, match="^Конго: it may mean COD or COG$"):
        resolve("Конго")


def test_no_name_of_a_group_means_two_things() -> None:
    """One that did would be refused; a name of an organisation means it, and its members where they are asked for."""
    for own in {entry["id"] for entry in (*MEMBERSHIPS.values(), *blocs.entries().values())}:
        alone = {own} if f"parties/{own}" in PARTIES else members(own)
        for name in (own, *names(own)):
            assert resolve(name) == alone and resolve(f"members:{name}") == members(name) == members(own), name


def test_members_are_parties_and_stand_once() -> None:
    codes = {entry["id"] for entry in PARTIES.values()}
    for entry in MEMBERSHIPS.values():
        listed = entry.get("members", [])
        if isinstance(listed, list):
            assert set(listed) <= codes and listed == sorted(set(listed)), entry["id"]


def test_every_group_has_names_in_every_language() -> None:
    for entry in MEMBERSHIPS.values():
        for language in LANGUAGES:
            assert list(names(entry["id"], language)), (entry["id"], language)


def test_names_are_texts_and_stand_once() -> None:
    for entry in MEMBERSHIPS.values():
        for language in LANGUAGES:
            own = list(names(entry["id"], language))
            assert all(isinstance(name, str) and name == name.strip() != "" for name in own)
            assert len(set(own)) == len(own), (entry["id"], language)


def test_what_tells_members_says_of_when_and_from_where() -> None:
    told = [entry for entry in MEMBERSHIPS.values() if isinstance(entry.get("members"), list)]
    assert told and all(isinstance(entry["as_of"], date) and entry["source"] for entry in told)


def test_members_that_a_bloc_tells_are_not_told_again() -> None:
    held = {entry["id"] for entry in blocs.entries().values()}
    assert [e["id"] for e in MEMBERSHIPS.values() if ("members" in e) == (e["id"] in held)] == []


def test_a_group_of_ones_own(own: Path) -> None:
    (own / "mine.yaml").write_text("- id: lake\n  members: [ARM, TUR]\n  ru: {names: [страны озера]}", encoding="utf-8")
    lexicon.use(own.parent)
    assert resolve("lake") == resolve("Страны озера") == {"ARM", "TUR"}
    assert resolve("EU") == {"EU"}


@pytest.mark.parametrize("line", ["members: [ARM, XXX]", "members: pond", "members: lake", "note: nobody"])
def test_a_group_without_known_members_is_a_fault(own: Path, line: str) -> None:
    (own / "mine.yaml").write_text(f"- id: lake\n  {line}\n", encoding="utf-8")
    lexicon.use(own.parent)
    with pytest.raises(LexiconError, match="mine.yaml:1: entry lake: its members are no list"):
        resolve("KAZ")
