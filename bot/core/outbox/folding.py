"""One message instead of many: what piled up for a person while Slack or we were away, or beyond the spam fuse."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update

from bot.core.outbox.backlog import FOLDED, foldable
from bot.core.outbox.claim import Job
from bot.core.outbox.draw import Drawer
from bot.core.outbox.model import Manner, Posting, State
from bot.core.outbox.notice import Notice, PersonPlace
from bot.core.outbox.result import Outcome, Result
from bot.core.work import Work, Workshop

ROWS, LINE = 40, 140
"""Rows a folded message shows, and characters of each: within Slack's limits for one message."""
KEEP = timedelta(days=30)
QUIETLY = {"synchronize_session": False}


class Folder:
    """Says what piled up for a person as one message."""

    def __init__(self, workshop: Workshop, drawer: Drawer) -> None:
        self._workshop, self._drawer = workshop, drawer

    def fold(self, job: Job) -> Result:
        """Fold the claimed message and every other that waits for the same person; one transaction."""
        own = job.posting
        assert own.person_id is not None
        with self._workshop.read() as work:
            others = (*foldable(own.person_id), Posting.due_at <= work.now, Posting.id != own.id)
            query = select(Posting).where(*others).order_by(Posting.id).limit(ROWS - 1)
            rows = [own, *work.session.scalars(query)]
        if len(rows) < ROWS:
            # What came meanwhile is not among the lines and would be counted as seen.
            others = (*others, Posting.id.in_([row.id for row in rows]))
        lines = [line for row in rows if (line := self._drawer.line(row))]
        with self._workshop.open() as work:
            if self._take(work, own):
                work.post(_digest(own, lines, 1 + self._take_others(work, others)))
        return Result(job, Outcome.FOLDED)

    def _take(self, work: Work, own: Posting) -> bool:
        mine = update(Posting).where(Posting.id == own.id, Posting.token == own.token).returning(Posting.id)
        return work.session.scalar(mine.values(**_over(work, own)), execution_options=QUIETLY) is not None

    def _take_others(self, work: Work, others: Sequence[ColumnElement[bool]]) -> int:
        theirs = update(Posting).where(*others).values(state=State.FOLDED.value, drop_at=work.now + KEEP)
        return cast("CursorResult[Any]", work.session.execute(theirs, execution_options=QUIETLY)).rowcount


def _over(work: Work, own: Posting) -> dict[str, Any]:
    back = {"lease_until": None, "attempts": own.attempts - 1}
    return back | {"state": State.FOLDED.value, "drop_at": work.now + KEEP}


def _digest(own: Posting, lines: Sequence[str], count: int) -> Notice:
    assert own.person_id is not None
    shown = [line[:LINE] + ("…" if len(line) > LINE else "") for line in lines]
    data = {"rows": shown, "count": count, "more": max(0, count - len(shown))}
    return Notice(FOLDED, PersonPlace(own.person_id), f"folded:{own.id}", data=data, manner=Manner.NUDGE)
