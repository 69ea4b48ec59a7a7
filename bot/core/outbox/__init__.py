"""Everything durable we say to Slack is a row first: one row, one message, for as long as the message lives."""

from bot.core.outbox.model import Manner, Posting, Priority, State
from bot.core.outbox.notice import (
    ChannelPlace,
    Notice,
    PersonPlace,
    Those,
    ThreadPlace,
    below,
    postings_of,
    queue,
    refresh,
    subject_at,
)

__all__ = [
    "ChannelPlace", "Manner", "Notice", "PersonPlace", "Posting", "Priority", "State", "Those", "ThreadPlace", "below",
    "postings_of", "queue", "refresh", "subject_at",
]  # fmt: skip
