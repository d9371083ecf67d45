"""Sentences, trees and scenes of a short text, for tests of what is found in them."""

from __future__ import annotations

from elchi.annotate import blocs, parties
from elchi.coding import clause, scenes
from elchi.coding.clause import Tree
from elchi.coding.scenes import Discourse, Scene
from elchi.languages import ru
from elchi.model import Block, Report, Sentence
from elchi.segment import segment


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text that is one paragraph of a body, unparsed."""
    return segment(Report("x", text, (Block("body", 0, len(text)),)))


def tree(text: str) -> Tree:
    """The tree of a text of one sentence."""
    sentence, = ru.parse(sentences(text))
    return clause.tree(sentence)


def scene(text: str, discourse: Discourse | None = None) -> Scene:
    """A sentence with its parties, after what `discourse` says went before."""
    t = tree(text)
    named = blocs.with_blocs(t.sentence, parties.parties([t.sentence])[0])
    return scenes.scene(t, named, (), parties.places(t.sentence), discourse or Discourse())


def word(t: Tree, text: str) -> int:
    """The place of a word that stands once in the sentence."""
    place, = (i for i, token in enumerate(t.tokens) if token.text == text)
    return place
