"""Rows about complaints and questions, in digests and on Home: my cases, what waits for me, what a lead must know."""

from collections.abc import Sequence
from typing import Any

from bot.complaints import cards as complaint_cards
from bot.complaints import queries as complaints
from bot.complaints.models import Complaint
from bot.core.work import Work
from bot.escalations import cards as ask_cards
from bot.escalations import queries as asks
from bot.escalations.models import Ask
from bot.reports.morning import MOST, Morning


def mine(work: Work, day: Morning) -> Sequence[int]:
    """The open cases the person answers for, the earliest limit first."""
    return complaints.handled_by(work, day.owners, MOST)


def mine_late(work: Work, day: Morning) -> Sequence[int]:
    """Those of them that missed a limit: acknowledgement, contact, plan ... or the end."""
    return complaints.handled_by(work, day.owners, MOST, late=True)


def deciding(work: Work, day: Morning) -> Sequence[int]:
    """The cases that wait for the person: to approve, to review, to verify."""
    return complaints.awaiting(work, day.owners, MOST)


def late_in_team(work: Work, day: Morning) -> Sequence[int]:
    """The team's cases that missed a limit, or end today or tomorrow."""
    return complaints.late_of_team(work, day.person.id, day.ends + complaints.AHEAD, MOST)


def waiting(work: Work, day: Morning) -> Sequence[int]:
    """The questions whose next move is the person's."""
    return asks.owed_by(work, day.owners, MOST)


def waiting_late(work: Work, day: Morning) -> Sequence[int]:
    """Those of them that missed a clock."""
    return asks.owed_by(work, day.owners, MOST, late=True)


def unanswered(work: Work, day: Morning) -> Sequence[int]:
    """The questions of the team, or to the department one heads, that the department owes and missed a clock of."""
    return asks.late_of_team(work, day.person.id, MOST)


def left_hanging(work: Work, day: Morning) -> Sequence[int]:
    """The questions the department did its part of, and somebody of the team has not reacted to for long."""
    return asks.silent_of_team(work, day.person.id, MOST)


def case(work: Work, day: Morning, complaint_id: int) -> dict[str, Any] | None:
    """A case as a row. Done when nothing of it waits for this person; None when the person may not see it."""
    complaint = work.session.get(Complaint, complaint_id)
    if complaint is None or not complaints.may_see(work, complaint):
        return None
    line = complaint_cards.line(work, complaint)
    return line | {"kind": "complaint", "mine": complaint.handler_id in day.owners, "done": not complaint.is_open}


def to_decide(work: Work, day: Morning, complaint_id: int) -> dict[str, Any] | None:
    """A case that waits for this person's word."""
    row = case(work, day, complaint_id)
    if row is None:
        return None
    return row | {"done": row["done"] or complaint_id not in complaints.awaiting(work, day.owners, MOST)}


def question(work: Work, day: Morning, ask_id: int) -> dict[str, Any] | None:
    """A question as a row. Done when the next move is somebody else's; None when the person may not see it."""
    ask = work.session.get(Ask, ask_id)
    if ask is None or not asks.may_see(work, ask):
        return None
    return _ask(work, ask, day) | {"done": asks.next_move(ask) not in day.owners}


def late_question(work: Work, day: Morning, ask_id: int) -> dict[str, Any] | None:
    """A question a lead looks at: done when its clock runs again or it is closed."""
    ask = work.session.get(Ask, ask_id)
    if ask is None or not asks.may_see(work, ask):
        return None
    row = _ask(work, ask, day)
    return row | {"done": not row["late"]}


def _ask(work: Work, ask: Ask, day: Morning) -> dict[str, Any]:
    return ask_cards.line(work, ask, day.person.id) | {"kind": "ask", "mine": asks.next_move(ask) in day.owners}
