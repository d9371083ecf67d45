"""What a line is by itself: the page's own words, a line of the report's head or foot, a sentence, or a short line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from elchi.languages import ru
from elchi.read import page, stamps
from elchi.read.lines import Line, canon, ends, ends_sentence

Sort = Literal["chrome", "list", "meta", "rubric", "byline", "sentence", "line"]

_HARD = re.compile(r"\s*[|•·→›]\s*|\s+[/»>]\s+|\t+|\s{2,}")
_MARKED = re.compile(r"[|•·→›\t]|\s[/»>]\s")
_SOFT = re.compile(r"(?<!\b[А-ЯЁA-Z])[.,;](?:\s+|$)|\s+[—–-]\s+|[()/]|\.$|(?<=[\ue000-\ue0ff])\s+")
_BULLET = re.compile(r"^(?:[•·▪●*]|\d{1,2}[.)])\s+(?=\S)")
_QUOTED = re.compile(r"^(?:[\w.-]{1,20}\s){0,3}«[^«»]{1,60}»$")
_NAME = re.compile(r"^(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][\w-]+$|^[А-ЯЁ][а-яё-]+(?:\s[А-ЯЁ]\.){1,2}$"
                   r"|^[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)?(?:\s[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)?){1,2}$")
_PLACE = re.compile(r"^[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?$")
_DAYS = frozenset(("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
                   "пн", "вт", "ср", "чт", "пт", "сб", "вс"))
_TELLING = re.compile("[\\d»©]")
_WORD = re.compile(r"[^\W_]")
_SHORT_CELL = 5
_ONE_PIECE = ("author", "editor", "published", "updated", "views")


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of a head or foot line: the kind of its label, if any, and what follows it, dates as stamp marks."""

    label: str | None
    value: str


def fields(text: str) -> tuple[list[list[Field]], list[stamps.Stamp]]:
    """The cells of a line, each in its pieces, and the dates and times that stand in them."""
    masked, found = stamps.mask(text)
    cells = [c for c in _HARD.split(_BULLET.sub("", masked)) if c.strip()]
    return [_pieces(c) for c in cells], found


def _pieces(cell: str) -> list[Field]:
    lexical = page.page()
    marks = list(lexical.label.finditer(cell))
    pieces = [Field(None, s) for s in _soft(cell[:marks[0].start()] if marks else cell)]
    stops = [m.start() for m in marks[1:]] + [len(cell)]
    for m, stop in zip(marks, stops, strict=False):
        word = m["colon"] or m["bare"]
        value = cell[m.end():stop].strip(" :.,;()|—–")
        label = lexical.label_kinds[canon(word) or word]
        # «Подготовил А. Исаков, «Хребет», 3 мая»: only the first piece belongs to such a label.
        own, *rest = (_soft(value) if label in _ONE_PIECE else [value]) or [""]
        pieces += [Field(label, own), *(Field(None, s) for s in rest)]
    return pieces


def _soft(text: str) -> list[str]:
    return [p.strip() for p in _SOFT.split(text) if p and p.strip()]


def sort(line: Line) -> Sort:
    """The sort of a line. Only short lines that close like no sentence can be anything but a sentence, save chrome."""
    if line.long:
        return "sentence"
    text = line.text
    closed = ends_sentence(text)
    if page.is_chrome(text, closed):
        # «Обновлено: 11.08 | Нашли ошибку? Напишите нам»: the date is worth more than the button beside it.
        mixed = _HARD.search(text) and _sort_of_cells(text) == "meta"
        return "meta" if mixed else "list" if page.heads_list(text) else "chrome"
    if not _WORD.search(text):
        return "chrome"
    if (closed or ends(text)) and not _may_be_meta(text):
        return "sentence"
    found = _sort_of_cells(text)
    if found:
        return found
    return "sentence" if ends(text) or len(canon(text).split()) > 20 else "line"


def _may_be_meta(text: str) -> bool:
    """Whether a line that closes like a sentence is worth a look: «Просмотров: 88. Дата: 3 мая.», «УРАЛЬСК. «Яик».»."""
    if len(text) > 160:
        return False
    return len(text.split()) <= 8 and bool(_TELLING.search(text)) or bool(page.page().label.search(text))


def _sort_of_cells(text: str) -> Sort | None:
    cells, found = fields(text)
    flat = [f for cell in cells for f in cell]
    if not flat:
        return None
    if all(f.label in ("credit", "aside") and _fits(f, found) or _is_button(f) for f in flat):
        return "chrome"
    if flat[0].label == "credit" and not any(f.label for f in flat[1:]) and not found:
        return "chrome"
    loose = len(cells) > 1 and not ends_sentence(text)
    known = all(_known(f, found) for f in flat)
    if known or loose and all(all(_known(f, found) for f in cell) or _short(cell) for cell in cells):
        if any(f.label or _is_stamp(f.value) for f in flat):
            return "meta"
        if all(page.is_rubric(f.value) for f in flat):
            return "rubric"
        if known and not ends_sentence(text) and any(_QUOTED.match(f.value) or is_name(f.value) for f in flat):
            return "byline" if not page.is_rubric(text) else "rubric"
        if loose and any(map(_is_button, flat)):
            return "chrome"
        # Two spaces alone part no sections: they stand in headlines by mistake.
        if loose and _MARKED.search(text):
            return "rubric"
    return "rubric" if page.is_rubric(text) and not ends(text) else None


def _is_button(field: Field) -> bool:
    return field.label is None and page.is_chrome(field.value, sentence=False)


def _short(cell: list[Field]) -> bool:
    text = " ".join(f.value for f in cell if f.label is None)
    return all(f.label is None for f in cell) and len(text.split()) <= _SHORT_CELL and not page.has_verb(text)


def _known(field: Field, found: list[stamps.Stamp]) -> bool:
    if field.label:
        return _fits(field, found)
    value = field.value
    return (_is_stamp(value) or bool(_QUOTED.match(value)) or is_name(value) or bool(_PLACE.match(value))
            or page.is_rubric(value) or value.startswith("©") or _is_button(field) or value.isdigit())


def _fits(field: Field, found: list[stamps.Stamp]) -> bool:
    """Whether what follows a label is of the label's kind."""
    value, words = field.value, len(field.value.split())
    if field.label in ("published", "updated"):
        return bool(stamps.marks(value)) and words <= 6
    if field.label == "views":
        return any(c.isdigit() for c in value) and words <= 4 or bool(stamps.marks(value))
    if field.label in ("credit", "aside"):
        return words <= 15 and not page.has_verb(value)
    return 0 < words <= 8 and not page.has_verb(value)


def _is_stamp(value: str) -> bool:
    words = [w for w in re.findall(r"[\w\ue000-\ue0ff]+", value.lower()) if not stamps.marks(w)]
    return (bool(stamps.marks(value)) or bool(words)) and all(w in _DAYS or w in ("в", "г", "года") for w in words)


def is_name(text: str) -> bool:
    """Whether the text looks like the name of one person."""
    first = ru.fold(text.split()[0]) if text.split() else ""
    return bool(_NAME.match(text)) and not first.endswith(("ая", "ое", "ые", "ие", "ский", "ный"))


def is_item(text: str) -> bool:
    """Whether the line is an item of a list."""
    return bool(_BULLET.match(text)) or text.startswith(("- ", "– ", "— "))


def is_signature(text: str) -> bool:
    """Whether the line names, without a verb, an outlet or a body that gave the news: «Пресс-служба МИД»."""
    words = text.split()
    heads = {ru.fold(w) for kind in ("official", "outlet-noun", "agency-noun") for w in page.words(kind)}
    return 0 < len(words) <= 8 and ru.fold(words[0]) in heads and not page.has_verb(text)


def in_cells(text: str) -> bool:
    """Whether marks part the line into cells, as in «Политика / Санкции»."""
    return bool(_MARKED.search(text))
