"""How cases react to what other slices announce: answers of departments, promises kept or moved."""

from bot.complaints import deadlines_kept, recurrence, timing
from bot.complaints.models import Complaint
from bot.core.subject import Subject
from bot.core.work import Work
from bot.escalations.facts import Answered, Asked, Closed, Declined
from bot.escalations.facts import Reopened as AskReopened
from bot.promises.facts import Kept, Moved
from bot.promises.models import Promise


def _about(work: Work, about: Subject | None) -> Complaint | None:
    return work.session.get(Complaint, about.id) if about is not None and about.kind == "complaint" else None


def asked(work: Work, fact: Asked) -> None:
    """A department was asked about the case."""
    _write(work, fact.about, "asked", fact.ask_id)


def answered(work: Work, fact: Answered) -> None:
    """A department answered: its words are evidence, the card shows that they are there."""
    _write(work, fact.about, "answered", fact.ask_id, fact.answer)


def declined(work: Work, fact: Declined) -> None:
    """A department said no."""
    _write(work, fact.about, "declined", fact.ask_id, fact.reason)


def asked_again(work: Work, fact: AskReopened) -> None:
    """The answer was not enough."""
    _write(work, fact.about, "asked_again", fact.ask_id, fact.reason)


def ask_closed(work: Work, fact: Closed) -> None:
    """The question is over: the case goes on."""
    _write(work, fact.about, "ask_closed", fact.ask_id)


def _write(work: Work, about: Subject | None, kind: str, ask_id: int, words: str = "") -> None:
    complaint = _about(work, about)
    if complaint is not None:
        timing.record(work, complaint, kind, reason=words, data={"ask": ask_id})
        work.session.flush()
        work.refresh(complaint.subject)


def kept(work: Work, fact: Kept) -> None:
    """The promise to the customer, or a corrective action, was kept."""
    complaint = _about(work, fact.about)
    if complaint is None:
        return
    promise = work.session.get_one(Promise, fact.promise_id)
    if promise.purpose == deadlines_kept.REPLY and complaint.is_open:
        deadlines_kept.kept(work, complaint)
    elif promise.purpose == deadlines_kept.CORRECTIVE:
        recurrence.kept(work, promise.id, promise.outcome)


def moved(work: Work, fact: Moved) -> None:
    """The promise to the customer got another date."""
    complaint = _about(work, fact.about)
    if complaint is None or not complaint.is_open:
        return
    promise = work.session.get_one(Promise, fact.promise_id)
    if promise.purpose == deadlines_kept.REPLY:
        deadlines_kept.moved(work, complaint, promise.due_at)
