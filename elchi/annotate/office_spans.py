"""Offices in parsed sentences: what stands around the words that name one, and whose office it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from elchi.annotate.offices import Core, words
from elchi.languages import ru_names
from elchi.languages.ru import fold
from elchi.model import Mention, Sentence, Token

_FAR = frozenset(("по", "при", "от", "в", "во", "на", "для", "с", "со", "за"))
_QUOTES = frozenset("«»\"“”„")
_NO_HEAD = frozenset(("ADP", "ADV", "PRON", "CCONJ", "SCONJ", "PART"))
DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Office:
    """Tokens first..last that name an office, `left` where its adjectives begin, `end` behind all that belongs to it.

    `codes` are the parties that its words tell, in order, `far` those behind a preposition; `anaphor` whether they say
    «республика» or the like instead, `close` whether a party or its organ stands right beside it, `complement` whether
    words tell its subject; `post` whether it is only something to be held («кандидат на пост премьера»).
    """

    first: int
    last: int
    left: int
    end: int
    kinds: tuple[str, ...]
    case: str
    plural: bool
    former: bool
    codes: tuple[str, ...]
    far: tuple[str, ...]
    anaphor: bool
    close: str
    complement: bool
    post: bool
    next: int | None
    """Where the office begins that the same person is named with («премьер-министр, министр иностранных дел»)."""


def find(sentence: Sentence, parties: Sequence[Mention], names: Mapping[int, int], named: Sequence[Core]
         ) -> list[Office]:
    """The offices in a sentence, left to right, from where they are named.

    `names` gives the last token of a person's name by its first.
    """
    tokens = sentence.tokens
    walk = _Walk(tokens, parties, names, {first for first, _, _ in named})
    return [o for first, last, ids in named if tokens[first].pos not in _NO_HEAD
            and (o := walk.office(first, last, ids)) is not None]


def _case(head: Token) -> str:
    """The case of an office's first word; empty where it is unknown or declines in no way («замглавы»)."""
    case = head.feats.get("Case", "")
    fixed = case != "Nom" and fold(head.text) in head.lemmas
    return "" if fixed or not ru_names.in_dictionary(head.text) else case


class _Walk:
    """Reads what stands before and behind the core of an office in one sentence."""

    def __init__(self, tokens: Sequence[Token], parties: Sequence[Mention], names: Mapping[int, int],
                 starts: set[int]) -> None:
        self.tokens, self.names, self.starts = tokens, names, starts
        self.parties = {m.first: m for m in parties}
        self.inside = {i: m for m in parties for i in range(m.first, m.last + 1)}

    def office(self, first: int, last: int, meant: tuple[tuple[str, str | None], ...]) -> Office | None:
        left, codes, former = self._before(first)
        head = self.tokens[first]
        acting = self._acting(left)
        former = former or "-" in head.text and head.text.lower().split("-")[0] in words("former_prefix")
        behind = self._behind(last + 1)
        if behind is None:
            return None
        close = "party" if codes else self._beside(last + 1)
        codes += [c for i in range(first, last + 1) if i in self.inside for c in self.inside[i].codes]
        end, near, far, anaphor, further = behind
        near += [own for _, own in meant if own and not (codes or near)]
        former = former or self._over(last + 1, end)
        ids = tuple(dict.fromkeys(name for name, _ in meant))
        case = "" if acting else _case(head)
        return Office(first, last, left, end, ids, case, head.feats.get("Number") == "Plur", former, tuple(
            dict.fromkeys((*codes, *near))), tuple(far), anaphor, close, self._complement_at(last + 1),
            self._held(left) and not acting, further)

    def _beside(self, i: int) -> str:
        """Whether a party or an organ of one stands at token i; «лидер кубинской революции» leads no state."""
        mention = self.parties.get(i)
        if mention is None or mention.form == "adjectives":
            return ""
        return "organ" if mention.form == "organs" else "party"

    def _held(self, left: int) -> bool:
        """Whether a noun before the office makes it something to be held («пост премьера», «кандидат в президенты»)."""
        before = left - 2 if left > 1 and self.tokens[left - 1].text == "в" else left - 1
        return before >= 0 and not self.tokens[before].lemmas.isdisjoint(words("post"))

    def _acting(self, left: int) -> bool:
        """Whether the office is held for the time being: «исполняющий обязанности», «врио», «и. о.» before it."""
        before = [t.text.lower() for t in self.tokens[max(0, left - 4):left]]
        doing = len(before) > 1 and before[-1] == "обязанности" and before[-2].startswith("исполняющ")
        word = bool(before) and not self.tokens[left - 1].lemmas.isdisjoint(words("acting"))
        return doing or word or before == ["и", ".", "о", "."]

    def _before(self, first: int) -> tuple[int, list[str], bool]:
        """Leftmost adjective, the parties that adjectives tell, and whether the office is a former one."""
        left, codes, former = first, list[str](), False
        while left > 0:
            token = self.tokens[left - 1]
            mention = self.inside.get(left - 1)
            if mention and mention.form == "adjectives":
                codes = [*mention.codes, *codes]
            elif not (token.pos in ("ADJ", "DET") and token.lemmas) and token.lemmas.isdisjoint(words("former")):
                break
            former = former or not token.lemmas.isdisjoint(words("former"))
            left -= 1
        return left, codes, former

    def _behind(self, i: int) -> tuple[int, list[str], list[str], bool, int | None] | None:
        near: list[str] = []
        far: list[str] = []
        anaphor = distant = False
        while i < len(self.tokens):
            token = self.tokens[i]
            if i in self.names:
                break
            if i in self.parties and self.parties[i].form != "people":
                (far if distant and self.tokens[i - 1].text != "от" else near).extend(self.parties[i].codes)
                i = self.parties[i].last + 1
                continue
            if not distant and (not token.lemmas.isdisjoint(words("private")) or self._quoted(i)):
                return None
            anaphor = anaphor or (not distant and not token.lemmas.isdisjoint(words("anaphor")))
            if token.lemmas & _FAR and token.pos == "ADP":
                distant = True
            elif token.text == "(" or token.text in DASHES and self._bracket(i, []) in self.names:
                i = self._bracket(i, near)
                continue
            elif not self._belongs(i):
                break
            i += 1
        return i, near, far, anaphor, self._next(i)

    def _quoted(self, i: int) -> bool:
        """Whether a name in quotes begins at token i that is no party's: that of a company or a society."""
        return (self.tokens[i].text in "«\"“„" and i + 1 < len(self.tokens) and self.tokens[i + 1].text[:1].isupper()
                and i + 1 not in self.inside and i + 1 not in self.names and i + 1 not in self.starts)

    def _belongs(self, i: int) -> bool:
        """Whether token i goes on with the office: its complements and what joins them."""
        token = self.tokens[i]
        if token.text in _QUOTES or (i + 1 in self.names and token.pos in ("NOUN", "ADJ", "PROPN")):
            return True
        if token.text in (",", "и"):
            return i + 1 < len(self.tokens) and self._complement(i + 1)
        if token.text == "-":
            return False
        return self._complement(i) or token.pos in ("NUM",) or token.feats.get("Case") != "Nom" and token.pos in (
            "NOUN", "ADJ", "DET", "PROPN")

    def _complement(self, i: int) -> bool:
        token = self.tokens[i]
        if i in self.starts and token.feats.get("Case") != "Gen":
            return False
        if self.tokens[i - 1].text in (",", "и") and i in self.starts:
            return False
        return i in self.parties or token.feats.get("Case") == "Gen" and token.pos in ("NOUN", "ADJ", "PROPN", "DET")

    def _complement_at(self, i: int) -> bool:
        """Whether token i begins a complement that is no party («министр энергетики»)."""
        if i >= len(self.tokens) or i in self.inside or i in self.names:
            return False
        return self._complement(i) or self.tokens[i].pos == "PROPN"

    def _over(self, start: int, end: int) -> bool:
        """Whether years tell that the office is over («премьер Мали с 1991 по 1992 годы»)."""
        behind = [t.text for t in self.tokens[start:end + 5]]
        return any(a == "с" and c == "по" and len(b) == len(d) == 4 and (b + d).isdigit()
                   for a, b, c, d in zip(behind, behind[1:], behind[2:], behind[3:], strict=False))

    def _bracket(self, i: int, near: list[str]) -> int:
        """Where it goes on behind the bracket, or the part between dashes, that opens at token i."""
        ends = (")",) if self.tokens[i].text == "(" else DASHES
        close = next((j for j in range(i + 1, min(i + 10, len(self.tokens))) if self.tokens[j].text in ends), None)
        if close is None:
            return len(self.tokens)
        near += [c for j in range(i, close) if j in self.parties for c in self.parties[j].codes]
        return close + 1

    def _next(self, i: int) -> int | None:
        """Where another office of the same person begins, joined by a comma, a dash, «и» or nothing."""
        if i < len(self.tokens) and (self.tokens[i].text in (",", "и") or self.tokens[i].text in DASHES):
            i += 1
        for j in range(i, min(i + 4, len(self.tokens))):
            if j in self.starts:
                return j
            if not (self.tokens[j].pos in ("ADJ", "DET") or j in self.inside):
                break
        return None


def chain(office: Office, by_first: Mapping[int, Office]) -> Iterator[Office]:
    """The offices that follow one another for one person, `office` first."""
    seen: Office | None = office
    while seen is not None:
        yield seen
        following = by_first.get(seen.next) if seen.next is not None else None
        agreeing = following and (following.case == seen.case or not following.case) and following.plural == seen.plural
        seen = following if agreeing else None
