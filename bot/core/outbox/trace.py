"""Finding a message again by the id it carries: after a lost answer, and to remove copies of one posted twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.core.outbox.budget import method_key
from bot.core.outbox.claim import Job
from bot.core.outbox.model import Posting, Priority, State
from bot.core.outbox.readers import Hold, Ready
from bot.core.outbox.result import Outcome, Result
from bot.core.outbox.tools import Tools, parked
from bot.core.slack import Copy, Kind, SlackFailure

MARGIN = timedelta(days=7)
BLIND = frozenset({"missing_scope", "no_permission", "not_allowed_token_type", "access_denied"})
"""Codes that say we may not read this history, though we may post."""


class Tracer:
    """Looks messages up in Slack's history."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def copies(self, posting: Posting, channel: str, thread_ts: str | None) -> list[Copy]:
        """Every copy of the message, oldest first; raises SlackFailure."""
        after = None if thread_ts else self._before(posting, channel)
        return self._tools.port.copies(channel, posting.nonce, after, thread_ts)

    def _before(self, posting: Posting, channel: str) -> str | None:
        """The last message of the lane known to have gone before: in Slack's own time, so no clock of ours matters.

        While a message is on its way nothing else of its lane is, so all its copies are younger.
        """
        if posting.suspect:
            # Said before the restore, in another order perhaps: what the lane knows now is no bound.
            return _ts(posting.created_at - MARGIN)
        earlier = select(func.max(Posting.ts)).where(
            Posting.channel == channel, Posting.lane == posting.lane, Posting.id != posting.id, Posting.ts.is_not(None)
        )
        if posting.ts is not None:
            earlier = earlier.where(Posting.ts < posting.ts)
        with self._tools.workshop.read() as work:
            known: str | None = work.session.scalar(earlier)
        return known

    def look_up(self, job: Job) -> Result:
        """A message whose answer was lost: adopt what is found, or let it be sent again."""
        place = self._tools.drawer.whereabouts(job.posting)
        if isinstance(place, Hold):
            return Result(job, Outcome.WAITING, {"lease_until": self._tools.settled(job)})
        if not isinstance(place, Ready):
            return self._again(job)
        thread_ts = job.posting.thread_ts or place.thread_ts
        try:
            found = self.copies(job.posting, self._tools.mailboxes.channel(place), thread_ts)
        except SlackFailure as failure:
            return self._not_found_out(job, failure)
        return self.adopted(job, found, thread_ts) if found else self._again(job)

    def adopted(self, job: Job, found: Sequence[Copy], thread_ts: str | None) -> Result:
        """The message is at Slack: take the first copy for ours and delete the others."""
        for copy in found[1:]:
            self._delete(copy)
        drawn = 0 if job.posting.live else job.posting.version
        changes = self.arrived(job, found[0]) | {"drawn": drawn, "thread_ts": thread_ts}
        audit = {"copies": len(found) - 1} if len(found) > 1 else None
        return Result(job, Outcome.ADOPTED, changes, started=self._tools.ledger_now(job), audit=audit)

    def arrived(self, job: Job, copy: Copy) -> dict[str, Any]:
        """Columns of a message that is at Slack."""
        limits, heal_at = self._tools.limits, None
        if job.posting.attempts > 1 and limits.heal_after:
            heal_at = self._tools.ledger_now(job) + timedelta(seconds=limits.heal_after[0])
        return {
            "state": State.SENT.value, "channel": copy.channel, "ts": copy.ts, "sent_at": self._tools.workshop.clock(),
            "lease_until": None, "heal_at": heal_at, "suspect": False, "error": None,
        } | self._tools.forgotten()  # fmt: skip

    def heal(self, job: Job) -> Result:
        """A message that was posted more than once may turn out to be there twice; keep the first copy."""
        posting = job.posting
        assert posting.channel is not None
        try:
            found = self.copies(posting, posting.channel, posting.thread_ts)
            for copy in found[1:]:
                self._delete(copy)
        except SlackFailure as failure:
            return self._not_healed(job, failure)
        changes = self._healed(job)
        if found and found[0].ts != posting.ts:
            changes |= {"ts": found[0].ts, "drawn": 0, "payload_hash": None}
        audit = {"copies": len(found) - 1} if len(found) > 1 else None
        return Result(job, Outcome.HEALED, changes, audit=audit)

    def _healed(self, job: Job) -> dict[str, Any]:
        posting, after = job.posting, self._tools.limits.heal_after
        heals = posting.heals + 1
        heal_at = None
        if heals < len(after) and posting.heal_at is not None:
            heal_at = posting.heal_at + timedelta(seconds=after[heals] - after[heals - 1])
        return {"heals": heals, "heal_at": heal_at, "lease_until": None}

    def _delete(self, copy: Copy) -> None:
        try:
            self._tools.port.delete(copy.channel, copy.ts)
        except SlackFailure as failure:
            if failure.kind is not Kind.GONE:
                raise

    def _again(self, job: Job) -> Result:
        return Result(job, Outcome.RESEND, {"state": State.QUEUED.value, "lease_until": None})

    def _not_found_out(self, job: Job, failure: SlackFailure) -> Result:
        if failure.kind is Kind.WAIT:
            changes = {"lease_until": self._tools.ledger_now(job)}
            return self._tools.wait(job, failure, changes, method_key(job.method))
        if failure.kind is Kind.AMBIGUOUS:
            return Result(job, Outcome.WAITING, {"lease_until": self._tools.settled(job)}, troubled=True)
        if failure.kind is Kind.STOP and failure.code not in BLIND:
            return self._tools.refused(job, failure.code, {})
        if failure.code in ("thread_not_found", "message_not_found"):
            return self._again(job)
        # Slack does not let us look. Rather said twice and marked than not at all; what can wait waits for the admin.
        if job.posting.priority >= Priority.DIGEST:
            return parked(job, "no_history")
        again = self._again(job)
        again.changes["repeated"] = True
        return again

    def _not_healed(self, job: Job, failure: SlackFailure) -> Result:
        if failure.kind is Kind.WAIT:
            return self._tools.wait(job, failure, {"lease_until": None}, method_key(job.method))
        if failure.kind is Kind.AMBIGUOUS:
            return Result(job, Outcome.WAITING, {"lease_until": self._tools.settled(job)}, troubled=True)
        if failure.kind is Kind.STOP and failure.code not in BLIND:
            return self._tools.refused(job, failure.code, {})
        return Result(job, Outcome.CANCELLED, {"heal_at": None, "lease_until": None})


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
