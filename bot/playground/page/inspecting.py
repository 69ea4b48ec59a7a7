"""What went over the wire, made readable: newest first, tokens hidden."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.recorder import Exchange, Recorder

MOST = 80
LONGEST = 20_000
SECRET_KEYS = {"token", "verification_token", "client_secret", "refresh_token", "app_token", "bot_token"}
SECRET = re.compile(r"x(?:ox[a-z]|app)-[\w.-]+|ticket=[\w.%-]+")
HIDDEN = "●●●"


@dataclass(frozen=True)
class Wire:
    """One exchange as the drawer shows it; `ms` is real time."""

    number: int
    side: str
    name: str
    detail: str
    status: int
    ms: int
    at: datetime
    attempt: int
    fault: str
    request: str
    answer: str
    bad: bool


def wires(recorder: Recorder, wanted: str) -> Sequence[Wire]:
    """The newest exchanges whose name or payload holds the words `wanted`."""
    found: list[Wire] = []
    for row in reversed(recorder.exchanges()):
        shown = _shown(row)
        if wanted.casefold() in f"{shown.name} {shown.detail} {shown.request} {shown.answer}".casefold():
            found.append(shown)
        if len(found) == MOST:
            break
    return found


def _shown(row: Exchange) -> Wire:
    refused = isinstance(row.answer, dict) and row.answer.get("ok") is False
    bad = bool(row.fault) or refused or not 200 <= row.status < 300
    return Wire(
        row.number, row.side, row.name, _detail(row), row.status, round(row.took * 1000), row.at, row.attempt,
        row.fault, pretty(row.request), pretty(row.answer), bad,
    )  # fmt: skip


def _detail(row: Exchange) -> str:
    request = row.request
    if row.side == "delivery":
        inner = request.get("event") or request
        return str(inner.get("command") or inner.get("type") or "")
    if isinstance(row.answer, dict) and row.answer.get("ok") is False:
        return str(row.answer.get("error", ""))
    return str(request.get("channel") or request.get("user_id") or "")


def pretty(value: Any) -> str:
    """A payload over several lines, without secrets; JSON inside strings is unfolded."""
    text = json.dumps(_clean(value), ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n…"


def _clean(value: Any, key: str = "") -> Any:
    if key in SECRET_KEYS:
        return HIDDEN
    if isinstance(value, dict):
        return {name: _clean(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    if isinstance(value, str):
        if value[:1] in "[{" and len(value) > 1:
            try:
                return _clean(json.loads(value))
            except ValueError:
                pass
        return SECRET.sub(HIDDEN, value)
    return value
