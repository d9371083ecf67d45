"""What every answer says to the browser, and which requests are not heard at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST = 8 << 20
"""Bytes that a request may bring."""
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))
SAID = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def safe(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Middleware, the outermost: hear only what is meant for a host of `app.state.hosts`, so that a page of another
    site whose name was bound to this machine's address (DNS rebinding) reads nothing; answer HEAD as GET; add the
    headers."""
    method = request.method
    request.scope["method"] = "GET" if method == "HEAD" else method
    try:
        answer = _unheard(request) or await call(request)
    finally:
        request.scope["method"] = method  # where this is HEAD, the server leaves the body out
    answer.headers.update(SAID)
    if not request.url.path.startswith("/static/"):
        answer.headers.setdefault("Cache-Control", "private, no-cache")
    return answer


def _unheard(request: Request) -> Response | None:
    if _host(request.headers.get("host", "")) not in request.app.state.hosts:
        return PlainTextResponse("The desk does not answer to the name that it was asked for: it is started with "
                                 "`elchi desk --name HOST`, the host alone, without scheme and port.\n", 421)
    length = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers:
        return PlainTextResponse("Say how long it is.\n", 411)
    if not length.isdecimal() or int(length) > MOST:
        return PlainTextResponse("This is too much.\n", 413)
    return None


def _host(told: str) -> str | None:
    """The name in a Host header, without the port; None where it is none."""
    try:
        return urlsplit(f"//{told}").hostname
    except ValueError:
        return None
