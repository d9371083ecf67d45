"""Commitments that fall due, told once each to an address: by mail, or to a webhook."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Any

from elchi.errors import ElchiError
from elchi.export.text import clean
from elchi.ledger import reminders
from elchi.ledger.database import Ledger
from elchi.ledger.queries.due import due
from elchi.net.address import is_loopback

if TYPE_CHECKING:
    from elchi.desk.words import Words

Json = dict[str, Any]
AT_ONCE = 50
"""How many commitments one letter tells."""
PATIENCE = 30.0
"""Seconds that a server has to answer."""


@dataclass(frozen=True, slots=True)
class Way:
    """To which address, and what tells commitments there, as `queries.commitments` gives them: it comes back once they
    were taken, and raises ElchiError where they were not."""

    address: str
    send: Callable[[Sequence[Json]], None]


def remind(ledger: Ledger, way: Way, within: int, today: date) -> int:
    """Tell the commitments that fall due from `today` on within so many days, of which nothing is seen yet and which
    this address was not told before; each is told once its server took it, and no more after that. Returns how many.
    Raises ElchiError where a server does not take them: those that it did not take are told next time."""
    wanted = [own for own in due(ledger, today, today + timedelta(within), today) if own["verdict"] == "pending"]
    told = reminders.told(ledger, way.address, map(_due, wanted))
    new = [own for own in wanted if _due(own) not in told]
    for n in range(0, len(new), AT_ONCE):
        some = new[n:n + AT_ONCE]
        way.send(some)
        reminders.remember(ledger, way.address, map(_due, some))
    return len(new)


def _due(own: Json) -> reminders.Due:
    return own["id"], own["due"]


def by_mail(address: str, host: str, port: int) -> Way:
    """Letters to an address, by a mail server; encrypted where it offers that and is not of this machine itself. Raises
    ElchiError where the address is none."""
    name, _, domain = address.rpartition("@")
    if not name or not domain or not address.isprintable() or any(c in " ,;<>" for c in address):
        raise ElchiError(f"{clean(address)[:80]}: this is no mail address")

    def send(told: Sequence[Json]) -> None:
        import smtplib
        import ssl

        try:
            with smtplib.SMTP(host, port, timeout=PATIENCE) as server:
                server.ehlo_or_helo_if_needed()
                if server.has_extn("starttls") and not is_loopback(host):
                    server.starttls(context=ssl.create_default_context())
                server.send_message(letter(told, address))
        except (OSError, smtplib.SMTPException) as fault:
            raise ElchiError(f"{host}:{port}: the letter was not taken: {_said(fault)}") from fault
    return Way(address, send)


def letter(told: Sequence[Json], address: str) -> EmailMessage:
    """A letter that tells commitments, in plain text: who promised what to whom, until when, in which words, and the
    address or the key of the report that says so. Its language is that of the environment (LC_ALL, LC_MESSAGES, LANG)
    where it is one of the desk's, else English."""
    from elchi.desk.words import chosen, words  # which takes a moment to load

    speech = words(chosen(accepted=next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")))
    own = EmailMessage()
    own["Subject"] = f"Elchi: {speech.translations.gettext('Due')} ({len(told)})"
    own["From"] = own["To"] = address
    own["Date"], own["Message-ID"] = formatdate(), make_msgid(domain=address.rpartition("@")[2])
    own["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is to be told to it
    own.set_content("\n".join(_in_words(one, speech) for one in told), cte="base64")
    return own


def _in_words(own: Json, speech: Words) -> str:
    what = ", ".join([speech.name("type", own["type"]), *(speech.name("promise", one) for one in own["promised"])])
    lines = [" → ".join(speech.parties(own[side]) for side in ("actors", "recipients") if own[side]),
             speech.translations.gettext("due %(day)s") % {"day": speech.day(own["due"])},
             f"{speech.day(own['date'])}: {what}", f"“{own['evidence']}”", own["url"] or own["report"], own["id"]]
    return "".join(f"{clean(line)}\n" for line in lines)


def by_webhook(url: str) -> Way:
    """JSON to an address: `commitments`, a list. Only to https, or to this machine itself; followed nowhere else.
    Raises ElchiError where the address is none."""
    import httpx

    try:
        own = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as fault:
        raise ElchiError(f"{clean(url)[:80]}: this is no address") from fault
    if not own.host or not (own.scheme == "https" or (own.scheme == "http" and is_loopback(own.host))):
        raise ElchiError(f"{clean(url)[:80]}: a webhook is asked by https, or on this machine itself")

    def send(told: Sequence[Json]) -> None:
        try:
            answer = httpx.post(own, json={"commitments": list(told)}, timeout=PATIENCE, follow_redirects=False)
        except httpx.HTTPError as fault:
            raise ElchiError(f"{own.host}: the webhook was not reached: {_said(fault)}") from fault
        if not answer.is_success:
            raise ElchiError(f"{own.host}: the webhook did not take it: {answer.status_code}")
    return Way(str(own), send)


def _said(fault: Exception) -> str:
    return clean(str(fault) or type(fault).__name__)[:200]
