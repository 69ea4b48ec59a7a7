"""Seeing a masked value: with a reason, for some minutes, counted and audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.compliance.privacy_models import Unmasking
from bot.core.errors import Refusal
from bot.core.policy.compliance import Masking
from bot.core.privacy import mask
from bot.core.privacy.reveal import Hidden
from bot.core.subject import Subject
from bot.core.work import Work

SHORTEST = 4
"""Characters a reason needs: "ok" is none."""


@dataclass(frozen=True)
class Shown:
    """What became of the wish: the values and until when they may stay on the screen, or why not."""

    until: datetime | None = None
    hidden: Sequence[Hidden] = ()
    refused: str = ""


def allowed(work: Work) -> bool:
    """Whether the acting person's role may see masked values at all (policy)."""
    return work.actor.id is not None and work.actor.role in _rules(work).unmask_roles


def standing(work: Work, about: Subject) -> Unmasking | None:
    """The person's own look at this record whose time is not over."""
    query = select(Unmasking).where(
        Unmasking.person_id == work.actor.person_id, Unmasking.subject_kind == about.kind,
        Unmasking.subject_id == about.id, Unmasking.until > work.now,
    )  # fmt: skip
    return work.session.scalars(query.order_by(Unmasking.id.desc()).limit(1)).first()


def unmask(work: Work, about: Subject, hidden: Sequence[Hidden], purpose: str, reason: str, view_id: str = "") -> Shown:
    """Let the acting person see the values of a record that he may see.

    A refusal by role or count is an answer, not an error: its audit line has to stay. Within the time that was given
    once, the same record opens again without counting again.
    """
    reason = mask(" ".join(reason.split())).text
    if len(reason) < SHORTEST:
        raise Refusal("privacy/unmask-reason", field="reason")
    before = standing(work, about)
    refused = _refused(work, hidden, before)
    if refused:
        work.audit("privacy.unmask-refused", about, why=refused)
        return Shown(refused=refused)
    until = before.until if before else work.now + _rules(work).unmask_for.delta
    kinds = sorted({each.kind for each in hidden})
    look = work.save(
        Unmasking(
            person_id=work.actor.person_id, subject_kind=about.kind, subject_id=about.id, kinds=kinds,
            purpose=purpose, reason=reason, until=until, view_id=view_id,
        )
    )  # fmt: skip
    work.audit("privacy.unmasked", about, kinds=kinds, purpose=purpose, until=until, look=look.id)
    return Shown(until, hidden)


def _refused(work: Work, hidden: Sequence[Hidden], before: Unmasking | None) -> str:
    if not allowed(work):
        return "role"
    if not hidden:
        return "nothing"
    rules = _rules(work)
    hour, day = timedelta(hours=1), timedelta(days=1)
    if before is None and (_looks(work, hour) >= rules.unmask_per_hour or _looks(work, day) >= rules.unmask_per_day):
        return "often"
    return ""


def _looks(work: Work, within: timedelta) -> int:
    """How many different records the person had opened lately."""
    seen = (
        select(Unmasking.subject_kind, Unmasking.subject_id)
        .where(Unmasking.person_id == work.actor.person_id, Unmasking.created_at > work.now - within)
        .distinct().subquery()
    )  # fmt: skip
    return work.session.scalar(select(func.count()).select_from(seen)) or 0


def _rules(work: Work) -> Masking:
    masking: Masking = work.house.policy.compliance.masking
    return masking


def over(work: Work, batch: int = 100) -> Sequence[Unmasking]:
    """Looks whose time is over and whose dialog may still stand open."""
    query = select(Unmasking).where(Unmasking.closed_at.is_(None), Unmasking.until <= work.now)
    return work.session.scalars(query.order_by(Unmasking.until).limit(batch)).all()
