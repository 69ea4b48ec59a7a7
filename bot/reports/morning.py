"""One person's day, as digests and Home look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.work import Work
from bot.directory.models import Person
from bot.promises import budget, queries

MOST = 200
"""Rows of one section that are counted; nobody does more in a day."""


@dataclass(frozen=True)
class Morning:
    """One person's day: whose promises the person looks after, now, and when the local day ends."""

    person: Person
    owners: Sequence[int]
    now: datetime
    ends: datetime


def morning_of(work: Work, person: Person) -> Morning:
    """The person's day at this instant."""
    owners = [one.id for one in queries.represented(work, person)]
    return Morning(person, owners, work.now, budget.end_of_day(work, person))
