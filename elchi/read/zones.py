"""By which clock an outlet tells the time: a moment that is told with an offset falls on another day elsewhere."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from elchi import lexicon


def local(moment: datetime, url: str | None, other: str | None) -> datetime:
    """A moment as the outlet at this address has it on its clock; where its zone is not known, as the clock of the zone
    `other` has it, or, without one, as it is told. What is told without an offset is the outlet's own time."""
    zone = of(url) or other
    return moment.astimezone(ZoneInfo(zone)) if zone and moment.tzinfo else moment


def of(url: str | None) -> str | None:
    """The zone of the outlet at an address, by its host; None where it is not known."""
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname if url else None
    except ValueError:
        return None
    parts, known = (host or "").split("."), _by_host()
    return next((known[end] for n in range(len(parts)) if (end := ".".join(parts[n:])) in known), None)


@lexicon.cached
def _by_host() -> dict[str, str]:
    """The zones by the ends of hosts; raises LexiconError for a faulty entry."""
    found: dict[str, str] = {}
    for entry in lexicon.entries("zones").values():
        lexicon.check(entry, {"hosts": list}, {})
        if not is_zone(entry["id"]):
            raise lexicon.fault(entry["file"], entry["id"], "there is no such zone")
        found |= {str(host): entry["id"] for host in entry.get("hosts", ())}
    return found


def is_zone(name: str) -> bool:
    """Whether a zone of the IANA database has this name."""
    return name in available_timezones()
