"""Where an act took place, and what the place makes of a contact."""

from __future__ import annotations

import pytest

from elchi.annotate.acts import triggers
from elchi.coding import frames, places
from elchi.coding.scenes import Codes
from elchi.coding.speech import speech
from tests.scenes import scene


@pytest.mark.parametrize(("text", "state"), [
    ("Министры Грузии и Омана провели переговоры в Женеве.", "CHE"),
    ("В Анкаре прошли переговоры Грузии и Омана.", "TUR"),
    ("Грузия и Оман провели переговоры в столице Турции.", "TUR"),
    ("Грузия и Оман провели переговоры в Казахстане.", "KAZ"),
    ("Грузия и Оман провели переговоры.", None),
    ("Послы из Стамбула провели переговоры с Оманом.", None),
])
def test_place(text: str, state: str | None) -> None:
    s = scene(text)
    found = frames.fill(s, triggers(s.tree.tokens, s.tree.heads), speech(s))
    talks = next(f for f in found if f.act.id == "acts/contact.talks")
    assert places.place(s, talks) == state


@pytest.mark.parametrize(("given", "wanted"), [
    (("phone", "call", None, ("KAZ",), ("OMN",)), ("phone", ("KAZ", "OMN"), ())),
    (("phone", "video", "OMN", ("KAZ",), ("OMN", "QAT")), ("phone", ("KAZ", "OMN", "QAT"), ())),
    ((None, "letter", "OMN", ("KAZ",), ("OMN",)), (None, ("KAZ",), ("OMN",))),
    (("visit", "visit", None, ("KAZ",), ("OMN",)), ("visit", ("KAZ",), ("OMN",))),
    ((None, "multilateral", None, ("OTS",), ()), ("multilateral", ("OTS",), ())),
    ((None, "meeting", "OMN", ("OMN", "KAZ"), ()), ("visit", ("KAZ",), ("OMN",))),
    ((None, "meeting", "CHE", ("OMN", "KAZ"), ()), ("third-party", ("OMN", "KAZ"), ())),
    ((None, "meeting", None, ("OMN", "KAZ", "QAT"), ()), ("multilateral", ("OMN", "KAZ", "QAT"), ())),
    ((None, "meeting", None, ("OMN",), ("KAZ",)), (None, ("OMN", "KAZ"), ())),
])
def test_setting(given: tuple[str | None, str | None, str | None, Codes, Codes],
                 wanted: tuple[str | None, Codes, Codes]) -> None:
    assert places.setting(*given, resident=False) == wanted
