"""Reasons that merging and the verdicts on promises give in English words, in the reader's language."""

from __future__ import annotations

import re

from elchi.desk.words import Words

_ACT = re.compile(r"([A-Z]+)(?: ([a-z-]+))?: (.*), ([0-9/-]+)")
"""An act as `elchi.answers.commitments` tells it: type and mode, parties, days."""


def of_match(own: Words, told: str) -> str:
    """A reason why two accounts are of one happening (`elchi.merge.compare`)."""
    say = own.translations.gettext
    if told.startswith("both name "):
        return say("both name %(what)s") % {"what": told.removeprefix("both name ")}
    if told.startswith("both tell of a "):
        return say("both tell of: %(what)s") % {"what": own.name("channel", told.removeprefix("both tell of a "))}
    return own.name("type", told) if told.isupper() else say(told)


def of_sign(own: Words, told: str) -> str:
    """A reason why a happening looks like keeping a promise or breaking it (`elchi.answers.commitments`)."""
    say, number, _, when = own.translations.gettext, *told.partition(" days after it was ")
    if act := _ACT.fullmatch(told):
        type_, mode, sides, days = act.groups()
        named = [own.name("type", type_), own.name("mode", mode),
                 " → ".join(own.parties(side.split(", ")) for side in sides.split(" → ") if side), own.day(days)]
        return ", ".join(filter(None, named))
    if when == "due":
        return own.translations.ngettext("%(num)s day after it was due", "%(num)s days after it was due",
                                         int(number)) % {"num": number}
    if when == "promised":
        return own.translations.ngettext("%(num)s day after it was promised", "%(num)s days after it was promised",
                                         int(number)) % {"num": number}
    if told.startswith("refused by "):
        return say("refused by %(who)s") % {"who": own.parties(told.removeprefix("refused by ").split(", "))}
    return say(told)
