"""Free lines: which capability a direct message or a mention of the bot belongs to, and who follows edited messages."""

import re
import unicodedata
from functools import partial

from bot.core.work import Work
from handlers import visits
from handlers.inbound import Changed, Typed
from handlers.replies import Answer
from handlers.table import Line, Table

NUMBER = re.compile(r"\s*([A-Za-z]{1,3})\s*[-\u2010-\u2015]\s*(\d{1,9})\s*")
"""A record's number alone, e.g. "V-318"."""


def register(table: Table) -> None:
    """Direct messages, mentions, edits and deletions. What others claim in the table is looked up when a line comes."""
    table.direct(partial(line, table, visits.direct))
    table.mention(partial(line, table, visits.mention))
    table.changed(partial(changed, table))


def line(table: Table, usual: Line, work: Work, typed: Typed) -> Answer:
    """A record's number shows it; a line that begins with a claimed word goes to its claimant; the rest is a visit."""
    numbered = NUMBER.fullmatch(unicodedata.normalize("NFKC", typed.text[:40]))
    shower = table.numbers.get(numbered[1].upper()) if numbered else None
    if numbered is not None and shower is not None:
        return shower(work, int(numbered[2]), typed.key)
    claimant = table.claimant(typed.text)
    return (claimant or usual)(work, typed)


def changed(table: Table, work: Work, change: Changed) -> None:
    """Everybody whose records may stem from the message follows it."""
    for follower in table.followers:
        follower(work, change)
