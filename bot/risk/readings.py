"""Figures in: typed, or imported by the thousand; whoever has new ones is marked to be judged."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import bindparam, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite

from bot.core import bulk
from bot.core.errors import Refusal
from bot.core.policy import Span
from bot.core.policy.dates import later
from bot.core.prepared import Prepared, among
from bot.core.work import Work
from bot.customers.models import Customer
from bot.risk import ratios
from bot.risk.models import Reading, Touched
from bot.risk.triggers import MEASURED, OVERDUE

EXTRA = (
    *dict.fromkeys(rule.reading for rule in MEASURED.values()),
    OVERDUE,
    "balance_30d",
    "balance_180d",
    "transactions_change",
)
"""Codes that are no ratio of a statement: account movements, overdue days."""
CODES = (*ratios.CODES, *ratios.FIGURES, *EXTRA)
"""Every code a reading may have."""
_KNOWN = frozenset(CODES)

Entry = tuple[int, str, date, float]
"""Customer, code, period, value."""
Key = tuple[int, str, date]
"""Customer, code, period."""


def touch(work: Work, customers: Iterable[int]) -> None:
    """These customers have something new to be judged."""
    touched = sorted(set(customers))
    if not touched:
        return
    now = literal(work.now, Touched.touched_at.type)
    rows = select(Customer.id, literal(1), now).where(among(Customer.id, "who"))
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Touched.__table__).from_select(["customer_id", "times", "touched_at"], rows)
    again = {"times": Touched.times + 1, "touched_at": statement.excluded.touched_at}
    work.session.execute(statement.on_conflict_do_update(index_elements=["customer_id"], set_=again), {"who": touched})


def store(work: Work, entries: Sequence[Entry], source: str) -> None:
    """Write figures, few statements a chunk. The same figures again change nothing and touch nobody."""
    write(work, entries, known_values(work, [(entry[0], entry[1], entry[2]) for entry in entries]), source)


def write(work: Work, entries: Sequence[Entry], known: Mapping[Key, float], source: str) -> None:
    """Write the figures that differ from what is `known`, and mark their customers to be judged."""
    merged = {(customer, code, period): value for customer, code, period, value in entries}
    news = {key: value for key, value in merged.items() if key not in known or not math.isclose(known[key], value)}
    if not news:
        return
    given = _GIVEN.given(work.session, ((*key, value) for key, value in news.items()))
    _writing(work.session.get_bind().dialect.name).run(
        work.session, now=work.now, source=source, by=work.actor.id, **given
    )
    touch(work, (key[0] for key in news))


_CELLS = ("customer_id", "code", "period", "value")
_GIVEN = bulk.Rows("given", {name: Reading.__table__.c[name].type for name in _CELLS})


@cache
def _writing(backend: str) -> Prepared:
    table, given = Reading.__table__, _GIVEN.table(backend)
    same = (
        bindparam("now", type_=table.c.created_at.type), bindparam("source", type_=table.c.source.type),
        bindparam("by", type_=table.c.by_id.type),
    )  # fmt: skip
    # SQLite cannot tell ON CONFLICT from a join without a WHERE.
    rows = select(*given.c, *same).where(true())
    dialect = postgresql if backend == "postgresql" else sqlite
    statement = dialect.insert(table).from_select([*_CELLS, "created_at", "source", "by_id"], rows)
    renewed = {name: statement.excluded[name] for name in ("value", "source", "by_id")}
    keys = ["customer_id", "code", "period"]
    return Prepared(statement.on_conflict_do_update(index_elements=keys, set_=renewed))


def known_values(work: Work, keys: Sequence[Key]) -> dict[Key, float]:
    """The figures already kept under these keys."""
    customers = sorted({key[0] for key in keys})
    wanted = set(keys)
    found: dict[Key, float] = {}
    for first in range(0, len(customers), 500):
        query = select(Reading.customer_id, Reading.code, Reading.period, Reading.value).where(
            Reading.customer_id.in_(customers[first : first + 500]),
            Reading.period.in_(sorted({key[2] for key in keys})),
        )
        found |= {
            (row[0], row[1], row[2]): row[3]
            for row in work.session.execute(query)
            if (row[0], row[1], row[2]) in wanted
        }
    return found


def record(work: Work, customer_id: int, period: date, values: Mapping[str, float]) -> Customer:
    """Figures typed for one period, with the ratios that follow. Refuses an empty list, and a future period."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    if not values:
        raise Refusal("risk/no-figures", field="figures")
    if period > work.now.astimezone(work.actor.zone).date():
        raise Refusal("risk/future-period", field="period", day=period)
    known = complete(work, {**_year_before(work, customer.id, period), **values})
    store(work, [(customer.id, code, period, value) for code, value in known.items()], "form")
    work.audit("risk.readings-typed", None, customer=customer.id, codes=sorted(values))
    return customer


def _year_before(work: Work, customer_id: int, period: date) -> dict[str, float]:
    """The figures of the same period a year before, by code with `_prior`."""
    year = period.replace(day=1, year=period.year - 1)
    query = select(Reading.code, Reading.value).where(
        Reading.customer_id == customer_id, Reading.period >= year, Reading.period < later(year, Span.parse("1 month"))
    )
    return {f"{code}_prior": value for code, value in work.session.execute(query.order_by(Reading.period))}


def complete(work: Work, values: Mapping[str, float]) -> dict[str, float]:
    """The figures given and the ratios they make, where those were not given themselves."""
    if values.keys().isdisjoint(ratios.FIGURES):
        # Without a figure of this period no ratio follows, whatever is known of the year before.
        return {code: value for code, value in values.items() if code in _KNOWN}
    policy = work.house.policy.risk
    made = ratios.ratios(values, policy.year_days, tuple(policy.altman.coefficients))
    computed = {code: one.value for code, one in made.items() if one.value is not None and code in _KNOWN}
    return {**computed, **{code: value for code, value in values.items() if code in _KNOWN}}
