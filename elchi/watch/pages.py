"""From an address to the report that lies there."""

from __future__ import annotations

from dataclasses import replace

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import kinds
from elchi.read.batch import read_link
from elchi.read.pieces import How, Link, Piece, of_bytes, report


def report_of(link: Link, how: How) -> Report:
    """The report at an address, fetched by `how.fetch`; of several that lie there the first. Raises ReportError where
    there is none."""
    assert how.fetch
    page, why = how.fetch(link.url), "there is no report at this address"
    if kinds.kind(kinds.look(page), page.name, page.media) == "feed":
        raise ReportError(link.url, "this is a list of addresses, not a report")

    def fetched(url: str) -> Piece:
        """The page, and no other."""
        if url != link.url:
            raise ReportError(url, "this is another page")
        return page

    for told in read_link(replace(link, text=None), replace(how, fetch=fetched)):
        if isinstance(told, Report):
            return told
        why = told.fault if isinstance(told, ReportError) else told.why
    raise ReportError(link.url, why)


def told_by(link: Link, how: How) -> Report | None:
    """The report as the feed itself told it, for where its page cannot be had; None where it told nothing."""
    try:
        return report(link.text, of_bytes(link.url, b"", given=link.given), how) if link.text else None
    except ReportError:
        return None
