"""What the pack wants done before an alert may end, and what of it is still lacking."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import queries as customers
from bot.directory import queries as directory
from bot.risk import queries
from bot.risk.models import Alert, Check


@dataclass(frozen=True)
class CleanChecks:
    """The checks without a finding that an end needs: so many, so many days apart; `done` counts those that qualify.

    `earliest` is the local day from which on the next one counts; None while any day does.
    """

    wanted: int
    days: int
    done: int
    earliest: date | None


def clean_checks(work: Work, alert: Alert) -> CleanChecks | None:
    """How far the clean checks are; None at a level that needs none."""
    needs = work.house.policy.risk.responses[alert.level]
    if not needs.clean_checks:
        return None
    days = needs.clean_check_gap.days if needs.clean_check_gap else 0
    zone = directory.working_time(work.session, customers.owner_of(work, alert.customer_id)).zone
    filed = [one.done_at.astimezone(zone).date() for one in queries.clean_checks(work, alert) if one.done_at]
    earliest = filed[0] + timedelta(days=days) if filed else None
    apart = [day for day in filed[1:] if earliest and day >= earliest]
    return CleanChecks(needs.clean_checks, days, len(filed[:1]) + len(apart[: needs.clean_checks - 1]), earliest)


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
        return Refusal("risk/checks-needed", id=alert.id, wanted=checks.wanted, days=checks.days, done=checks.done)
    return None


def progress(work: Work, check: Check) -> dict[str, Any] | None:
    """How far a filed report brought its alert towards the end, and when the next check is due; None without an alert.

    `early` is the day from which on a clean check would have counted, where this one came before it.
    """
    alert = work.session.get(Alert, check.source_id) if check.source_kind == "alert" else None
    needs = clean_checks(work, alert) if alert is not None and alert.ended_at is None else None
    if alert is None or needs is None:
        return None
    early = check.clean and needs.done < needs.wanted and len(queries.clean_checks(work, alert)) > needs.done
    ahead = next((one.due_on for one in queries.open_checks(work, check.customer_id)), None)
    return {
        "id": alert.id, "done": needs.done, "wanted": needs.wanted, "next": ahead,
        "early": needs.earliest if early else None,
    }  # fmt: skip
