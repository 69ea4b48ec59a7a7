"""Things half done: what a button or a dialog must remember without showing it to Slack. Slack sees the id only."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.database import Row
from bot.core.errors import Refusal
from bot.core.privacy.fields import SealedPacked
from bot.core.work import Work

KEEP = timedelta(days=7)
"""How long a button on an unfinished draft still works."""


class Draft(Row):
    """Data put aside by one person for one purpose."""

    __tablename__ = "draft"
    owner_id: Mapped[int | None]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(SealedPacked)


def put(work: Work, kind: str, **data: Any) -> int:
    """Put data aside; returns its opaque id."""
    return work.save(Draft(owner_id=work.actor.id, kind=kind, data=data)).id


def get(work: Work, kind: str, draft_id: int) -> dict[str, Any]:
    """The data again. Refuses other people's drafts and those that are too old."""
    draft = work.session.get(Draft, draft_id)
    if draft is None or draft.kind != kind or draft.owner_id != work.actor.id or work.now - draft.created_at > KEEP:
        raise Refusal("core/draft-expired")
    return dict(draft.data)


def forget(session: Session, now: datetime) -> None:
    """Drop drafts nobody will come back to."""
    session.execute(delete(Draft).where(Draft.created_at < now - KEEP))
