"""Who may use the page: a browser on this machine that opened it by its own address, and no other web site.

The server binds to 127.0.0.1 alone. A foreign site could still make the visitor's browser send requests here, or point
its own name at 127.0.0.1; so the Host must be a loopback name, and whatever changes something must come from our page.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint behind the checks; every answer carries the security headers."""

    async def checked(request: Request) -> Response:
        answer = PlainTextResponse("This page answers only itself.", 403)
        if is_ours(request):
            answer = await endpoint(request)  # type: ignore[assignment]
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    return checked


def is_ours(request: Request) -> bool:
    """Whether the request comes from this page (or from the address bar, for reading)."""
    host = request.headers.get("host", "")
    if _name(host) not in LOOPBACK:
        return False
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return request.method in ("GET", "HEAD") or origin is not None


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
