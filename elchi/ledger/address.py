"""By what a report is known: its address in one form, however it was written, else its given id, else its text."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from elchi.model import Report

TRACKING = frozenset({"fbclid", "gclid", "yclid", "ysclid", "_openstat", "from", "ref", "amp"})
"""Query parameters that say how a reader came, not what he reads; so does all that begins with `utm_`."""
BY_HAND = "hand:"
"""What the ids of reports begin with that analysts put in: these are their own words, wherever they read it."""
PORTS = {"http": 80, "https": 443}


def hashed(text: str) -> str:
    """What tells a text from another: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def key(report: Report) -> str:
    """What a ledger knows a report by."""
    if report.given_id and report.given_id.startswith(BY_HAND):
        return report.given_id
    if report.url and "." in (own := canonical(report.url)).partition("/")[0]:
        return own
    return report.given_id or "sha256:" + hashed(report.text)


def canonical(address: str) -> str:
    """An address in the form in which two that lead to one page are equal: without scheme, `www.` and `m.`, fragment,
    marks of tracking, closing slash and usual port, the host in small letters, the query in order."""
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        port = parts.port
    except ValueError:
        return address
    if not parts.hostname:
        return address
    host = parts.hostname
    for prefix in ("www.", "m."):
        if "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    if port and port != PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True)
                   if not (k.lower().startswith("utm_") or k.lower() in TRACKING))
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~")
    return urlunsplit(("", host, path.rstrip("/"), urlencode(query), "")).removeprefix("//")
