"""When checks fall due and rights are lost. Local dates in, local dates out.

Source of the rights: Civil Code of China, articles 188 (limitation), 692 (guarantee period), 419 (mortgage).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.policy.dates import later
from bot.core.policy.risk import Check, LegalDate


def first_check(drawn_on: date, check: Check) -> date | None:
    """Last day for the first check after drawdown: was the money used as agreed? None if the pack wants none."""
    return later(drawn_on, check.after) if check.after else None


def next_routine(last: date, check: Check, rating: str | None = None, short_term: bool = False) -> date | None:
    """When the next routine check is due: by rating if the pack knows it, monthly for loans of at most six months.

    Where both apply the earlier date holds. None if the pack wants no routine checks.
    """
    spans = [check.every_by_rating.get(rating or ""), check.every_by_rating.get("short_term") if short_term else None]
    dates = [later(last, span) for span in spans if span] or ([later(last, check.every)] if check.every else [])
    return min(dates, default=None)


def before_maturity(matures_on: date, check: Check) -> tuple[date, ...]:
    """The days of the checks before maturity, earliest first."""
    return tuple(matures_on - timedelta(days=days) for days in sorted(check.days_before, reverse=True))


@dataclass(frozen=True, slots=True)
class Right:
    """A right and the last day it can be exercised, with the days of reminders, earliest first."""

    last_day: date
    reminders: tuple[date, ...]


def right(starts_on: date, rule: LegalDate, interrupted_on: Sequence[date] = ()) -> Right:
    """How long a right lasts that starts on that day, e.g. the maturity of the debt.

    Limitation starts anew with each interruption (demand, acknowledgement, suit: Civil Code 195) that came in time; the
    guarantee period cannot be interrupted (692). An interruption after the right was lost does not bring it back.
    """
    last = later(starts_on, rule.length)
    for day in sorted(interrupted_on) if rule.interruptible else ():
        if starts_on <= day <= last:
            last = later(day, rule.length)
    return Right(last, tuple(last - timedelta(days=days) for days in sorted(rule.remind_days, reverse=True)))
