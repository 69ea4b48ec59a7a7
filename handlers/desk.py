"""Open, handle, commit, then answer: how every request is carried out, whatever Slack calls it."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot.core import inbox, rooms
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.guard import describe, guarded
from bot.core.mentions import ids
from bot.core.outbox import Manner, Notice, Priority, below, subject_at
from bot.core.privacy import mask
from bot.core.slack import Profile, SlackFailure
from bot.core.subject import Subject
from bot.core.work import Work, Workshop
from bot.directory import usecases as directory
from bot.directory.queries import with_names
from handlers.inbound import Typed
from handlers.replies import Answer, Reply

log = structlog.get_logger()

SEATS = 4
"""Requests at the database at once. The interpreter runs one thread at a time: more that take turns are each later, not
sooner (figures: docs/decisions/a-request-is-few-prepared-statements.md). Whoever waits for Slack holds no seat."""

Handle = Callable[[Work], Answer]
Ahead = Callable[[Work], None] | None
Resolver = Callable[[Work, str, str], Subject | None]
"""(work, channel, ts) -> the record a message belongs to."""
Served = Callable[[str, float, bool], None]
"""Told of every request: its kind, the seconds it took, whether it was carried out for the first time."""


@dataclass(frozen=True)
class Outcome:
    """What to tell the person: the handler's answer, or a refusal; `repeated`: an earlier delivery did the work."""

    actor: Actor
    answer: Answer
    refusal: Refusal | None = None
    repeated: bool = False


class _TurnedAway(Exception):
    """Somebody was not let in; `actor` knows his language all the same."""

    def __init__(self, actor: Actor, refusal: Refusal) -> None:
        super().__init__(refusal.key)
        self.actor, self.refusal = actor, refusal


@dataclass
class _Asked:
    """Who asks, as far as it is known by now: a refusal is worded in his language. `met`: who was recognised."""

    actor: Actor
    met: Actor | None = None


class Desk:
    """Carries requests out. `profile` asks Slack who a user id is; it is called only for people not met before.

    `resolvers` find the record that a message which is not ours belongs to (a reply kept by a capability).
    """

    def __init__(
        self, workshop: Workshop, profile: Callable[[str], Profile], resolvers: Sequence[Resolver] = (),
        served: Served = lambda *_: None,
    ) -> None:  # fmt: skip
        self._workshop, self._profile, self._resolvers = workshop, profile, tuple(resolvers)
        self.served, self._seats = served, threading.Semaphore(SEATS)

    def serve(self, key: str, user: str, handle: Handle, typed: str = "", ahead: Ahead = None) -> Outcome:
        """Do it once and commit; a repeat gets the first answer; a failure says so and returns what was typed.

        `ahead` finds out, before it is this one's turn to write, what `handle` would else while other writers wait.
        """
        begun = time.perf_counter()
        outcome = guarded(
            lambda: self._carry_out(key, user, handle, typed, ahead), lambda error: _unexpected(key, user, typed, error)
        )
        captured = outcome.refusal is None and not outcome.repeated
        self.served(key.partition(":")[0], time.perf_counter() - begun, captured)
        return outcome

    def _carry_out(self, key: str, user: str, handle: Handle, typed: str, ahead: Ahead) -> Outcome:
        asked = _Asked(Actor(None, slack_id=user, role="stranger"))
        try:
            return self._commit(key, user, handle, asked, ahead) or self._meet(key, user, handle, asked)
        except _TurnedAway as away:
            said = Reply(away.refusal.key, {**away.refusal.data, **_typed(away.refusal, self._readable(typed))})
            return Outcome(away.actor, said, away.refusal)
        except Refusal as refusal:
            given = _typed(refusal, self._readable(typed))
            return Outcome(asked.actor, Reply(refusal.key, {**refusal.data, **given}), refusal)

    def _readable(self, typed: str) -> str:
        if not ids(typed):
            return typed
        with self._workshop.read() as work:
            return with_names(work.session, typed)

    def _meet(self, key: str, user: str, handle: Handle, asked: "_Asked") -> Outcome:
        """Somebody never met before: ask Slack who it is, outside any transaction."""
        asked.actor = self._actor(user)
        outcome = self._commit(key, user, handle, asked)
        assert outcome is not None
        return outcome

    def look(self, user: str, handle: Callable[[Work], Answer]) -> Outcome:
        """Answer without changing anything (choices of a select, App Home)."""
        actor = Actor(None, slack_id=user, role="stranger")
        try:
            actor = self._actor(user)
            with self._seats, self._workshop.read(actor) as work:
                return Outcome(actor, handle(work))
        except _TurnedAway as away:
            said = Reply(away.refusal.key, {**away.refusal.data, **_typed(away.refusal, "")})
            return Outcome(away.actor, said, away.refusal)
        except Refusal as refusal:
            return Outcome(actor, Reply(refusal.key, {**refusal.data, **_typed(refusal, "")}), refusal)

    def tell(self, key: str, actor: Actor, reply: Reply, under: tuple[str, str] = ("", "")) -> None:
        """Say it by direct message instead, durably; below our message (channel, ts) he wrote `under`, if any."""
        if actor.id is None:
            return
        with self._workshop.open(actor) as work:
            notice = Notice(
                reply.template, below(work.session, actor.id, *under), once=f"tell:{key}",
                data=_keepable(reply.data),
                priority=Priority.ANSWER, manner=Manner.ANSWER,
            )  # fmt: skip
            work.post(notice)

    def run(self, key: str, handle: Callable[[Work], Any]) -> None:
        """Carry out, once, what nobody in particular asked for (a channel archived, a message deleted)."""
        try:
            with self._seats, self._workshop.open() as work:
                if inbox.enter(work.session, key, work.now):
                    handle(work)
        except Refusal as refusal:
            log.info("event refused", request=key, reason=refusal.key)

    def turned_away(self, user: str, team: str) -> None:
        """Somebody of another company tried something: on record once a day, and nothing is said to him."""
        with self._workshop.open() as work:
            if inbox.enter(work.session, f"foreign:{user}:{work.now:%Y-%m-%d}", work.now):
                work.audit("directory.refused-foreign", user=user, team=team)

    def subject_at(self, channel: str, ts: str) -> Subject | None:
        """The record the message at (channel, ts) is about."""
        with self._workshop.read() as work:
            return self.about(work, channel, ts)

    def record_of(self, typed: Typed, *, own_channel: bool) -> Subject | None:
        """The record a message is said about: in the thread of one of its messages, or (where that can be) in the
        private channel that belongs to it alone."""
        threaded = typed.thread_ts and typed.thread_ts != typed.ts
        if not threaded and not own_channel:
            return None
        with self._workshop.read() as work:
            found = self.about(work, typed.channel, typed.thread_ts) if threaded else None
            if found is None and own_channel:
                found = rooms.subject_of_channel(work.session, typed.channel)
            return found

    def about(self, work: Work, channel: str, ts: str) -> Subject | None:
        """The same inside a unit of work: our own messages first, then people's words that a capability keeps."""
        own = subject_at(work.session, channel, ts)
        if own is not None:
            return own
        return next((found for look in self._resolvers if (found := look(work, channel, ts))), None)

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

    @staticmethod
    def _begin(user: str, asked: "_Asked", ahead: Callable[[Work], None], house: Work) -> None:
        asked.met = directory.recognise(house, user)
        if asked.met is not None:
            asked.actor = asked.met
            ahead(house.acting_as(asked.met))

    def _commit(self, key: str, user: str, handle: Handle, asked: "_Asked", ahead: Ahead = None) -> Outcome | None:
        """One transaction from recognising the person to the answer; None when we never met."""
        early = partial(self._begin, user, asked, ahead) if ahead is not None else None
        with self._seats, self._workshop.open(ahead=early) as house:
            actor = asked.met or directory.recognise(house, user)
            if actor is None:
                return None
            asked.actor, work = actor, house.acting_as(actor)
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


def _keepable(data: Mapping[str, Any]) -> Mapping[str, Any]:
    # A message stays at Slack, unlike a hint: the numbers in what comes back are masked, the rest is word for word.
    return {**data, "typed": mask(data["typed"]).text} if isinstance(data.get("typed"), str) else data


def _unexpected(key: str, user: str, typed: str, error: Exception) -> Outcome:
    number = key[-8:]
    log.error("request.failed", request=number, error=describe(error))
    actor = getattr(error, "actor", None) or Actor(None, slack_id=user, role="stranger")
    return Outcome(actor, Reply("core/unexpected", {"number": number, "typed": typed}), Refusal("core/unexpected"))
