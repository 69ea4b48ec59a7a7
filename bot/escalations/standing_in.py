"""What happens to questions when somebody leaves the house."""

from sqlalchemy import func, select

from bot.core.work import Work
from bot.directory.facts import PersonGone
from bot.directory.models import Person
from bot.escalations import hands
from bot.escalations.models import Ask


def person_gone(work: Work, fact: PersonGone) -> None:
    """What a leaver had to answer goes back to the roster at once."""
    leaver = work.session.get_one(Person, fact.person_id)
    work.session.flush()
    held = select(Ask).where(
        func.coalesce(Ask.owner_id, Ask.assigned_id) == leaver.id, Ask.closed_at.is_(None), Ask.answered_at.is_(None),
        Ask.deciding_at.is_(None),
    )  # fmt: skip
    for ask in work.session.scalars(held).all():
        hands.person_gone(work, ask, leaver)
