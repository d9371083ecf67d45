"""The Natasha pipeline as its manual runs it, made to load on Pythons that its dictionary package was not made for."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any


def _old_python() -> None:
    """Give pymorphy2 0.9, which Natasha imports, the two things that later Pythons have dropped."""
    def getargspec(function: Any) -> tuple[Any, ...]:
        return tuple(inspect.getfullargspec(function)[:4])

    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = getargspec  # type: ignore[attr-defined]
    if importlib.util.find_spec("pkg_resources") is None:
        stand_in: Any = ModuleType("pkg_resources")
        stand_in.WorkingSet = _Installed
        sys.modules["pkg_resources"] = stand_in


class _Installed:
    """What pymorphy2 asks of `pkg_resources.WorkingSet`: the packages that offer dictionaries."""

    def iter_entry_points(self, group: str) -> list[Any]:
        return list(entry_points(group=group))


def load() -> Callable[[str], object]:
    """Natasha: sentences, morphology, syntax, names, and the names' normal forms."""
    _old_python()
    from natasha import (
        Doc,
        MorphVocab,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    embedding = NewsEmbedding()
    segmenter, vocabulary = Segmenter(), MorphVocab()
    taggers = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def work(text: str) -> object:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(taggers[0])
        doc.parse_syntax(taggers[1])
        doc.tag_ner(taggers[2])
        for span in doc.spans:
            span.normalize(vocabulary)
        return doc

    return work
