"""Open, handle, commit, then answer: how every request is carried out, whatever Slack calls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.core import inbox
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Priority, subject_at
from bot.core.slack import Profile, SlackFailure
from bot.core.subject import Subject
from bot.core.work import Work, Workshop
from bot.directory import usecases as directory
from handlers.replies import Answer, Reply

log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """What to tell the person: the handler's answer, or a refusal. `repeated` means an earlier delivery did the work."""

    actor: Actor
    answer: Answer
    refusal: Refusal | None = None
    repeated: bool = False


class _TurnedAway(Exception):
    """Somebody was not let in; `actor` knows his language all the same."""

    def __init__(self, actor: Actor, refusal: Refusal) -> None:
        super().__init__(refusal.key)
        self.actor, self.refusal = actor, refusal


class Desk:
    """Carries requests out. `profile` asks Slack who a user id is; it is called only for people not met before."""

    def __init__(self, workshop: Workshop, profile: Callable[[str], Profile]) -> None:
        self._workshop, self._profile = workshop, profile

    def serve(self, key: str, user: str, handle: Callable[[Work], Answer], typed: str = "") -> Outcome:
        """Do it once and commit; a repeat gets the first answer; a failure says so and returns what was typed."""
        actor = Actor(None, slack_id=user, role="stranger")
        try:
            actor = self._actor(user)
            return self._commit(key, actor, handle)
        except _TurnedAway as away:
            said = Reply(away.refusal.key, {**away.refusal.data, **_typed(away.refusal, typed)})
            return Outcome(away.actor, said, away.refusal)
        except Refusal as refusal:
            return Outcome(actor, Reply(refusal.key, {**refusal.data, **_typed(refusal, typed)}), refusal)
        except Exception as error:
            number = key[-8:]
            log.error("request failed", request=number, error=type(error).__name__, where=_where(error))
            told = Reply("core/unexpected", {"number": number, "typed": typed})
            return Outcome(actor, told, Refusal("core/unexpected"))

    def look(self, user: str, handle: Callable[[Work], Answer]) -> Outcome:
        """Answer without changing anything (choices of a select, App Home)."""
        actor = Actor(None, slack_id=user, role="stranger")
        try:
            actor = self._actor(user)
            with self._workshop.read(actor) as work:
                return Outcome(actor, handle(work))
        except _TurnedAway as away:
            said = Reply(away.refusal.key, {**away.refusal.data, **_typed(away.refusal, "")})
            return Outcome(away.actor, said, away.refusal)
        except Refusal as refusal:
            return Outcome(actor, Reply(refusal.key, {**refusal.data, **_typed(refusal, "")}), refusal)

    def tell(self, key: str, actor: Actor, reply: Reply) -> None:
        """Say it by direct message instead, durably."""
        if actor.id is None:
            return
        with self._workshop.open(actor) as work:
            notice = Notice(
                reply.template, PersonPlace(actor.id), once=f"tell:{key}", data=reply.data,
                priority=Priority.ANSWER, manner=Manner.ANSWER,
            )  # fmt: skip
            work.post(notice)

    def run(self, key: str, handle: Callable[[Work], Any]) -> None:
        """Carry out, once, what nobody in particular asked for (a channel archived, a message deleted)."""
        try:
            with self._workshop.open() as work:
                if inbox.enter(work.session, key, work.now):
                    handle(work)
        except Refusal as refusal:
            log.info("event refused", request=key, reason=refusal.key)

    def subject_at(self, channel: str, ts: str) -> Subject | None:
        """The record the message at (channel, ts) is about."""
        with self._workshop.read() as work:
            return subject_at(work.session, channel, ts)

    def actor_or_stranger(self, user: str) -> Actor:
        """The person as we know him; a stranger without rights where we do not."""
        try:
            return self._actor(user)
        except _TurnedAway as away:
            return away.actor
        except Refusal:
            return Actor(None, slack_id=user, role="stranger")

    def _actor(self, user: str) -> Actor:
        with self._workshop.read() as work:
            known = directory.recognise(work, user)
        if known is not None:
            return known
        try:
            profile = self._profile(user)
        except SlackFailure as error:
            raise Refusal("core/slack-away") from error
        with self._workshop.open() as work:
            # A refused entry is on record too, so the refusal must not roll this work back.
            actor, refusal = directory.knock(work, profile)
        if refusal is not None:
            raise _TurnedAway(actor, refusal)
        return actor

    def _commit(self, key: str, actor: Actor, handle: Callable[[Work], Answer]) -> Outcome:
        with self._workshop.open(actor) as work:
            if not inbox.enter(work.session, key, work.now):
                return Outcome(actor, _recall(inbox.answer_to(work.session, key)), repeated=True)
            answer = handle(work)
            if isinstance(answer, Reply):
                inbox.keep_answer(work.session, key, {"template": answer.template, "data": answer.data})
        return Outcome(actor, answer)


def _recall(kept: Mapping[str, Any] | None) -> Answer:
    return Reply(kept["template"], kept["data"]) if kept else None


def _typed(refusal: Refusal, typed: str) -> dict[str, str]:
    # Every refusal template may show what was typed, so that nothing typed is lost.
    return {} if "typed" in refusal.data else {"typed": typed}


def _where(error: BaseException) -> str:
    # File and line only: the message of an exception may quote what a customer said.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
