"""What the outbox needs now and then: forgetting old data, the daily word to the admins, the start after a restore."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Update, case, literal_column, or_, select, update
from sqlalchemy.orm import Session

from bot.core.outbox import alarms, budget, stops
from bot.core.outbox.model import Pace, Posting
from bot.core.work import Work, Workshop

BATCH = 500
SUSPICIOUS = timedelta(days=1)
"""So long after a restore whatever is said unasked is looked for at Slack first."""

KEPT = timedelta(days=7)
"""So old a message may be to be sent after all."""


def forget_data(workshop: Workshop) -> int:
    """Drop what messages said once the time for it has passed; returns how many. One bounded batch."""
    with workshop.open() as work:
        due = select(Posting.id).where(Posting.drop_at.is_not(None), Posting.drop_at <= work.now)
        ids = work.session.scalars(due.order_by(Posting.drop_at).limit(BATCH)).all()
        if ids:
            work.session.execute(
                update(Posting).where(Posting.id.in_(ids)).values(data={}, drop_at=None),
                execution_options={"synchronize_session": False},
            )
    return len(ids)


def suspect_everything_due(work: Work) -> int:
    """After a restore from a backup: whatever is due may have been sent since, so each message is looked for at Slack
    before it is sent; and so is, for a day, what is planned anew. Returns how many wait."""
    budget.pause(work.session, {budget.RESTORED: work.now + SUSPICIOUS})
    waiting = Posting.state == literal_column("'queued'")
    flying = Posting.state.in_((literal_column("'sending'"), literal_column("'unknown'")))
    return _changed(work.session, update(Posting).where(or_(waiting, flying)).values(suspect=True))


def try_again(work: Work) -> int:
    """An admin says that it is mended: whatever holds messages ends, and what was kept for him is sent after all.

    Returns how many causes ended and messages go again. A message that may have got through says so.
    """
    lanes = [row.cause for row in stops.places(stops.standing(work.session))]
    causes = stops.resume(work.session)
    stops.release(work.session, [*lanes, budget.SLACK])
    unsure = or_(Posting.error == "no_history", Posting.attempts > 0)
    again = {"state": "queued", "attempts": 0, "hops": 0, "error": None}
    kept = (Posting.state == literal_column("'parked'"), Posting.created_at > work.now - KEPT)
    going = update(Posting).where(*kept).values(**again, repeated=case((unsure, True), else_=Posting.repeated))
    return causes + _changed(work.session, going)


def _changed(session: Session, statement: Update) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


def begin(workshop: Workshop) -> None:
    """At a start: what Slack refused is tried again, for it may have been mended. And a backup that was put back by
    copying its file says so by a mark without end; it ends in a day."""
    with workshop.open() as work:
        stops.reconsider(work.session, budget.database_clock(work.session))
        mark = work.session.get(Pace, budget.RESTORED)
        if mark is not None and mark.free_at > work.now + 2 * SUSPICIOUS:
            mark.free_at = work.now + SUSPICIOUS


def tend(
    workshop: Workshop, admins: Callable[[Session], Sequence[int]], ledger: Callable[[Session], datetime] | None = None
) -> int:
    """The tick of the outbox itself: forget, clean up, and tell the admins once a day what could not be delivered.

    Returns how many messages' data was dropped.
    """
    dropped = forget_data(workshop)
    with workshop.open() as work:
        budget.forget(work.session, (ledger or budget.database_clock)(work.session))
        alarms.tell_undelivered(work, admins(work.session), ZoneInfo(work.house.default_zone))
    return dropped
