"""What people write below a card: kept masked, pinned for the timeline, and a few words that do what buttons do."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.complaints import acting, queries, timing, wordlists
from bot.complaints.models import Complaint, ComplaintMessage
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.work import Work
from bot.directory import queries as directory
from bot.escalations import wordlists as escalation_words


@dataclass(frozen=True)
class Said:
    """One reply: where it stands, its words, the names of its files."""

    channel: str
    ts: str
    text: str
    files: Sequence[str] = ()


def keep(work: Work, complaint_id: int, said: Said) -> str | None:
    """Keep a reply, masked; returns the verb its words mean (contacted, satisfied, ...), None for talk.

    In a shared channel everybody in the thread may speak; the subject's words are not kept as evidence.
    """
    complaint = work.session.get(Complaint, complaint_id)
    if complaint is None or work.actor.id is None or queries.is_subject(complaint, work.actor.id):
        return None
    text = said.text.strip()
    if escalation_words.is_concern(text):
        raise Refusal("escalations/not-in-threads", number=complaint.id, typed="")
    if (text or said.files) and queries.message_at(work.session, said.channel, said.ts) is None:
        work.save(
            ComplaintMessage(
                complaint_id=complaint.id, channel=said.channel, ts=said.ts, author_id=work.actor.id,
                text=mask(directory.with_names(work.session, text)).text, files=list(said.files),
            )
        )  # fmt: skip
    return wordlists.said("thread", text) if queries.acts_for(work, complaint) else None


def pin(work: Work, channel: str, ts: str, added: bool) -> ComplaintMessage | None:
    """Keep a reply for timeline, evidence and summary, or let it go again. Refuses who may not act on the case."""
    message = queries.message_at(work.session, channel, ts)
    if message is None:
        return None
    complaint = queries.find(work, message.complaint_id)
    acting.unbiased(work, complaint)
    if not queries.acts_for(work, complaint):
        raise Refusal("complaints/not-yours", number=complaint.id)
    if added == (message.pinned_at is not None):
        return message
    message.pinned_at = work.now if added else None
    timing.record(work, complaint, "pinned" if added else "unpinned", reason=message.text)
    work.session.flush()
    work.refresh(complaint.subject)
    return message


def follow(work: Work, channel: str, ts: str, text: str | None) -> None:
    """A reply was edited or deleted at Slack: what is kept follows."""
    message = queries.message_at(work.session, channel, ts)
    if message is None:
        return
    if text is None:
        message.text, message.pinned_at, message.files = "", None, []
    elif not escalation_words.is_concern(text):
        message.text = mask(directory.with_names(work.session, text.strip())).text
