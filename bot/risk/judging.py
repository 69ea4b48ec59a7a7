"""Levels are judged inside the database, for whom something is new: one set-based SELECT (`judging_sql.py`).

A test holds it equal to `rules.assess`, which explains a single customer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from bot.core.policy.risk import Risk
from bot.risk.judging_sql import codes, statement
from bot.risk.models import MutedReason
from bot.risk.rules import ORDER


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


# The expressions are many and the rows few: compiling them takes longer than running them. And a customer's figures lie
# side by side in the index: going through the whole table instead would make the cost grow with the book.
_PLAN = """
SELECT set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '32MB', true)
"""


def judge(session: Session, policy: Risk, now: datetime, customers: Select[Any]) -> list[Verdict]:
    """Judge the customers of a SELECT of customer ids; only those above green or with an open alert come back."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    if postgresql:
        session.execute(text(_PLAN))
    asked = customers.subquery("asked")
    muted = (
        session.scalar(select(MutedReason.id).join(asked, asked.c[0] == MutedReason.customer_id).limit(1)) is not None
    )
    rows = session.execute(statement(policy, now, customers, muted, postgresql))
    wanted = codes(policy)
    return [_verdict(row, wanted) for row in rows]


def _verdict(row: Any, wanted: Sequence[str]) -> Verdict:
    level = ORDER[row.level]
    by = "count"
    if row.by_count != row.level:
        by = "trigger" if row.by_trigger == row.level else "overdue"
    # The figures are the last columns; a row knows its columns by name ten times slower than by place.
    figures = {code: value for code, value in zip(wanted, row[-len(wanted) :], strict=True) if value is not None}
    period = row.period.isoformat() if isinstance(row.period, date) else row.period
    told = repr(([level, period, row.last_signal, row.signals], sorted(figures.items())))
    return Verdict(row.customer_id, level, by, float(row.count_ or 0), figures, told, bool(row.open))
