"""What can be promised, by what words it is known, and which acts look like keeping or breaking it: `promises.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from elchi.merge.accounts import stems

Names = frozenset[str]
Stems = frozenset[int]
"""Words as `merge.accounts.stems` gives them."""
_DATA = Path(__file__).with_name("promises.yaml")


@dataclass(frozen=True, slots=True)
class Deed:
    """A happening that may keep or break a promise: what `merge.accounts.Account` tells, with mode and contexts.

    It happened on a day from `first` to `last` (ordinals); `stems` are those of its sentence.
    """

    id: str
    type: str
    actors: Names
    recipients: Names
    first: int
    last: int
    mode: str | None = None
    time: str = "past"
    channel: str | None = None
    contexts: Names = frozenset()
    stems: Stems = frozenset()

    @property
    def parties(self) -> Names:
        """All who have a part in it."""
        return self.actors | self.recipients


@dataclass(frozen=True, slots=True)
class Pattern:
    """Acts of a type; where they are given, of one of the modes, channels or contexts."""

    type: str
    mode: Sequence[str] = ()
    channel: Sequence[str] = ()
    contexts: Sequence[str] = ()
    told: bool = False

    def fits(self, deed: Deed, words: Stems) -> bool:
        """Whether a deed is such an act. One whose mode is not known must use one of `words`, as must all where `told`;
        a channel that is not known contradicts none."""
        told = not deed.stems.isdisjoint(words)
        return (deed.type == self.type and (told or not self.told)
                and (not self.mode or deed.mode in self.mode or (deed.mode is None and told))
                and (not self.channel or deed.channel is None or deed.channel in self.channel)
                and (not self.contexts or not deed.contexts.isdisjoint(self.contexts)))


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be promised; the fields are those of `promises.yaml`, the words of all languages as stems."""

    id: str
    words: Stems
    between: str
    contexts: Names
    kept: tuple[Pattern, ...]
    broken: tuple[Pattern, ...]
    refused: str | None = None
    appointed: bool = False
    lasting: bool = False
    about: bool = False
    hides: Sequence[str] = ()


@cache
def kinds() -> tuple[Kind, ...]:
    """All that can be promised, in the order of the file."""
    return tuple(_kind(**entry) for entry in yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def promised(words: Stems, contexts: Names) -> tuple[Kind, ...]:
    """What a sentence of these words (stems) promises, else what its contexts tell; nothing where neither does."""
    found = [k for k in kinds() if k.words & words] or [k for k in kinds() if k.contexts & contexts]
    hidden = {name for k in found for name in k.hides}
    return tuple(k for k in found if k.id not in hidden)


def _kind(ru: Sequence[str], kk: Sequence[str], en: Sequence[str], contexts: Sequence[str] = (),
          kept: Sequence[dict[str, Any]] = (), broken: Sequence[dict[str, Any]] = (), **rest: Any) -> Kind:
    return Kind(words=stems(" ".join((*ru, *kk, *en))), contexts=frozenset(contexts),
                kept=tuple(Pattern(**p) for p in kept), broken=tuple(Pattern(**p) for p in broken), **rest)
