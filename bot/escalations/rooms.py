"""A channel of its own for a question of severity 1."""

from bot.core import rooms
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory
from bot.escalations import queries, usecases
from bot.escalations.cards import CARD
from bot.escalations.models import Ask

SEVERITY = "S1"


def want(work: Work, ask_id: int) -> Ask:
    """Somebody who deals with a severity 1 wants a channel for it. A second time changes nothing."""
    ask = queries.find(work, ask_id)
    if ask.severity != SEVERITY:
        raise Refusal("escalations/no-room", number=ask.id)
    if ask.closed_at is not None:
        raise Refusal("escalations/over", number=ask.id)
    rooms.want(work, ask.subject)
    usecases.refresh(work, ask)
    return ask


def party(work: Work, ask_id: int) -> rooms.Party:
    """Everybody who deals with it by name, whoever stands in for them, and the head who answers for the department."""
    ask = work.session.get_one(Ask, ask_id)
    department = directory.department(work.session, ask.department)
    head = [department.head_id] if department is not None and department.head_id is not None else []
    guests = directory.slack_ids(work.session, {*queries.members(work, ask), *head}, work.now)
    return rooms.Party(guests, over=ask.closed_at is not None)


def _refresh(work: Work, ask_id: int) -> None:
    usecases.refresh(work, work.session.get_one(Ask, ask_id))


KEEPER = rooms.Keeper("ask", CARD, party, _refresh)
