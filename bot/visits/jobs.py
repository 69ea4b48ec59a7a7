"""What the clock starts: a note that cannot be taken back any more says so by leaving the button out."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.visits.models import Visit

BATCH = 200
"""Rows looked at in one tick."""
AGAIN = timedelta(minutes=15)
"""How long a row that raised is left alone."""


def undo_over(workshop: Workshop) -> int:
    """Draw the cards of notes anew whose 15 minutes of undo are over. Returns how many."""
    return sweep(workshop, _over, _settle, _put_off, name="visits.undo_over", batch=BATCH).handled


def _over(work: Work) -> list[int]:
    over = select(Visit.id).where(Visit.undo_until <= work.now).order_by(Visit.undo_until, Visit.id).limit(BATCH)
    return list(work.session.scalars(over))


def _settle(work: Work, visit_id: int) -> None:
    visit = work.session.get(Visit, visit_id)
    if visit is not None and visit.undo_until is not None and work.claim(visit, undo_until=None):
        work.refresh(visit.subject)


def _put_off(work: Work, visit_id: int) -> None:
    again = update(Visit).where(Visit.id == visit_id).values(undo_until=work.now + AGAIN)
    work.session.execute(again, execution_options={"synchronize_session": False})
