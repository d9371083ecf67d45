"""What charts need of the reader's language."""

from __future__ import annotations

from functools import cache

from elchi.charts import Names
from elchi.desk.words import Words, words


def names_of(own: Words) -> Names:
    """How a language names months and days and writes numbers."""
    return _names(own.language)


@cache
def _names(language: str) -> Names:
    own = words(language)
    months, days = (told["stand-alone"]["abbreviated"] for told in (own.locale.months, own.locale.days))
    return Names([months[n] for n in range(1, 13)], [days[n] for n in range(7)],  # the days from Monday on
                 own.day, own.number)
