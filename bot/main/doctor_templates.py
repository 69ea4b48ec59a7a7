"""Whether every message exists and can be shown: by our own checks, and by Slack's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import Misconfigured
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.templating import Reader, TemplateProblem, Templates
from bot.core.templating.samples import Samples
from bot.main.findings import Finding, bad, fine, warn

READER_AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""The instant the samples are shown at."""

PATIENCE = 3
"""Times a message is offered to Slack again that was too many at once."""


def templates(root: Path) -> Iterator[Finding]:
    """Same messages and words in every language, and each message can be drawn from its sample."""
    try:
        known = Templates(root)
        samples = Samples(root)
        words = known.words
    except (Misconfigured, OSError, ValueError) as error:
        yield bad("templates", str(error), "install Rapport again: its templates folder is broken")
        return
    first, *others = words.languages
    for other in others:
        apart = sorted((known.keys(first) ^ known.keys(other)) | (words.keys(first) ^ words.keys(other)))
        if apart:
            yield bad("templates", f"{first} and {other} differ: {', '.join(apart[:5])}", "add what one of them lacks")
    broken = [f"{language}/{key}" for key, language, blocks in _drawn(known, samples) if blocks is None]
    if broken:
        yield bad(
            "templates", f"cannot be shown: {', '.join(broken[:5])}", "correct them; docs/templates.md explains how"
        )
    else:
        yield fine("templates", f"{len(samples.keys())} messages in {', '.join(words.languages)}")


def _drawn(known: Templates, samples: Samples) -> Iterator[tuple[str, str, list[dict[str, Any]] | None]]:
    for key in sorted(samples.keys()):
        for language in known.words.languages:
            reader = Reader(language, ZoneInfo("Asia/Shanghai"), READER_AT)
            yield key, language, draw(known, key, language, samples.data(key), reader)


def draw(
    known: Templates, key: str, language: str, data: dict[str, Any], reader: Reader
) -> list[dict[str, Any]] | None:
    """The blocks of a message, or None when its template cannot be drawn."""
    try:
        return [dict(block) for block in known.render(key, language, data, reader).blocks]
    except TemplateProblem:
        return None


def live(port: SlackPort, root: Path, wait: Callable[[float], object]) -> Iterator[Finding]:
    """Let Slack judge every message of every language; `wait` is called with the seconds Slack asks for."""
    known, samples = Templates(root), Samples(root)
    judged, refused = 0, 0
    for key, language, blocks in _drawn(known, samples):
        if not blocks:
            continue
        code = _judge(port, blocks, wait)
        judged += 1
        if code in ("unknown_method", "missing_scope", "not_allowed_token_type"):
            yield warn("blocks", f"Slack does not validate for this token ({code})", "nothing to mend; skip --live")
            return
        if code:
            refused += 1
            yield bad("blocks", f"Slack refuses {language}/{key} ({code})", "correct that template")
    if not refused:
        yield fine("blocks", f"Slack accepts all {judged} messages")


def _judge(port: SlackPort, blocks: list[dict[str, Any]], wait: Callable[[float], object]) -> str:
    for _ in range(PATIENCE):
        try:
            port.call("blocks.validate", blocks=blocks)
        except SlackFailure as failure:
            if failure.kind is not Kind.WAIT:
                return failure.code
            wait(failure.retry_after or 1.0)
        else:
            return ""
    return "ratelimited"
