"""The map of the app on one page. Adding a capability adds its lines here; only bot/main reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import ModuleType
from typing import Any

import handlers.customers
import handlers.desk_menu
import handlers.digest
import handlers.escalations
import handlers.home
import handlers.imports
import handlers.messages
import handlers.promises
import handlers.visits
import handlers.workspace
from bot.core.access import Scope
from bot.core.database import Row
from bot.core.outbox.readers import CardBuilder, Still
from bot.core.slack import SlackPort
from bot.core.subject import Subject
from bot.core.work import Subscriber, Work, Workshop
from bot.customers import queries as customer_queries
from bot.customers.facts import Contacted
from bot.customers.models import Customer
from bot.directory import channels
from bot.directory.facts import LeaveChanged, PersonGone
from bot.escalations import cards as ask_cards
from bot.escalations import jobs as ask_jobs
from bot.escalations import notices as ask_notices
from bot.escalations import queries as ask_queries
from bot.escalations import rooms as ask_rooms
from bot.escalations import standing_in as ask_standing_in
from bot.escalations.models import Ask, Concern
from bot.promises import jobs as promise_jobs
from bot.promises import notices as promise_notices
from bot.promises import queries as promise_queries
from bot.promises import standing_in
from bot.promises.facts import Dropped, Folded, Kept, Moved, Reopened, Snoozed
from bot.promises.models import Promise
from bot.reports import digest, import_orders
from bot.reports import jobs as report_jobs
from bot.visits import notices as visit_notices
from bot.visits import queries as visit_queries
from bot.visits.models import Visit

HANDLERS: Sequence[ModuleType] = (
    handlers.customers,
    handlers.desk_menu,
    handlers.digest,
    handlers.escalations,
    handlers.home,
    handlers.imports,
    handlers.promises,
    handlers.visits,
    handlers.workspace,
    handlers.messages,
)
"""Modules of handlers/ whose `register(table)` fills the table of reactions."""

Job = Callable[[Workshop], Any]
SCHEDULE: Mapping[str, tuple[timedelta, Job]] = {
    "escalations.wake": (timedelta(seconds=20), ask_jobs.wake),
    "promises.wake": (timedelta(seconds=20), promise_jobs.wake),
    "reports.digests": (timedelta(seconds=30), report_jobs.digests),
}
"""Every clock: name -> how often, which job."""

Errand = Callable[[Workshop, SlackPort], Any]
ERRANDS: Mapping[str, tuple[timedelta, Errand]] = {
    "escalations.rooms": (timedelta(seconds=10), ask_rooms.tend),
    "directory.channels": (channels.EVERY, channels.check),
    "reports.imports": (timedelta(seconds=5), import_orders.carry_out),
}
"""Clocks that also ask Slack for something (outside every transaction): name -> how often, which job."""

SUBSCRIPTIONS: Mapping[type, Sequence[Subscriber]] = {
    Contacted: (digest.contacted,),
    Dropped: (digest.promise_changed,),
    Folded: (digest.cover,),
    Kept: (digest.promise_changed,),
    LeaveChanged: (standing_in.leave_changed,),
    Moved: (digest.promise_changed,),
    PersonGone: (standing_in.person_gone, ask_standing_in.person_gone),
    Reopened: (digest.promise_changed,),
    Snoozed: (digest.promise_changed,),
}
"""Which slice reacts to which fact, inside the same transaction."""

CARDS: Mapping[str, CardBuilder] = {
    "ask": ask_cards.card,
    "concern": ask_cards.concern_card,
    "digest": digest.card,
    "promise": promise_notices.card,
    "visit": visit_notices.card,
}
"""How the live card of each kind of record looks now."""

STILL: Mapping[str, Still] = {
    ask_cards.CARD: ask_notices.still,
    promise_notices.CARD: promise_notices.still,
    visit_notices.PROMISED: visit_notices.still,
    visit_notices.SEEN: visit_notices.still,
}
"""Whether a queued notice still makes sense when its turn has come."""

SCOPES: Mapping[type[Row], Scope] = {
    Ask: ask_queries.visible,
    Concern: ask_queries.visible_concern,
    Customer: customer_queries.visible,
    Promise: promise_queries.visible,
    Visit: visit_queries.visible,
}
"""Who sees which rows; a table that is missing here is seen by nobody but the system."""

RESOLVERS: Sequence[Callable[[Work, str, str], Subject | None]] = (ask_queries.subject_of_message,)
"""(work, channel, ts) -> the record a message that is not ours belongs to, so that reactions on it find that record."""

__all__ = ["CARDS", "ERRANDS", "HANDLERS", "RESOLVERS", "SCHEDULE", "SCOPES", "STILL", "SUBSCRIPTIONS", "Work"]
