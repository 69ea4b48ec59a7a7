"""Messages that stand at Slack: edited when their record changed, seeded with the reactions people may tap."""

from typing import Any

from bot.core.outbox.budget import method_key
from bot.core.outbox.claim import Job
from bot.core.outbox.model import Posting
from bot.core.outbox.readers import Drawing
from bot.core.outbox.result import Outcome, Result
from bot.core.outbox.tools import Tools
from bot.core.slack import Kind, SlackFailure


class Keeper:
    """Keeps messages that stand at Slack as they should be."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def edit(self, job: Job) -> Result:
        """Draw a card again; Slack is asked only if it looks different."""
        posting = job.posting
        ready = self._tools.drawer.redraw(posting)
        done = {"drawn": posting.version, "payload_hash": ready.drawing.hash, "lease_until": None, "error": None}
        if ready.drawing.hash == posting.payload_hash:
            return Result(job, Outcome.EDITED, done)
        if self._tools.too_late(job):
            return Result(job, Outcome.WAITING, {"lease_until": None})
        try:
            try:
                self._replace(posting, ready.drawing)
            except SlackFailure as failure:
                if failure.kind is not Kind.SHRINK:
                    raise
                self._replace(posting, self._tools.drawer.shortened(ready))
        except SlackFailure as failure:
            over = {"live": False, "drawn": posting.version}
            return self._failed(job, failure, {}, over)
        # Somebody else may have edited meanwhile, and ours, the older, may have come last: draw once more then.
        overdue = self._tools.boot() - job.boot > self._tools.limits.lease
        return Result(job, Outcome.EDITED, done, redo=overdue)

    def seed(self, job: Job) -> Result:
        """Put the reactions on, in their order, as many as the budget allows."""
        posting, seeded = job.posting, job.posting.seeded
        assert posting.channel is not None
        assert posting.ts is not None
        for name in posting.reactions[seeded : seeded + job.calls]:
            try:
                self._tools.port.react(posting.channel, posting.ts, name)
            except SlackFailure as failure:
                if failure.kind is not Kind.REFUSED:
                    # Reactions are a convenience: without the scope, or the message, Rapport does without them.
                    return self._failed(job, failure, {"seeded": seeded}, {"seeded": posting.wanted})
            seeded += 1
        return Result(job, Outcome.SEEDED, {"seeded": seeded, "lease_until": None})

    def _replace(self, posting: Posting, drawing: Drawing) -> None:
        assert posting.channel is not None
        assert posting.ts is not None
        self._tools.port.update(posting.channel, posting.ts, drawing.text, drawing.blocks, posting.nonce)

    def _failed(self, job: Job, failure: SlackFailure, so_far: dict[str, Any], over: dict[str, Any]) -> Result:
        if failure.kind is Kind.WAIT:
            return self._tools.wait(job, failure, so_far | {"lease_until": None}, method_key(job.method))
        if failure.kind is Kind.AMBIGUOUS:
            rest = so_far | {"lease_until": self._tools.settled(job)}
            return Result(job, Outcome.AMBIGUOUS, rest, troubled=True)
        if failure.kind is Kind.STOP and failure.code != "missing_scope":
            return self._tools.refused(job, failure.code, so_far)
        return Result(job, Outcome.CANCELLED, over | {"lease_until": None, "error": failure.code})
