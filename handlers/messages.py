"""Free lines: which capability a direct message or a mention of the bot belongs to, and who follows edited messages."""

from functools import partial

from bot.core import subject
from bot.core.work import Work
from handlers import visits
from handlers.inbound import Changed, Typed
from handlers.replies import Answer
from handlers.table import Line, Table


def register(table: Table) -> None:
    """Direct messages, mentions, edits and deletions. What others claim in the table is looked up when a line comes."""
    table.direct(partial(line, table, visits.direct))
    table.mention(partial(line, table, visits.mention))
    table.changed(partial(changed, table))


def line(table: Table, usual: Line, work: Work, typed: Typed) -> Answer:
    """A record's number shows it; a line that begins with a claimed word goes to its claimant; the rest is a visit."""
    record = subject.typed(typed.text, dash=True)
    shower = table.numbers.get(record.kind) if record else None
    if record is not None and shower is not None:
        return shower(work, record.id, typed.key)
    claimant = table.claimant(typed.text)
    return (claimant or usual)(work, typed)


def changed(table: Table, work: Work, change: Changed) -> None:
    """Everybody whose records may stem from the message follows it."""
    for follower in table.followers:
        follower(work, change)
