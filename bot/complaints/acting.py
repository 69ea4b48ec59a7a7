"""What every verb begins with (the case under the actor's eyes, recusal, its state) and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.complaints import queries, timing
from bot.complaints.models import Complaint, ComplaintNotice
from bot.complaints.rules import CHANNELS, PROCEDURES
from bot.complaints.states import allows
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.work import Work
from bot.directory.models import Person


@dataclass(frozen=True)
class Told:
    """How and when the customer was told (UTC), with what proves it; `sent_at` None is now."""

    channel: str
    evidence: str
    sent_at: datetime | None = None


def own(work: Work, complaint_id: int, verb: str) -> Complaint:
    """The case for somebody who may act on it now. Refuses strangers, the subject, another state, and rest."""
    complaint = queries.hold(work, complaint_id)
    unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    require(complaint, verb)
    return complaint


def unbiased(work: Work, complaint: Complaint) -> None:
    """Recusal: the person complained about reports, and nothing else."""
    if queries.is_subject(complaint, work.actor.id):
        raise Refusal("complaints/conflict-of-interest", number=complaint.id)


def require(complaint: Complaint, verb: str) -> None:
    """Refuse a verb the state does not allow, or one that must wait until a procedural pause ends."""
    if not allows(verb, complaint.state):
        raise Refusal("complaints/not-now", number=complaint.id, state=complaint.state, verb=verb)
    resting = complaint.paused_for in PROCEDURES
    if resting and verb in ("find", "remedy", "decide", "approve", "notify", "verify"):
        raise Refusal("complaints/paused", number=complaint.id, why=complaint.paused_for)


def person(work: Work, complaint: Complaint, person_id: int, field: str | None = None) -> Person:
    """A colleague who may be given a part in the case. Refuses people who left, and the subject."""
    found = work.session.get(Person, person_id)
    if found is None or found.deactivated_at is not None:
        raise Refusal("complaints/nobody-there", field=field)
    if queries.is_subject(complaint, found.id):
        raise Refusal("complaints/conflict-of-interest", field=field, number=complaint.id)
    return found


def words(text: str, field: str) -> str:
    """What somebody typed, masked. Refuses nothing at all."""
    text = text.strip()
    if not text:
        raise Refusal("complaints/text-missing", field=field)
    return mask(text).text


def told(work: Work, complaint: Complaint, kind: str, notice: Told) -> ComplaintNotice:
    """Record a notice to the customer: kind, channel, time, evidence, by whom. Refuses one without proof, one from
    before the complaint and one that lies ahead (CBIRC 2020-3 art 21: what cannot be proved was not said)."""
    if notice.channel not in CHANNELS:
        raise Refusal("complaints/channel-missing", field="channel")
    evidence = words(notice.evidence, "evidence")
    sent = notice.sent_at or work.now
    if not complaint.received_at <= sent <= work.now:
        raise Refusal("complaints/notice-time", field="sent_at", when=sent)
    return work.save(
        ComplaintNotice(
            complaint_id=complaint.id, kind=kind, channel=notice.channel, sent_at=sent, evidence=evidence,
            by_id=work.actor.person_id,
        )
    )  # fmt: skip


def kept_reason(work: Work, complaint: Complaint) -> str:
    """What was pinned below the card, as one text: evidence and the draft of a summary."""
    rows: Sequence[tuple[object, str]] = queries.pinned(work.session, complaint.id)
    return "\n".join(f"{name}: {getattr(message, 'text', '')}" for message, name in rows)


def done(work: Work, complaint: Complaint) -> Complaint:
    """What every change ends with: index, history, cards."""
    timing.settle(work, complaint)
    return complaint
