"""What the sender does when Slack does not let us: ask whether it knows us, let one place rest or everything, go on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.core.outbox import alarms, budget, stops
from bot.core.outbox.claim import Moment
from bot.core.outbox.limits import Limits
from bot.core.outbox.model import Stop
from bot.core.outbox.result import Outcome, Result
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)
LONGEST_GAP = 60.0
"""Seconds between two tries at most while one place after the other refuses us: so long a sound one waits."""


class Refusals:
    """Follows what Slack refuses over the rounds of one sender. `admins` are row ids."""

    def __init__(
        self,
        workshop: Workshop,
        port: SlackPort,
        limits: Limits,
        admins: Callable[[Session], Sequence[int]],
        ledger: Callable[[Session], datetime],
    ) -> None:
        self._workshop, self._port, self._limits, self._admins, self._ledger = workshop, port, limits, admins, ledger
        self.rows: Mapping[str, Stop] = {}
        self._asking = False

    def room(self, work: Work, at: Moment, free: int, held: bool = True) -> int:
        """How many messages may be claimed: none while we are shut out, one at a time on trial. `held`: whether
        anything holds messages back at all."""
        self.rows = stops.standing(work.session) if held else {}
        shut_out = self.rows.get(stops.WORKSPACE)
        if shut_out is not None:
            times = (self._limits.probe, self._limits.longest_probe)
            self._asking = stops.claim_probe(work.session, shut_out, at.ledger, *times)
            return 0
        return min(free, 1) if stops.TRIAL in self.rows else free

    def follow(self, work: Work, done: Sequence[Result], ledger: datetime) -> Mapping[str, datetime]:
        """Write down who refused and who did not; returns pauses."""
        refused = [result for result in done if result.stop is not None]
        for result in refused:
            self._refused(work, result, ledger)
        if self.rows and (lanes := {r.job.posting.lane for r in done if r.outcome is Outcome.SENT}):
            _got_through(work, lanes)
        rows = stops.standing(work.session) if refused else {}
        if not stops.everywhere(rows):
            return {}
        gap = min(2.0 ** len(stops.places(rows)), LONGEST_GAP)
        return {budget.SLACK: ledger + timedelta(seconds=gap)}

    def _refused(self, work: Work, result: Result, ledger: datetime) -> None:
        posting, code, since = result.job.posting, result.stop, result.since
        assert code is not None
        assert since is not None
        wait = stops.patience(since, ledger, self._limits.probe, self._limits.longest_probe)
        stops.refuse(work.session, posting.lane, code, since, ledger + timedelta(seconds=wait))
        if since >= result.job.ledger:
            # The first time: is it this place, or are we shut out?
            if stops.stop(work.session, stops.WORKSPACE, code, ledger):
                _log.error("outbox.stopped", code=code)
            return
        rows = stops.standing(work.session)
        if stops.everywhere(rows):
            alarms.tell_stop(work, self._admins(work.session), stops.WORKSPACE, code, rows[stops.TRIAL].since)
        else:
            alarms.tell_refused(work, self._admins(work.session), posting, code, since)

    def ask(self) -> None:
        """Ask Slack whether it knows us, when it is time to."""
        if not self._asking:
            return
        self._asking = False
        try:
            self._port.auth_test()
        except SlackFailure as failure:
            _log.warning("outbox.still_stopped", code=failure.code)
            if failure.kind is Kind.STOP:
                self._shut_out()
            return
        with self._workshop.open() as work:
            stops.try_workspace(work.session, self._ledger(work.session))
        _log.info("outbox.resumed")

    def _shut_out(self) -> None:
        """It is no single place: none of them needs to wait longer than all."""
        with self._workshop.open() as work:
            rows = stops.standing(work.session)
            _forget(work, [row.cause for row in stops.places(rows)])
            if (stopped := rows.get(stops.WORKSPACE)) is not None:
                alarms.tell_stop(
                    work, self._admins(work.session), stops.WORKSPACE, stopped.code, stopped.since
                )  # fmt: skip


def _got_through(work: Work, lanes: set[str]) -> None:
    rows = stops.standing(work.session)
    if stops.everywhere(rows):
        # What kept us from every place is over.
        _forget(work, [row.cause for row in stops.places(rows) if row.cause not in lanes])
    for cause in (*lanes, stops.TRIAL):
        if cause in rows:
            stops.resume(work.session, cause)


def _forget(work: Work, lanes: Sequence[str]) -> None:
    for lane in lanes:
        stops.resume(work.session, lane)
    stops.release(work.session, lanes)
