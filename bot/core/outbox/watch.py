"""Which messages people may still answer: what is read back from Slack after events were lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.core.outbox.model import DmChannel, Posting
from bot.core.prepared import Prepared, among


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


_OURS = Prepared(
    select(Posting.ts).where(
        Posting.channel == bindparam("place"),
        among(Posting.__table__.c.ts, "found"),
        Posting.ts.is_not(None),
        Posting.sent_at > bindparam("since"),
        Posting.subject_id.is_not(None),
    )
)


def ours(session: Session, channel: str, found: Sequence[str], since: datetime) -> set[str]:
    """Which of the messages found in a channel (ts) are ours about records, sent after `since`."""
    return {ts for (ts,) in _OURS.all(session, place=channel, found=found, since=since)}
