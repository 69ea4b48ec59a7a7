"""What the pack wants done before an alert may end, and what of it is still lacking."""

from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.risk import queries
from bot.risk.models import Alert


@dataclass(frozen=True)
class CleanChecks:
    """The checks without a finding that an end needs: so many, so many days apart, so many of them made.

    `filed` counts those filed clean, whatever lies between them.
    """

    wanted: int
    days: int
    done: int
    filed: int


def clean_checks(work: Work, alert: Alert) -> CleanChecks | None:
    """How far the clean checks are; None at a level that needs none."""
    needs = work.house.policy.risk.responses[alert.level]
    if not needs.clean_checks:
        return None
    days = needs.clean_check_gap.days if needs.clean_check_gap else 0
    filed = queries.clean_checks(work, alert)
    apart = [one for one in filed if one.done_at and filed[0].done_at and (one.done_at - filed[0].done_at).days >= days]
    done = len(filed[:1]) + len(apart[: needs.clean_checks - 1])
    return CleanChecks(needs.clean_checks, days, done, len(filed))


def open_measures(work: Work, alert: Alert) -> Refusal | None:
    """Why an alert with measures under way may not go on; None when all are done or dropped."""
    waiting = queries.measures_of(work, alert, open_only=True)
    rows = [{"id": one.id, "text": one.text} for one in waiting]
    return Refusal("risk/measures-open", id=alert.id, rows=rows) if rows else None


def lacking(work: Work, alert: Alert) -> Refusal | None:
    """What an alert still lacks before somebody may ask to close it; None when nothing does."""
    if alert.confirmed_at is None:
        return Refusal("risk/confirm-first", id=alert.id)
    waiting = open_measures(work, alert)
    if waiting is not None:
        return waiting
    needs = work.house.policy.risk.responses[alert.level]
    if "measures_done" in needs.close_needs and not any(one.kept_at for one in queries.measures_of(work, alert)):
        return Refusal("risk/no-measure", id=alert.id)
    checks = clean_checks(work, alert)
    if checks and checks.done < checks.wanted:
        return Refusal("risk/checks-needed", id=alert.id, wanted=checks.wanted, days=checks.days, done=checks.filed)
    return None
