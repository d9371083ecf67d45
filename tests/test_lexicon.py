"""The loader: what it refuses and how it says so, what an overlay does, and how forms are matched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from elchi import lexicon, names
from elchi.annotate import acts, parties
from elchi.errors import LexiconError
from elchi.lexicon import Matcher
from tests.scenes import sentences

Write = Callable[[str, str], Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Iterator[Write]:
    """Writes a file of an overlay and lays it over; afterwards the shipped lexicons stand alone again."""
    def write(name: str, text: str) -> Path:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        lexicon.use(tmp_path / "own")
        return path

    yield write
    empty = tmp_path / "empty"
    empty.mkdir()
    lexicon.use(empty)


def named(text: str) -> list[tuple[str, ...]]:
    return [m.codes for row in parties.parties(sentences(text)) for m in row]


ACT = "- id: own.first\n  type: AID\n  ru: {words: [помочь]}\n"


@pytest.mark.parametrize(("text", "line", "fault"), [
    ("- id: [\n", 2, ""),
    ("- id: own\n ru: {}\n", 2, ""),
    ("id: own\n", 1, "a list of entries is wanted"),
    ("", 1, "a list of entries is wanted"),
    (ACT + "- type: AID\n", 4, "entry 2 has no id"),
    (ACT + "- 5\n", 4, "entry 2 has no id"),
    (ACT + "- id: 7\n", 4, "entry 2 has no id"),
    (ACT + ACT, 1, "entry own.first: stands twice"),
    (ACT + "- id: own.second\n  typ: AID\n", 4, "entry own.second: unknown field typ"),
    (ACT + "- id: own.second\n  type: [AID]\n", 4, "entry own.second: field type is of the wrong kind"),
    (ACT + "- id: own.second\n  type: AID\n  other: 'yes'\n", 4, "entry own.second: field other is of the wrong kind"),
    (ACT + "- id: own.second\n  type: AID\n  ru: помочь\n", 4, "entry own.second: field ru is of the wrong kind"),
    (ACT + "- id: own.second\n  type: AID\n  ru: {word: [помочь]}\n", 4, "entry own.second: unknown field ru.word"),
    (ACT + "- id: own.second\n  type: AID\n  ru: {words: помочь}\n", 4,
     "entry own.second: field ru.words is of the wrong kind"),
    (ACT + "- id: own.second\n  type: AID\n  ru: {words: [помочь, 5]}\n", 4,
     "entry own.second: field ru.words holds something that is no text"),
    (ACT + "- id: own.second\n  type: AID\n  ru: {words: ['']}\n", 4,
     "entry own.second: field ru.words holds something that is no text"),
    (ACT + "- id: own.second\n  type: AID\n  ru: {'yes': Турция помогла Сирии.}\n", 4,
     "entry own.second: field ru.yes is of the wrong kind"),
    (ACT + "- id: own.second\n  type: AID\n  frame: nowhere\n", 4, "entry own.second: no such frame: nowhere"),
    (ACT + "- id: own.second\n  ru: {words: [помочь]}\n", 4, "entry own.second: neither type nor stance"),
])
def test_fault_names_file_line_and_entry(overlay: Write, text: str, line: int, fault: str) -> None:
    path = overlay("acts/own.yaml", text)
    with pytest.raises(LexiconError) as caught:
        for entry in lexicon.entries("acts").values():
            acts.act(entry)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert fault in message
    assert "\n" not in message


def test_file_that_is_no_utf8_is_named(overlay: Write) -> None:
    path = overlay("acts/own.yaml", "")
    path.write_bytes("- id: помощь\n".encode("cp1251"))
    with pytest.raises(LexiconError, match="own.yaml"):
        lexicon.entries("acts")


def test_overlay_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        lexicon.use(tmp_path / "none")


def test_overlay_adds_a_party(overlay: Write) -> None:
    text = "Посол Атлантиды вручил грамоты."
    assert named(text) == []
    overlay("parties/own.yaml", "- {id: OTH, ru: {names: [Атлантида]}}\n")
    assert named(text) == [("OTH",)]
    assert named("Посол Омана вручил грамоты.") == [("OMN",)]


def test_overlay_takes_the_place_of_an_entry(overlay: Write) -> None:
    overlay("parties/states.yaml", "- {id: OMN, ru: {names: [Маскатия]}}\n")
    assert named("Посол Маскатии вручил грамоты послу Омана.") == [("OMN",)]


def test_overlay_that_is_laid_later_takes_the_place_of_the_one_before(overlay: Write, tmp_path: Path) -> None:
    overlay("parties/own.yaml", "- {id: OTH, ru: {names: [Атлантида]}}\n")
    (tmp_path / "second").mkdir()
    lexicon.use(tmp_path / "second")
    assert named("Посол Атлантиды вручил грамоты.") == []


@pytest.mark.parametrize(("text", "value"), [
    ("NO", "NO"), ("yes", "yes"), ("off", "off"), ("true", True), ("False", False), ("12", 12)])
def test_words_of_truth_are_true_and_false_alone(overlay: Write, text: str, value: object) -> None:
    overlay("acts/own.yaml", f"- {{id: own, note: {text}}}\n")
    assert lexicon.entries("acts")["acts/own"]["note"] == value


def test_entry_is_located() -> None:
    place = lexicon.locate("frames/address")
    assert place is not None
    path, _, line = place.rpartition(":")
    assert (lexicon.SHIPPED.parent / path).read_text(encoding="utf-8").splitlines()[int(line) - 1] == "- id: address"
    assert lexicon.locate("acts/no.such") is None
    assert lexicon.locate("coding/unsaid") is None


def found(forms: list[str], text: str) -> list[str]:
    sentence, = sentences(text)
    return [text[sentence.tokens[first].start:sentence.tokens[last].end]
            for first, last, _ in Matcher((form, form) for form in forms).find(sentence.tokens)]


@pytest.mark.parametrize(("form", "text", "wanted"), [
    ("посол", "Послы ждали посла.", ["Послы", "посла"]),
    ("Хезболла", "Бойцы «Хезболлы» ушли к Хезболле.", ["Хезболлы", "Хезболле"]),
    ("Союз", "Новый союз Союзу не помеха.", ["Союзу"]),
    ("ООН", "Оон и ООН; к ООНом не обращались.", ["ООН", "ООНом"]),
    ("совет безопасность", "Член совета безопасности и совета старейшин.", ["совета безопасности"]),
    ("движение Талибан", "Отряды движения «Талибан» ушли.", ["движения «Талибан"]),
    ("нота|письмо протест", "Вручены нота протеста и письмо протеста.", ["нота протеста", "письмо протеста"]),
    ("трёхсторонний", "Трехсторонняя встреча и трёхсторонний пакт.", ["Трехсторонняя", "трёхсторонний"]),
])
def test_forms_are_matched_in_every_case(form: str, text: str, wanted: list[str]) -> None:
    assert found([form], text) == wanted


def test_what_was_looked_up_before_changes_nothing() -> None:
    """«Кому» is also a form of «кто»: but a form is found by the words that begin as it does, whatever came before."""
    early, late = (lexicon.Index([("кому нужный", 1), ("конец", 2)]) for _ in range(2))
    late.starting("конец")
    assert dict(early.starting("кто")) == dict(late.starting("кто")) == {}
    assert list(early.starting("конец")) == list(late.starting("конец")) == [""]


def test_the_longest_form_is_found_and_none_overlap() -> None:
    forms = ["совет", "совет безопасность", "безопасность ООН"]
    assert found(forms, "Решение совета безопасности ООН.") == ["совета безопасности"]


def test_a_party_that_an_overlay_adds_is_called_by_its_first_name(overlay: Write) -> None:
    overlay("parties/own.yaml", "- id: XLV\n  ru: {names: [Верхнеозёрье, Верхнеозёрская Республика]}\n")
    assert (names.party("XLV"), names.party("XLV", "en")) == ("Верхнеозёрье", "XLV")
