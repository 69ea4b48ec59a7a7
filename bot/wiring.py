"""The map of the app on one page. Adding a capability adds its lines here; only bot/main reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import ModuleType
from typing import Any

import handlers.customers
import handlers.desk_menu
import handlers.digest
import handlers.promises
from bot.core.access import Scope
from bot.core.database import Row
from bot.core.outbox.readers import CardBuilder, Still
from bot.core.work import Subscriber, Work, Workshop
from bot.customers import queries as customer_queries
from bot.customers.facts import Contacted
from bot.customers.models import Customer
from bot.directory.facts import LeaveChanged, PersonGone
from bot.promises import jobs as promise_jobs
from bot.promises import notices as promise_notices
from bot.promises import queries as promise_queries
from bot.promises import standing_in
from bot.promises.facts import Dropped, Folded, Kept, Moved, Reopened, Snoozed
from bot.promises.models import Promise
from bot.reports import digest
from bot.reports import jobs as report_jobs

HANDLERS: Sequence[ModuleType] = (handlers.customers, handlers.desk_menu, handlers.digest, handlers.promises)
"""Modules of handlers/ whose `register(table)` fills the table of reactions."""

Job = Callable[[Workshop], Any]
SCHEDULE: Mapping[str, tuple[timedelta, Job]] = {
    "promises.wake": (timedelta(seconds=20), promise_jobs.wake),
    "reports.digests": (timedelta(seconds=30), report_jobs.digests),
}
"""Every clock: name -> how often, which job."""

SUBSCRIPTIONS: Mapping[type, Sequence[Subscriber]] = {
    Contacted: (digest.contacted,),
    Dropped: (digest.promise_changed,),
    Folded: (digest.cover,),
    Kept: (digest.promise_changed,),
    LeaveChanged: (standing_in.leave_changed,),
    Moved: (digest.promise_changed,),
    PersonGone: (standing_in.person_gone,),
    Reopened: (digest.promise_changed,),
    Snoozed: (digest.promise_changed,),
}
"""Which slice reacts to which fact, inside the same transaction."""

CARDS: Mapping[str, CardBuilder] = {
    "digest": digest.card,
    "promise": promise_notices.card,
}
"""How the live card of each kind of record looks now."""

STILL: Mapping[str, Still] = {
    promise_notices.CARD: promise_notices.still,
}
"""Whether a queued notice still makes sense when its turn has come."""

SCOPES: Mapping[type[Row], Scope] = {
    Customer: customer_queries.visible,
    Promise: promise_queries.visible,
}
"""Who sees which rows; a table that is missing here is seen by nobody but the system."""

__all__ = ["CARDS", "HANDLERS", "SCHEDULE", "SCOPES", "STILL", "SUBSCRIPTIONS", "Work"]
