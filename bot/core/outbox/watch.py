"""Which messages people may still answer: what is read back from Slack after events were lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.core.outbox.model import DmChannel, Posting


@dataclass(frozen=True)
class Watched:
    """A channel with messages of ours about records; `oldest` is the first of them (ts), `direct`: with one person."""

    channel: str
    oldest: str
    direct: bool


def watched(session: Session, since: datetime) -> list[Watched]:
    """Channels with messages about records sent after `since`, the most recently used first."""
    direct = select(DmChannel.channel)
    last = func.max(Posting.sent_at)
    query = (
        select(Posting.channel, func.min(Posting.ts), Posting.channel.in_(direct))
        .where(Posting.ts.is_not(None), Posting.sent_at > since, Posting.subject_id.is_not(None))
        .group_by(Posting.channel)
        .order_by(last.desc())
    )
    return [Watched(str(channel), str(oldest), bool(alone)) for channel, oldest, alone in session.execute(query)]


def ours(session: Session, channel: str, since: datetime) -> Mapping[str, str]:
    """The messages about records in a channel: ts -> kind of the record."""
    query = select(Posting.ts, Posting.subject_kind).where(
        Posting.channel == channel, Posting.ts.is_not(None), Posting.sent_at > since, Posting.subject_id.is_not(None)
    )
    return {str(ts): str(kind) for ts, kind in session.execute(query)}
