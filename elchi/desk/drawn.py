"""Charts in the reader's language: how it names things, and the chart that several pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from elchi.charts import Names, bars
from elchi.desk.words import Words, words


def names_of(own: Words) -> Names:
    """How a language names months and days and writes numbers."""
    return _names(own.language)


def by_month(rows: Iterable[tuple[str, int, int]], own: Words) -> dict[str, Any]:
    """Happenings by month, of rows of a day or month, a category of PLOVER (`ontology.quad`) and a count: as a `chart`,
    None where there is one month alone, and as `counts`, pairs of a month and a number, the oldest first."""
    sums, told = Counter[tuple[str, str]](), own.translations.gettext
    for day, quad, count in rows:
        sums[day[:len("2026-03")], str(quad)] += count
    months = Counter[str]()
    for (month, _), count in sums.items():
        months[month] += count
    labels = {"1": told("Words of cooperation"), "2": told("Deeds of cooperation"), "3": told("Words of conflict"),
              "4": told("Deeds of conflict")}
    chart = bars([(month, quad, count) for (month, quad), count in sums.items()], labels, told("Other"), names_of(own),
                 told("Happenings by month"),
                 told("Bars by month, parted into words and deeds of cooperation and of conflict."))
    return {"chart": chart if len(months) > 1 else None, "counts": sorted(months.items())}


@cache
def _names(language: str) -> Names:
    own = words(language)
    months, days = (told["stand-alone"]["abbreviated"] for told in (own.locale.months, own.locale.days))
    return Names([months[n] for n in range(1, 13)], [days[n] for n in range(7)],  # the days from Monday on
                 own.day, own.number)
