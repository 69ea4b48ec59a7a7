"""Which reactions stand on our messages, so that one whose event was lost is noticed, and none is taken twice."""

from collections.abc import Mapping
from typing import Any

from bot.core import inbox
from bot.core.work import Work

RECOVERED = "recovered"


def key_of(channel: str, ts: str, user: str, emoji: str) -> str:
    """The key under which a standing reaction is remembered."""
    return f"reaction:{channel}:{ts}:{user}:{emoji}"


def note(work: Work, event: Mapping[str, Any], recovered: bool) -> bool:
    """Remember a reaction that came or went; false when it was taken into account before.

    An event that arrives after the reaction was read back from the history is the same one, late.
    """
    item, session = event["item"], work.session
    key = key_of(item["channel"], item["ts"], event["user"], event["reaction"].split("::")[0])
    if event["type"] == "reaction_removed":
        stood = bool(inbox.known(session, [key]))
        inbox.drop(session, key)
        return stood or not recovered
    fresh = inbox.enter(session, key, work.now)
    if recovered:
        if fresh:
            inbox.keep_answer(session, key, RECOVERED)
        return fresh
    late = not fresh and inbox.answer_to(session, key) == RECOVERED
    if late:
        inbox.keep_answer(session, key, None)
    return not late
