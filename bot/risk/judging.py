"""Levels are judged inside the database, for whom something is new: one set-based SELECT (`judging_sql.py`).

A test holds it equal to `rules.assess`, which explains a single customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from bot.core.policy.risk import Risk
from bot.core.prepared import Prepared
from bot.customers.models import Customer
from bot.risk.judging_sql import SINCE, codes, statement
from bot.risk.models import MutedReason, Touched
from bot.risk.rules import ORDER
from bot.risk.triggers import windows


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one customer now: level, deciding rule, weighted count, the figures it stands on.

    `facts` distinguishes what it stands on from every other set of facts; `open`: an alert is open already.
    """

    customer_id: int
    level: str
    by: str
    count: float
    figures: Mapping[str, float]
    facts: str
    open: bool


ONE = select(Customer.id).where(Customer.id == bindparam("customer"))
"""The customer given as `customer`."""
NEWS = select(Touched.customer_id).where(Touched.customer_id.between(bindparam("first"), bindparam("last")))
"""Those with something new, from the id given as `first` to the one given as `last`."""

# The expressions are many and the rows few: compiling them takes longer than running them. And a customer's figures lie
# side by side in the index: going through the whole table instead would make the cost grow with the book.
_SETTINGS = {
    "jit": "off", "random_page_cost": "1.1", "max_parallel_workers_per_gather": "0", "work_mem": "32MB",
}  # fmt: skip
_PLAN = Prepared(select(*(func.set_config(name, value, True) for name, value in _SETTINGS.items())))


class _Rules:
    """A pack's rules on risk; the same object is the same rules."""

    def __init__(self, policy: Risk) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return id(self.policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and self.policy is other.policy


@lru_cache(maxsize=32)
def _prepared(rules: _Rules, customers: Select[Any], muted: bool, postgresql: bool) -> Prepared:
    return Prepared(statement(rules.policy, customers, muted, postgresql))


@lru_cache(maxsize=32)
def _muted(customers: Select[Any]) -> Prepared:
    asked = customers.subquery("asked")
    return Prepared(select(MutedReason.id).join(asked, asked.c[0] == MutedReason.customer_id).limit(1))


def judge(session: Session, policy: Risk, now: datetime, customers: Select[Any], **given: Any) -> list[Verdict]:
    """Judge the customers of a SELECT of customer ids; only those above green or with an open alert come back.

    `given` is what that SELECT takes. It is kept prepared: it has to be the same object each time.
    """
    postgresql = session.get_bind().dialect.name == "postgresql"
    if postgresql:
        _PLAN.all(session)
    muted = _muted(customers).first(session, **given) is not None
    given |= {SINCE + code: window.since(now) for code, window in windows(policy).items()}
    wanted = codes(policy)
    rows = _prepared(_Rules(policy), customers, muted, postgresql).all(
        session, codes=wanted, triggers=list(policy.triggers), **given
    )
    return [_verdict(row, wanted) for row in rows]


def _verdict(row: Any, wanted: list[str]) -> Verdict:
    ranked, by_count, customer_id, count, by_trigger, period, last_signal, signals, opened, *values = row
    by = "count"
    if by_count != ranked:
        by = "trigger" if by_trigger == ranked else "overdue"
    level = ORDER[ranked]
    figures = {code: value for code, value in zip(wanted, values, strict=True) if value is not None}
    day = period.isoformat() if isinstance(period, date) else period
    told = repr(([level, day, last_signal, signals], sorted(figures.items())))
    return Verdict(customer_id, level, by, float(count or 0), figures, told, bool(opened))
