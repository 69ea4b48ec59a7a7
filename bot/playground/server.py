"""The wire: `/api/<method>`, response addresses, files and the Socket Mode WebSocket, on 127.0.0.1."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from bot.playground.faults import Fault
from bot.playground.recorder import Recorder, Side
from bot.playground.responding import respond
from bot.playground.sockets import Sockets
from bot.playground.state import JSON, SlackError
from bot.playground.webapi import Answer, WebApi, spoilt
from bot.playground.wires import Peer, Wires

HIDDEN = ("token", "client_secret", "refresh_token")


class Broken(Response):
    """An answer that announces its full length and stops in the middle."""

    def __init__(self, whole: Response, wires: Wires, peer: Peer) -> None:
        """`whole` is the answer that should have come."""
        super().__init__(whole.body, whole.status_code, dict(whole.headers))
        self._wires = wires
        self._peer = peer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and half of the body, then close."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body)[: max(1, len(self.body) // 2)]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        self._wires.close(self._peer)
        await receive()


class Server:
    """uvicorn in a thread; routes only translate between HTTP and `WebApi`."""

    def __init__(
        self, api: WebApi, sockets: Sockets, wires: Wires, recorder: Recorder, *, tick: Callable[[], None], port: int
    ) -> None:
        """`tick` is called about four times a second (scheduled messages); `port` 0 takes a free one."""
        self._api = api
        self._sockets = sockets
        self._wires = wires
        self._recorder = recorder
        self._tick = tick
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self.extra_routes: list[BaseRoute] = []
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None

    def start(self) -> None:
        """Listen; returns when requests are answered."""
        app = Starlette(routes=[*self._routes(), *self.extra_routes])
        config = uvicorn.Config(
            app, http=self._wires.protocol(), ws="websockets-sansio", ws_ping_interval=None, log_config=None,
            log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._server, ready), name="slack-server", daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the loopback Slack did not start within ten seconds")

    def leave(self) -> None:
        """Stop listening soon; the thread ends by itself, and closes the socket, within half a second."""
        if self._server is None:
            self._socket.close()
            return
        self._server.should_exit = True
        self._server.force_exit = True

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        self.leave()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self, server: uvicorn.Server, ready: threading.Event) -> None:
        async def main() -> None:
            serving = asyncio.ensure_future(server.serve(sockets=[self._socket]))
            while not serving.done():
                if server.started:
                    ready.set()
                    self._tick()
                await asyncio.wait([serving], timeout=0.25 if server.started else 0.005)

        asyncio.run(main())

    def _routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/commands/{team}/{key}", self._respond, methods=["POST"]),
            Route("/actions/{team}/{key}", self._respond, methods=["POST"]),
            Route("/upload/{key}", self._upload, methods=["POST"]),
            Route("/files/{key}/{name}", self._download),
            WebSocketRoute("/link/", self._sockets.serve),
        ]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            arguments = await read_arguments(request)
        except SlackError as error:
            return JSONResponse({"ok": False, "error": error.code})
        token = _token(request, arguments)
        shown = {name: value for name, value in arguments.items() if name not in HIDDEN}
        run = lambda: self._api.run(method, arguments, token)  # noqa: E731
        return await self._answer(request, method, shown, run, self._api.channel_of(arguments))

    async def _answer(
        self, request: Request, method: str, shown: JSON, run: Callable[[], Answer], channel: str | None
    ) -> Response:
        faults = self._api.faults
        began, at = time.monotonic(), self._api.workspace.now()
        await _wait(faults.pick("hold", method, channel))
        fault = faults.pick("before", method, channel)
        answer = spoilt(fault)
        if fault is None:
            answer = run()
            await _wait(faults.pick("linger", method, channel))
            fault = faults.pick("answer", method, channel)
            answer = spoilt(fault) or answer
        kind = fault.kind if fault else ""
        status, body = (answer.status, answer.body) if answer and kind not in ("drop", "truncate") else (0, None)
        place: Side = "response_url" if method == "response_url" else "api"
        took = time.monotonic() - began
        self._recorder.note(place, method, at, shown, status=status, answer=body, took=took, fault=kind)
        return await self._write(request, answer, kind)

    async def _write(self, request: Request, answer: Answer | None, kind: str) -> Response:
        peer = request.scope.get("client")
        if kind == "drop" or answer is None:
            self._wires.reset(peer)
            await asyncio.sleep(0)
            return Response()
        if kind == "http":
            return PlainTextResponse("upstream error", answer.status)
        whole = JSONResponse(answer.body, answer.status, headers=answer.headers)
        return Broken(whole, self._wires, peer) if kind == "truncate" else whole

    async def _respond(self, request: Request) -> Response:
        key = request.path_params["key"]
        try:
            arguments = await read_arguments(request)
        except SlackError as error:
            return PlainTextResponse(error.code, 400)
        run = lambda: respond(self._api.workspace, key, arguments)  # noqa: E731
        return await self._answer(request, "response_url", arguments, run, None)

    async def _upload(self, request: Request) -> Response:
        upload = self._api.workspace.files.get(request.path_params["key"])
        if upload is None:
            return PlainTextResponse("not found", 404)
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form()
            parts = [value for value in form.values() if not isinstance(value, str)]
            upload.content = await parts[0].read() if parts else b""
        else:
            upload.content = await request.body()
        if len(upload.content) != upload.size:
            upload.content = b""
            return PlainTextResponse("length mismatch", 400)
        return PlainTextResponse(f"OK - {upload.size}")

    async def _download(self, request: Request) -> Response:
        workspace = self._api.workspace
        upload = workspace.files.get(request.path_params["key"])
        known = _token(request, {}) == workspace.app.bot_token and not workspace.app.refused_token
        if not known or "files:read" not in workspace.scopes:
            return RedirectResponse("/?redir=login", 302)
        if upload is None:
            return PlainTextResponse("not found", 404)
        return Response(upload.content, media_type=upload.mimetype)


async def read_arguments(request: Request) -> JSON:
    """Arguments from the query, a form or a JSON body. Errors: `invalid_json`, `json_not_object`."""
    arguments: JSON = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json" and body:
        try:
            loaded: Any = json.loads(body)
        except ValueError as error:
            raise SlackError("invalid_json") from error
        if not isinstance(loaded, dict):
            raise SlackError("json_not_object")
        return arguments | loaded
    if kind == "multipart/form-data":
        return arguments | {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
    return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _token(request: Request, arguments: JSON) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    token = arguments.get("token")
    return str(token) if token else None


async def _wait(fault: Fault | None) -> None:
    if fault is not None:
        await asyncio.sleep(fault.seconds)
