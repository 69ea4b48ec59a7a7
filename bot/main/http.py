"""HTTP: Slack's requests at /slack/events, and /healthz, /readyz, /metrics."""

from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from slack_bolt import App, BoltRequest, BoltResponse
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core import frontdoor
from bot.core.clock import Clock
from bot.core.hands import FAR_PLACES, PLACES, Hands
from bot.core.settings import Settings

Check = Callable[[], tuple[bool, dict[str, Any]]]
"""Whether all is well, and the details an operator wants."""

REFUSED = {400: "not a request of Slack's", 401: "signature or time not accepted", 413: "too large"}


def web_app(
    bolt: App, secret: str, clock: Clock, alive: Check, ready: Check, metrics: Callable[[], bytes], hands: Hands
) -> Starlette:
    """The ASGI application. Bolt runs in `hands`, so that one slow request never holds the others up."""

    async def events(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return PlainTextResponse(REFUSED[413], 413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        payload = frontdoor.admit(body, headers, secret, clock())
        if isinstance(payload, int):
            return PlainTextResponse(REFUSED[payload], payload)
        # Verified and taken apart already, which is what Bolt calls Socket Mode.
        asked = BoltRequest(body=payload, mode="socket_mode")
        return _from_bolt(await hands.do(lambda: bolt.dispatch(asked)))

    routes = [
        Route("/slack/events", events, methods=["POST"]),
        Route("/healthz", _check(alive), methods=["GET"]),
        Route("/readyz", _check(ready), methods=["GET"]),
        Route("/metrics", lambda _: Response(metrics(), media_type="text/plain; version=0.0.4"), methods=["GET"]),
    ]
    return Starlette(routes=routes)


def hands_for(engine: Engine) -> Hands:
    """The threads that carry requests out on this database."""
    return Hands(PLACES if engine.dialect.name == "sqlite" else FAR_PLACES)


def web_server(settings: Settings, web: Starlette) -> uvicorn.Server:
    """The server of one process."""
    return uvicorn.Server(
        uvicorn.Config(
            web, host=settings.host, port=settings.port, log_config=None, lifespan="off", ws="none",
            timeout_keep_alive=30, timeout_graceful_shutdown=10, access_log=False,
        )
    )  # fmt: skip


async def _read(request: Request) -> bytes | None:
    # A declared length is not believed: bytes are counted as they come, and reading stops at the limit.
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > frontdoor.LARGEST:
        return None
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > frontdoor.LARGEST:
                return None
            chunks.append(chunk)
    except ClientDisconnect:
        return b""
    return b"".join(chunks)


def _from_bolt(answer: BoltResponse) -> Response:
    headers = {name: values[0] for name, values in answer.headers.items() if name.lower() != "content-length"}
    return Response(answer.body, answer.status, headers=headers)


def _check(check: Check) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        good, details = await run_in_threadpool(check)
        return JSONResponse({"ok": good, **details}, 200 if good else 503)

    return answer
