"""By what a report is known: its address in one form, however it was written, else its given id, else its text."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from elchi.model import Report

TRACKING = frozenset({"fbclid", "gclid", "yclid", "ysclid", "_openstat", "from", "ref", "amp"})
"""Query parameters that say how a reader came, not what he reads; so does all that begins with `utm_`."""
PORTS = {"http": 80, "https": 443}


def key(report: Report) -> str:
    """What a ledger knows a report by."""
    if report.url:
        return canonical(report.url)
    return report.given_id or "sha256:" + hashlib.sha256(report.text.encode()).hexdigest()


def canonical(address: str) -> str:
    """An address in the form in which two that lead to one page are equal: without scheme, `www.` and `m.`, fragment,
    marks of tracking, closing slash and usual port, the host in small letters, the query in order."""
    parts = urlsplit(address.strip())
    if not parts.hostname:
        return address.strip()
    host = parts.hostname.removeprefix("www.").removeprefix("m.")
    try:
        port = parts.port
    except ValueError:
        port = None
    if port and port != PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True)
                   if not (k.lower().startswith("utm_") or k.lower() in TRACKING))
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(query), "")).removeprefix("//")
