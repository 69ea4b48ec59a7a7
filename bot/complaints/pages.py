"""The private page of a case: every word, the timeline, notices, call-backs; opening it is audited. And lists."""

from datetime import datetime
from typing import Any

from bot.complaints import cards, library, queries
from bot.complaints.models import Complaint, ComplaintEvent
from bot.complaints.reporting import file_orders, statistics
from bot.core.work import Work
from bot.directory.models import Person

PAGE = 2500
"""Characters of a claim on one page."""
MOST_EVENTS = 40


def whole(work: Work, complaint_id: int, number: int = 1) -> dict[str, Any]:
    """One page of everything about a case."""
    complaint = queries.find(work, complaint_id)
    work.audit("complaints.opened", complaint.subject)
    parts = [complaint.claim[at : at + PAGE] for at in range(0, len(complaint.claim), PAGE)] or [""]
    number = min(max(number, 1), len(parts))
    reporter = work.session.get_one(Person, complaint.reporter_id)
    told = {} if queries.is_subject(complaint, work.actor.id) else _told(work, complaint)
    return cards.line(work, complaint) | UNTOLD | {
        "text": parts[number - 1], "page": number, "pages": len(parts), "reporter": reporter.name,
        "hidden": bool(complaint.withheld), "filed": queries.acts_for(work, complaint),
        "complainant": complaint.complainant, "people": complaint.people,
        "representatives": complaint.representatives, "received": complaint.received_at, "regime": complaint.regime,
        "legal": complaint.legal_due_at, "breaches": cards.breaches(complaint),
    } | told  # fmt: skip


UNTOLD: dict[str, Any] = {
    "findings": "", "evidence": "", "attribution": None, "cause": None, "events": (), "notices": (), "pinned": (),
}  # fmt: skip
"""What a colleague complained about does not read, though he reported it."""


def _told(work: Work, complaint: Complaint) -> dict[str, Any]:
    return {
        "findings": complaint.findings, "evidence": complaint.evidence, "attribution": complaint.attribution,
        "cause": complaint.cause,
        "events": [_event(work, one) for one in queries.events(work.session, complaint.id)[-MOST_EVENTS:]],
        "notices": [_notice(work, one) for one in queries.notices(work.session, complaint.id)],
        "pinned": [
            {"who": name, "text": message.text, "at": message.created_at}
            for message, name in queries.pinned(work.session, complaint.id)
        ],
    }  # fmt: skip


def _event(work: Work, event: ComplaintEvent) -> dict[str, Any]:
    who = work.session.get(Person, event.actor_id) if event.actor_id else None
    return {
        "kind": event.kind, "at": event.at, "who": who.name if who else None, "reason": event.reason,
        "clock": event.data.get("clock"), "when": _instant(event.data.get("until") or event.data.get("due")),
    }  # fmt: skip


def _instant(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _notice(work: Work, notice: Any) -> dict[str, Any]:
    by = work.session.get_one(Person, notice.by_id)
    return {
        "kind": notice.kind, "channel": notice.channel, "at": notice.sent_at, "who": by.name,
        # What a single tap left says no more than the rest of the line.
        "evidence": "" if notice.evidence.startswith(f"{notice.channel} · {by.name} · ") else notice.evidence,
    }  # fmt: skip


def overview(work: Work) -> dict[str, Any]:
    """The open cases the acting person may see."""
    rows, count = queries.mine(work)
    keeps = file_orders.may_have_register(work.actor)
    lines = [cards.line(work, one) for one in rows]
    return {"rows": lines, "count": count, "register": keeps, "figures": statistics.may_read(work.actor)}


def search(work: Work, text: str) -> dict[str, Any]:
    """Past cases like this text, without names: open to everybody of the house."""
    found = library.nearest(work, text, limit=8)
    return {"query": text, "cases": [cards.case_line(one.case) for one in found]}


def draft(work: Work, complaint: Complaint) -> dict[str, str]:
    """What the form for closing is filled with: the first line of the claim, and what was pinned or answered."""
    kept = [message.text for message, _ in queries.pinned(work.session, complaint.id)]
    first = next((line for line in complaint.claim.splitlines() if line.strip()), "")
    remedies = [one.text for one in queries.remedies(work.session, complaint.id) if one.text]
    return {
        "headline": library.anonymous(work, complaint, first)[:120],
        "cause": complaint.cause or "",
        "changed": "\n".join([*kept, *remedies])[:1500],
    }
