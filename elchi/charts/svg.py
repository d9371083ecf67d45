"""What all charts are written with: numbers, texts, legends and the `<svg>` around them.

A chart is laid out in a box WIDTH units wide that the page scales. So that its words can be read on a phone, too, they
are SMALL in a wide box and LARGE in a narrow one, by `static/charts.css`; room is left for either, what would not fit
in a narrow box has the class `more`, and what stands there instead `less`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from elchi.export.text import clean

WIDTH = 720
SMALL, LARGE = 13, 26
"""The size of words in a wide box, and the greatest in a narrow one, in units."""
LONGEST = 60
"""Characters of a label at most."""
NO_XML = dict.fromkeys((0xFFFE, 0xFFFF))
ROW = 1.3
"""How high a row of a legend is, in sizes of its words."""
MOST_SPARE = 4
"""How many rows `static/charts.css` knows to take back."""
COLOURS = 8
"""How many colours there are for series: the classes c0 to c7."""


def svg(height: float, body: Iterable[str], title: str, desc: str, linked: bool = False, spare: int = 0) -> str:
    """A chart of this height. One with links in it is a group: what is in an image cannot be reached. `spare` is how
    many rows at its end a wide box leaves empty."""
    names = f"chart spare{min(spare, MOST_SPARE)}" if spare else "chart"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="{names}" role="{"group" if linked else "img"}" '
            f'viewBox="0 0 {WIDTH} {num(height)}"><title>{told(title, 200)}</title><desc>{told(desc, 600)}</desc>'
            f'{"".join(body)}</svg>')


def num(value: float) -> str:
    """A coordinate, to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def told(text: str, most: int = LONGEST) -> str:
    """Text as XML has it: without what cannot be shown, cut, escaped."""
    shown = clean(text).translate(NO_XML)
    return escape(shown if len(shown) <= most else shown[:most - 1] + "…")


def label(x: float, y: float, text: str, names: str = "", anchor: str = "") -> str:
    """Words at a place: their classes, and where they are anchored (`middle`, `end`)."""
    given = (f' class="{names}"' if names else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{num(x)}" y="{num(y)}"{given}>{told(text)}</text>'


def wide(text: str, size: float) -> float:
    """About how wide words are, in units."""
    return size * sum(1.0 if ord(c) > 0x2E7F else 0.8 if c.isupper() else 0.3 if c in " .,:;il'|" else 0.64
                      for c in text)


@lru_cache(1024)
def fitting(text: str, room: float, size: float) -> str:
    """Words cut so that they fit."""
    shown = clean(text)[:LONGEST]
    if wide(shown, size) <= room:
        return shown
    while shown and wide(shown + "…", size) > room:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def legend(entries: Sequence[tuple[str, str]], y: float) -> tuple[list[str], float, int]:
    """What the colours mean, each a class and a label, from y down; how high that is in a narrow box, and how many rows
    of that height are empty in a wide one."""
    drawn = []
    for name, size in (("more", SMALL), ("less", LARGE)):
        drawn += [f'<g class="{name}">', *_rows(entries, y, size), "</g>"]
        few, many = (_places(entries, size)[-1][1] + 1 for size in (SMALL, LARGE))
    return drawn, many * LARGE * ROW, many - math.ceil(few * SMALL / LARGE)


def _rows(entries: Sequence[tuple[str, str]], y: float, size: float) -> Iterable[str]:
    for (name, text), (x, row) in zip(entries, _places(entries, size), strict=True):
        line = y + (row + 0.8) * size * ROW
        side = size * 0.7
        square = f"M{num(x)} {num(line)}h{num(side)}v{num(-side)}h{num(-side)}z"
        yield (f'<path class="{name}" fill="currentColor" d="{square}"/>'
               + label(x + size, line, fitting(text, WIDTH - x - size, size), "faint"))


def _places(entries: Sequence[tuple[str, str]], size: float) -> list[tuple[float, int]]:
    """Where each entry stands: x, and in which row."""
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for _, text in entries:
        room = size * 2.2 + wide(fitting(text, WIDTH - size, size), size)
        if x and x + room > WIDTH + size:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += room
    return places
