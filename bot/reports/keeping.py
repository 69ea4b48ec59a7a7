"""How the rows of each table grow old: which rules of the policy keep them, from when, and what is left of them after.

A row is forgotten when every rule that applies to it has run out, so the longest wins. Rows that others count on are
emptied of what people wrote and keep their codes and dates; rows nobody counts on are deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, exists, or_, select, true

from bot.complaints.models import (
    CallBack,
    Complaint,
    ComplaintEvent,
    ComplaintMessage,
    ComplaintNotice,
    CorrectiveAction,
    FileOrder,
    Remedy,
)
from bot.compliance.models import Paper, Review
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.compliance.models_selling import Assessment, Disclosure
from bot.compliance.privacy_models import LegalHold, Unmasking
from bot.core.database import Row
from bot.core.outbox import Posting
from bot.core.parcels import Parcel
from bot.customers.models import Contact, ContactPerson, Customer
from bot.escalations.models import Ask, AskMessage, Concern
from bot.promises.models import Promise
from bot.reports.models import Digest, ImportOrder
from bot.risk.models import Alert, Check, Facility, MutedReason, Reading, SavePlan, Signal
from bot.visits.models import Visit

WRITTEN, CLOSED, RELATIONSHIP = "written", "closed", "relationship_end"
CUSTOMER_RULES = ("visits", "identity", "documents")
"""What keeps the story of a customer: notes and promises are the evidence of due diligence as well."""


@dataclass(frozen=True)
class Keeping:
    """One table. `rules` are codes of the pack's retention, `since` the instant each event of a rule happened.

    `blank` empties these columns (None: the rows are deleted); `filled` tells rows with something left in them.
    `customer` is the customer a legal hold may stand on, `kind` the record's kind, `whole`: any hold stops it all.
    """

    model: type[Row]
    rules: Sequence[str]
    since: Mapping[str, Any]
    blank: Mapping[str, Any] | None = None
    filled: ColumnElement[bool] = field(default_factory=true)
    customer: Any = None
    kind: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """The table."""
        return str(self.model.__tablename__)


def _ended(customer_id: Any, otherwise: Any = None) -> Any:
    """When the relationship with a customer ended; for a row without a customer, when it was written."""
    closed = select(Customer.closed_at).where(Customer.id == customer_id).scalar_subquery()
    return closed if otherwise is None else case((customer_id.is_(None), otherwise), else_=closed)


def _of(parent: type[Row], row_id: Any, column: Any) -> Any:
    return select(column).where(parent.id == row_id).scalar_subquery()


def _of_customer(model: Any, blank: Mapping[str, Any] | None, filled: Any = None, kind: str = "") -> Keeping:
    return Keeping(
        model, CUSTOMER_RULES, {RELATIONSHIP: _ended(model.customer_id, model.created_at)}, blank,
        true() if filled is None else filled, model.customer_id, kind,
    )  # fmt: skip


def _of_complaint(model: Any, blank: Mapping[str, Any] | None, filled: Any = None) -> Keeping:
    ended = _of(Complaint, model.complaint_id, Complaint.ended_at)
    customer = _of(Complaint, model.complaint_id, Complaint.customer_id)
    return Keeping(model, ("complaints",), {CLOSED: ended}, blank, true() if filled is None else filled, customer)


KEEPINGS: Sequence[Keeping] = (
    _of_customer(
        Visit,
        {
            "text": "", "summary": "", "withheld": None, "masked": [], "contacts": [], "unknown": [], "feedback": "",
            "competitors": [], "tags": [], "hints": [], "pending": [], "customer_text": "", "alias": "",
        },
        or_(Visit.text != "", Visit.summary != "", Visit.withheld.is_not(None)), "visit",
    ),
    _of_customer(Contact, {"gist": ""}, Contact.gist != ""),
    _of_customer(ContactPerson, None),
    _of_customer(
        Promise, {"text": "", "outcome": "", "drop_reason": ""}, (Promise.text != "") & Promise.ended_at.is_not(None),
        "promise",
    ),
    _of_customer(
        Ask,
        {"question": "", "promised": "", "answer": "", "back_question": "", "back_answer": "", "decline_reason": "",
         "summary": ""},
        (Ask.question != "") & Ask.closed_at.is_not(None), "ask",
    ),
    Keeping(
        AskMessage, CUSTOMER_RULES,
        {RELATIONSHIP: _ended(_of(Ask, AskMessage.ask_id, Ask.customer_id), AskMessage.created_at)},
        customer=_of(Ask, AskMessage.ask_id, Ask.customer_id),
    ),
    _of_customer(Paper, {"facts": {}, "kept_at": "", "words": "", "end_words": ""},
                 (Paper.kept_at != "") | (Paper.words != ""), "paper"),
    _of_customer(Review, {"words": ""}, Review.words != ""),
    _of_customer(Assessment, {"evidence": "", "confirmed_how": "", "born_on": None}, Assessment.evidence != ""),
    _of_customer(Disclosure, {"evidence": ""}, Disclosure.evidence != "", "disclosure"),
    _of_customer(Reading, None),
    _of_customer(MutedReason, None),
    _of_customer(Facility, {"amount": 0.0}, Facility.amount != 0),
    _of_customer(Signal, {"evidence": ""}, Signal.evidence != ""),
    _of_customer(Alert, {"words": "", "reason": ""}, (Alert.words != "") | (Alert.reason != ""), "alert"),
    _of_customer(Check, {"report": ""}, Check.report != ""),
    _of_customer(SavePlan, {"words": ""}, SavePlan.words != ""),
    Keeping(
        Complaint, ("complaints",), {CLOSED: Complaint.ended_at},
        {
            "claim": "", "complainant": "", "customer_text": "", "representatives": [], "withheld": None,
            "findings": "", "evidence": "",
        },
        or_(Complaint.claim != "", Complaint.complainant != ""), Complaint.customer_id, "complaint",
    ),
    _of_complaint(ComplaintEvent, {"reason": ""}, ComplaintEvent.reason != ""),
    _of_complaint(ComplaintNotice, {"evidence": ""}, ComplaintNotice.evidence != ""),
    _of_complaint(ComplaintMessage, None),
    _of_complaint(CallBack, {"words": ""}, CallBack.words != ""),
    _of_complaint(Remedy, {"text": ""}, Remedy.text != ""),
    _of_complaint(CorrectiveAction, {"root_cause": ""}, CorrectiveAction.root_cause != ""),
    # A suspicion names no customer, so the law's years count from the day compliance took it.
    Keeping(Concern, ("identity", "audit"), {RELATIONSHIP: Concern.taken_at, WRITTEN: Concern.taken_at},
            kind="concern", whole=True),
    # Whoever has no reading of a rule in force would be asked to read it again: only those of rules that ended go.
    Keeping(RuleReading, ("audit",), {WRITTEN: _of(RuleNotice, RuleReading.notice_id, RuleNotice.ended_at)},
            kind="rule_reading", whole=True),
    Keeping(RuleNotice, ("audit",), {WRITTEN: RuleNotice.ended_at},
            filled=~exists().where(RuleReading.notice_id == RuleNotice.id), whole=True),
    Keeping(LegalHold, ("audit",), {WRITTEN: LegalHold.lifted_at}, whole=True),
    Keeping(Posting, ("logs",), {WRITTEN: Posting.created_at}, None, Posting.live.is_(False), whole=True),
    Keeping(Digest, ("logs",), {WRITTEN: Digest.created_at}, whole=True),
    Keeping(ImportOrder, ("logs",), {WRITTEN: ImportOrder.created_at}, whole=True),
    Keeping(FileOrder, ("logs",), {WRITTEN: FileOrder.created_at}, whole=True),
    Keeping(Parcel, ("logs",), {WRITTEN: Parcel.created_at}, whole=True),
    Keeping(Unmasking, ("audit", "sharing_log"), {WRITTEN: Unmasking.created_at}, whole=True),
)  # fmt: skip
"""Every table that holds what people wrote or what concerns people; the audit log is pruned by itself."""

EXEMPT: Mapping[str, str] = {
    "complaint_member": "row ids of colleagues a case called, no words",
    "room": "which channel a record had, no words",
    "customer": "its name and code stand above what the law has kept; one person's are erased on request",
    "customer_alias": "goes with the customer's name",
    "customer_name_key": "goes with the customer's name",
    "customer_search_form": "goes with the customer's name",
    "holding": "codes of products and days",
    "supporter": "row ids and days",
    "hold": "codes and instants",
    "diligence": "codes and days; what people wrote is in its papers",
    "legal_right": "codes and days",
    "risk_touched": "row ids, emptied by the next scan",
    "risk_scan_mark": "codes and instants of the house",
    "ask_member": "row ids",
    "complaint_case": "what the house learned, written anew without names; ended by whoever curates it",
    "complaint_case_gram": "goes with its case",
    "complaint_gram_count": "counts without a customer",
    "complaint_cause_count": "counts without a customer",
    "hand_over": "row ids",
    "review_campaign": "a plan of the house over kinds of customers; what is said of one is in its reviews",
    "product_risk": "levels of the house's products, the evidence of every disclosure",
    "person": "a colleague's name stands on what the law has kept; erased on request",
    "leave": "days, erased with the person",
    "duty": "codes, erased with the person",
    "preference": "settings",
    "department": "settings",
    "digest_plan": "days",
    "calendar_day": "public holidays",
    "change": "forgotten with the record it tells of",
    "audit_line": "pruned by its own rule, whole and in order, so that the chain holds",
    "audit_base": "where the chain begins after pruning",
    "audit_anchor": "seals without words",
    "inbox": "answers are swept by its own clock",
    "draft": "swept by its own clock",
    "pace": "the outbox's clockwork",
    "spending": "the outbox's clockwork",
    "delivery_stop": "the outbox's clockwork",
    "dm_channel": "the outbox's clockwork",
    "lifeline": "taken back when its deadline is over",
}
"""Tables no rule of the pack makes forget, and why none has to; every other table is in `KEEPINGS`."""
