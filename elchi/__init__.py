"""Elchi reads diplomatic reports and keeps the ledger of who contacted whom, did what and said what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elchi.model import Record

__all__ = ["code"]


def code(text: str, *, published: str | None = None, id: str = "", url: str | None = None, outlet: str | None = None,
         title: str | None = None) -> Record:
    """Code one report from its text; see `elchi.pipeline.code`, which this loads when first called."""
    from elchi import pipeline

    return pipeline.code(text, published=published, id=id, url=url, outlet=outlet, title=title)
