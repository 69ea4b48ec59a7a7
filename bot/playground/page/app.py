"""The routes of the playground's page, to be mounted on the loopback Slack's own server.

GET /playground            the page            GET /playground/state    its fragments as JSON
GET /playground/events     news (SSE)          POST /playground/act     one verb of a person
POST /playground/upload    a file for a form   GET /playground/static   styles and scripts
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Route

from bot.playground.loopback import LoopbackSlack
from bot.playground.page import emoji
from bot.playground.page.acts import ACTS, REFUSALS, Hands, reason, upload
from bot.playground.page.chaos import Chaos
from bot.playground.page.control import Control
from bot.playground.page.fragments import Look, Stage, state
from bot.playground.page.guarding import guarded
from bot.playground.page.moments import CODES
from bot.playground.page.pen import HERE, language_of
from bot.playground.page.pulse import Pulse
from bot.playground.page.reading import Reading
from bot.playground.page.timeline import PAGE

HOME = "/playground"
LARGEST_ACT, LARGEST_FILE = 300_000, 20_000_000
"""Bytes of one verb and of one file."""
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def routes(slack: LoopbackSlack, control: Control) -> list[BaseRoute]:
    """Everything the page needs, for `slack.server.extra_routes`."""
    reading = Reading(slack.workspace)
    stage = Stage(slack.workspace, control, reading, Chaos(slack, control), slack.recorder, Pulse(slack.workspace))
    page = Page(slack, stage)
    table: list[tuple[str, Callable[[Request], Awaitable[Response]], str]] = [
        ("", page.show, "GET"),
        ("/state", page.state, "GET"),
        ("/events", page.events, "GET"),
        ("/act", page.act, "POST"),
        ("/upload", page.upload, "POST"),
        ("/static/{name}", page.static, "GET"),
    ]
    found: list[BaseRoute] = [Route(HOME + path, guarded(answer), methods=[verb]) for path, answer, verb in table]
    return [Route("/", guarded(_to_page), methods=["GET"]), *found]


async def _to_page(_: Request) -> Response:
    return RedirectResponse(HOME)


class Page:
    """The answers; each is short and leaves the work to worker threads."""

    def __init__(self, slack: LoopbackSlack, stage: Stage) -> None:
        self._slack, self._stage = slack, stage

    async def show(self, request: Request) -> Response:
        """The page itself, drawn for the person in the address (else by the browser's language)."""
        person = request.query_params.get("person") or self._first(request.headers.get("accept-language", ""))
        return HTMLResponse(await run_in_threadpool(self._shell, person, dict(request.query_params)))

    def _first(self, accepted: str) -> str:
        people = self._stage.control.people
        language = "zh-CN" if accepted.lower().startswith("zh") else "en"
        speaks = [f for f in people if language_of(self._stage.workspace.user(f.user)) == language] or people[:1]
        return next((f.user for f in speaks if f.host), speaks[-1].user)

    def _shell(self, person: str, asked: Mapping[str, str]) -> str:
        face = self._stage.face(person)
        pen = self._stage.pen(face.user)
        look = _look({**asked, "person": face.user})
        commands = [
            {
                "name": c.name,
                "description": pen.half(c.description),
                "hint": pen.half(c.usage_hint),
                "also": c.description,
            }
            for c in self._stage.workspace.manifest.commands.values()
        ]
        people = [pen.name(f.user) for f in self._stage.control.people] + [self._stage.workspace.manifest.bot_name]
        return pen.draw(
            "page.html", state=state(self._stage, look), commands=commands, names=people, groups=emoji.GROUPS,
            codes=list(CODES), home=HOME,
        )  # fmt: skip

    async def state(self, request: Request) -> Response:
        """The fragments for one look."""
        look = _look(dict(request.query_params))
        return JSONResponse(await run_in_threadpool(state, self._stage, look))

    async def events(self, _: Request) -> Response:
        """A stream of versions."""
        return StreamingResponse(self._stage.pulse.stream(), media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """Carry out one verb."""
        asked = await _body(request, LARGEST_ACT)
        if asked is None:
            return PlainTextResponse("not a verb of this page", 400)
        return JSONResponse(await run_in_threadpool(self._carry_out, asked))

    def _carry_out(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        verb = ACTS.get(str(asked.get("act")))
        if verb is None:
            return {"error": "unknown"}
        try:
            return verb(self._hands(asked))
        except REFUSALS as error:
            return {"error": reason(error)}
        finally:
            self._stage.pulse.beat()

    def _hands(self, asked: Mapping[str, Any]) -> Hands:
        face = self._stage.face(str(asked.get("person", "")))
        return Hands(self._slack, self._stage, self._slack.person(face.user), asked)

    async def upload(self, request: Request) -> Response:
        """Keep a file for a form; its name comes in the address, its bytes are the body."""
        content = await _bytes(request, LARGEST_FILE)
        if content is None:
            return PlainTextResponse("too large", 413)
        name = Path(request.query_params.get("name", "")).name or "file"
        hands = self._hands({"person": request.query_params.get("person", "")})
        return JSONResponse(upload(hands, name, content))

    async def static(self, request: Request) -> Response:
        """A style sheet or script of the page."""
        name = request.path_params["name"]
        path = HERE / "static" / name
        if path.parent != HERE / "static" or path.suffix not in KINDS or not path.is_file():
            return PlainTextResponse("not found", 404)
        return FileResponse(path, media_type=KINDS[path.suffix])


def _look(asked: Mapping[str, str]) -> Look:
    most = asked.get("most", "")
    return Look(
        person=asked.get("person", ""), room=asked.get("room", ""), other=asked.get("with", ""),
        thread=asked.get("thread", ""), tab=asked.get("tab", ""), panel=asked.get("panel", ""),
        wanted=asked.get("wanted", ""), most=int(most) if most.isdigit() else PAGE, since=asked.get("since", ""),
        seen=asked.get("seen") == "1",
    )  # fmt: skip


async def _body(request: Request, limit: int) -> dict[str, Any] | None:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return None
    raw = await _bytes(request, limit)
    try:
        loaded = json.loads(raw or b"")
    except ValueError:
        return None
    return loaded if isinstance(loaded, dict) else None


async def _bytes(request: Request, limit: int) -> bytes | None:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
