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
    return Names([*own.locale.months["stand-alone"]["abbreviated"].values()],
                 [*own.locale.days["stand-alone"]["abbreviated"].values()], own.day, own.number)
