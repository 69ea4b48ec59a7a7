"""What is said of a record elsewhere: its field history, and the messages about it, here and at Slack."""

from collections.abc import Sequence

from sqlalchemy import delete, update

from bot.core.history import Change
from bot.core.outbox import Posting, State
from bot.core.subject import Subject
from bot.core.work import Work


def traces(work: Work, kind: str, ids: Sequence[int]) -> None:
    """Forget old values and what messages said; cards that stand at Slack are drawn again from what is left."""
    quiet = {"synchronize_session": False}
    history = delete(Change).where(Change.subject_kind == kind, Change.subject_id.in_(ids))
    work.session.execute(history, execution_options=quiet)
    about = (Posting.subject_kind == kind, Posting.subject_id.in_(ids))
    work.session.execute(update(Posting).where(*about).values(data={}, drop_at=None), execution_options=quiet)
    waiting = update(Posting).where(*about, Posting.state == State.QUEUED.value, Posting.live.is_(False))
    work.session.execute(waiting.values(state=State.CANCELLED.value, error="forgotten"), execution_options=quiet)
    for row_id in ids:
        work.refresh(Subject(kind, row_id))
