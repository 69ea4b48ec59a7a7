"""The map of the app on one page. Adding a capability adds its lines here; only bot/main reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from types import ModuleType
from typing import Any

import handlers.complaints
import handlers.compliance
import handlers.customers
import handlers.desk_menu
import handlers.digest
import handlers.escalations
import handlers.home
import handlers.imports
import handlers.messages
import handlers.papers
import handlers.privacy
import handlers.promises
import handlers.reviews
import handlers.risk
import handlers.risk_checks
import handlers.rules
import handlers.selling
import handlers.visits
import handlers.workspace
from bot.complaints import cards as complaint_cards
from bot.complaints import jobs as complaint_jobs
from bot.complaints import notices as complaint_notices
from bot.complaints import parked as complaint_parked
from bot.complaints import queries as complaint_queries
from bot.complaints import reactions as complaint_reactions
from bot.complaints import rooms as complaint_rooms
from bot.complaints.facts import Changed as CaseChanged
from bot.complaints.facts import Closed as ComplaintClosed
from bot.complaints.facts import Unhappy
from bot.complaints.models import Complaint
from bot.complaints.reporting import file_orders as complaint_files
from bot.compliance import (
    campaign_cards,
    campaigns,
    handing_over,
    reviews,
    rulebook,
    rulebook_cards,
    selling,
    selling_cards,
)
from bot.compliance import cards as paper_cards
from bot.compliance import jobs as compliance_jobs
from bot.compliance import notices as paper_notices
from bot.compliance import queries as paper_queries
from bot.compliance.facts import PapersChanged, ReviewEnded
from bot.compliance.models import Campaign, Diligence, HandOver, Paper, Review
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.compliance.models_selling import Assessment, Disclosure
from bot.core import parcels, rooms
from bot.core.access import Scope
from bot.core.database import Row
from bot.core.outbox import probe
from bot.core.outbox.lifelines import Duties
from bot.core.outbox.readers import CardBuilder, Still
from bot.core.slack import SlackPort
from bot.core.subject import Subject
from bot.core.work import Subscriber, Work, Workshop
from bot.customers import queries as customer_queries
from bot.customers.facts import Contacted, OwnerChanged
from bot.customers.models import Customer
from bot.directory import channels, profiles
from bot.directory.facts import LeaveChanged, PersonGone
from bot.escalations import cards as ask_cards
from bot.escalations import jobs as ask_jobs
from bot.escalations import notices as ask_notices
from bot.escalations import queries as ask_queries
from bot.escalations import rooms as ask_rooms
from bot.escalations import standing_in as ask_standing_in
from bot.escalations.facts import Answered, Asked, Declined
from bot.escalations.facts import Changed as AskChanged
from bot.escalations.facts import Closed as AskClosed
from bot.escalations.facts import Reopened as AskReopened
from bot.escalations.models import Ask, Concern
from bot.promises import jobs as promise_jobs
from bot.promises import notices as promise_notices
from bot.promises import queries as promise_queries
from bot.promises import standing_in
from bot.promises.facts import Dropped, FellDue, Folded, Kept, Moved, Reopened, Snoozed, UndoOver
from bot.promises.models import Promise
from bot.reports import case_rows, digest, import_orders, paper_rows, retention, risk_rows
from bot.reports import jobs as report_jobs
from bot.risk import checks as risk_checks
from bot.risk import hearing as risk_hearing
from bot.risk import jobs as risk_jobs
from bot.risk import notices as risk_notices
from bot.risk import parked as risk_parked
from bot.risk import queries as risk_queries
from bot.risk import usecases as risk_usecases
from bot.risk.facts import AlertChanged
from bot.risk.models import Alert, Check, Facility, SavePlan
from bot.visits import jobs as visit_jobs
from bot.visits import notices as visit_notices
from bot.visits import queries as visit_queries
from bot.visits.facts import HintTaken
from bot.visits.models import Visit

HANDLERS: Sequence[ModuleType] = (
    handlers.complaints,
    handlers.compliance,
    handlers.customers,
    handlers.desk_menu,
    handlers.digest,
    handlers.escalations,
    handlers.home,
    handlers.imports,
    handlers.papers,
    handlers.privacy,
    handlers.promises,
    handlers.reviews,
    handlers.risk,
    handlers.risk_checks,
    handlers.rules,
    handlers.selling,
    handlers.visits,
    handlers.workspace,
    handlers.messages,
)
"""Modules of handlers/ whose `register(table)` fills the table of reactions."""

Job = Callable[[Workshop], Any]
SCHEDULE: Mapping[str, tuple[timedelta, Job]] = {
    "complaints.recount": (timedelta(minutes=5), complaint_jobs.recount),
    "complaints.wake": (timedelta(seconds=20), complaint_jobs.wake),
    "compliance.enrol": (timedelta(seconds=30), compliance_jobs.enrol),
    "compliance.readers": (timedelta(seconds=60), compliance_jobs.readers),
    "compliance.wake": (timedelta(seconds=60), compliance_jobs.wake),
    "escalations.wake": (timedelta(seconds=20), ask_jobs.wake),
    "promises.wake": (timedelta(seconds=20), promise_jobs.wake),
    "reports.digests": (timedelta(seconds=30), report_jobs.digests),
    "reports.retention": (timedelta(minutes=10), retention.nightly),
    "risk.scan": (timedelta(minutes=15), risk_jobs.scan),
    "risk.wake": (timedelta(seconds=20), risk_jobs.wake),
    "visits.undo_over": (timedelta(seconds=30), visit_jobs.undo_over),
}
"""Every clock: name -> how often, which job."""

ROOMS: Mapping[str, rooms.Keeper] = {"ask": ask_rooms.KEEPER, "complaint": complaint_rooms.KEEPER}
"""Which records may have a private channel of their own, and how it is kept."""

Errand = Callable[[Workshop, SlackPort], Any]
ERRANDS: Mapping[str, tuple[timedelta, Errand]] = {
    "core.installed": (probe.EVERY, probe.ask),
    "core.rooms": (timedelta(seconds=10), partial(rooms.tend, ROOMS)),
    "directory.channels": (channels.EVERY, channels.check),
    "directory.profiles": (profiles.EVERY, profiles.introduce),
    "complaints.files": (timedelta(seconds=5), complaint_files.carry_out),
    "core.parcels": (timedelta(seconds=5), parcels.hand_over),
    "reports.imports": (timedelta(seconds=5), import_orders.carry_out),
}
"""Clocks that also ask Slack for something (outside every transaction): name -> how often, which job."""

DUTIES: Sequence[Duties] = (complaint_parked.duties, risk_parked.duties)
"""Whose deadlines are parked at Slack, to speak even if we are dead (where RAPPORT_PARK_DEADLINES says so)."""

SUBSCRIPTIONS: Mapping[type, Sequence[Subscriber]] = {
    AlertChanged: (risk_rows.alert_changed,),
    Answered: (complaint_reactions.answered,),
    AskChanged: (case_rows.ask_changed,),
    AskClosed: (complaint_reactions.ask_closed,),
    Asked: (complaint_reactions.asked,),
    AskReopened: (complaint_reactions.asked_again,),
    CaseChanged: (case_rows.case_changed,),
    ComplaintClosed: (risk_hearing.complaint_ended,),
    Contacted: (digest.contacted, risk_hearing.contacted),
    Declined: (complaint_reactions.declined,),
    Dropped: (digest.promise_changed, reviews.dropped, risk_checks.dropped),
    FellDue: (risk_hearing.fell_due,),
    Folded: (digest.cover,),
    HintTaken: (handlers.complaints.hint_taken, risk_hearing.hint_taken),
    Kept: (digest.promise_changed, complaint_reactions.kept, reviews.kept, risk_usecases.kept),
    LeaveChanged: (standing_in.leave_changed,),
    Moved: (digest.promise_changed, complaint_reactions.moved),
    OwnerChanged: (
        complaint_reactions.owner_changed,
        reviews.owner_changed,
    ),
    PapersChanged: (paper_rows.papers_changed,),
    PersonGone: (standing_in.person_gone, ask_standing_in.person_gone),
    Reopened: (digest.promise_changed,),
    ReviewEnded: (campaigns.review_ended,),
    Snoozed: (digest.promise_changed,),
    UndoOver: (digest.promise_changed,),
    Unhappy: (risk_hearing.unhappy,),
}
"""Which slice reacts to which fact, inside the same transaction."""

CARDS: Mapping[str, CardBuilder] = {
    "alert": risk_notices.card,
    "ask": ask_cards.card,
    "campaign": campaign_cards.card,
    "complaint": complaint_cards.card,
    "concern": ask_cards.concern_card,
    "digest": digest.card,
    ask_cards.REMINDER: ask_cards.reminder,
    "diligence": paper_cards.file_card,
    "disclosure": selling_cards.card,
    "hand_over": handing_over.card,
    "paper": paper_cards.paper_card,
    paper_notices.REMINDER: paper_cards.reminder,
    "promise": promise_notices.card,
    "rule_reading": rulebook_cards.card,
    "visit": visit_notices.card,
}
"""How the live card of each kind of record looks now; a message that is not the card has its template's name."""

STILL: Mapping[str, Still] = {
    ask_cards.CARD: ask_notices.still,
    ask_cards.REMINDER: ask_notices.still,
    complaint_notices.ALERT: complaint_jobs.still,
    digest.TEMPLATE: digest.still,
    handing_over.CARD: handing_over.still,
    paper_notices.PAPER: paper_notices.still,
    paper_notices.REMINDER: paper_notices.still,
    promise_notices.CARD: promise_notices.still,
    rulebook.CARD: rulebook.still,
    rulebook.REMINDER: rulebook.still,
    risk_notices.CARD: risk_notices.still,
    risk_notices.MASKED: risk_notices.still,
    visit_notices.PROMISED: visit_notices.still,
    visit_notices.SEEN: visit_notices.still,
}
"""Whether a queued notice still makes sense when its turn has come."""

SCOPES: Mapping[type[Row], Scope] = {
    Alert: risk_queries.visible,
    Assessment: selling.visible_assessment,
    Campaign: paper_queries.visible_campaign,
    Check: risk_queries.visible_check,
    Diligence: paper_queries.visible_file,
    Disclosure: selling.visible_disclosure,
    Facility: risk_queries.visible_facility,
    HandOver: handing_over.visible,
    Paper: paper_queries.visible_paper,
    Review: paper_queries.visible_review,
    RuleNotice: rulebook.visible_notice,
    RuleReading: rulebook.visible,
    SavePlan: risk_queries.visible_plan,
    Ask: ask_queries.visible,
    Complaint: complaint_queries.visible,
    Concern: ask_queries.visible_concern,
    Customer: customer_queries.visible,
    Promise: promise_queries.visible,
    Visit: visit_queries.visible,
}
"""Who sees which rows; a table that is missing here is seen by nobody but the system."""

RESOLVERS: Sequence[Callable[[Work, str, str], Subject | None]] = (
    ask_queries.subject_of_message, complaint_queries.subject_of_message,
)  # fmt: skip
"""(work, channel, ts) -> the record a message that is not ours belongs to, so that reactions on it find that record."""

__all__ = [
    "CARDS",
    "DUTIES",
    "ERRANDS",
    "HANDLERS",
    "RESOLVERS",
    "SCHEDULE",
    "SCOPES",
    "STILL",
    "SUBSCRIPTIONS",
    "Work",
]
