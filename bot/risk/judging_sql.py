"""The rules of the pack as one set-based SELECT: every flag, line and trigger becomes a CASE expression over the newest
figures and the open signals of the customers asked for.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from bot.core.policy.risk import Flag, Risk
from bot.core.prepared import among
from bot.risk.models import Alert, MutedReason, Reading, Signal
from bot.risk.triggers import MENTIONS, OVERDUE, line_of, measured, rank, window_of, windows

Condition = ColumnElement[bool]
Number = ColumnElement[float]
PERIOD = "period"
SINCE = "since_"
"""How the parameters begin that say since when the signals of a window count; the trigger's code follows."""


class Worst(FunctionElement[Any]):
    """The greatest of several ranks, each written once: SQLite calls it MAX, PostgreSQL GREATEST."""

    inherit_cache = True
    type: TypeEngine[Any] = Integer()


@compiles(Worst)
def _worst(element: Worst, compiler: SQLCompiler, **how: Any) -> str:
    ranks = list(element.clauses)
    name = "greatest" if compiler.dialect.name == "postgresql" else "max"
    return (
        f"{name}({compiler.process(element.clauses, **how)})" if len(ranks) > 1 else compiler.process(ranks[0], **how)
    )


def codes(policy: Risk) -> list[str]:
    """The readings that are looked at."""
    wanted = [flag.reading for flag in policy.flags.values()] + [rule.reading for rule in measured(policy).values()]
    return list(dict.fromkeys([*wanted, "interest", "total_assets", OVERDUE]))


def statement(policy: Risk, customers: Select[Any], muted: bool, postgresql: bool) -> Select[Any]:
    """The SELECT itself: one row a customer that is above green or has an open alert.

    `muted` says whether any of them has a muted reason; most have none, and looking for them costs as much as judging.
    It takes `codes` (see there), the pack's `triggers` by code, and since when the signals of each window count.
    """
    asked = customers.subquery("asked")
    figures = _figures(policy, asked, muted, postgresql)
    signals = _signals(policy, asked)
    mine = figures.c.customer_id
    opened = select(literal(1)).where(Alert.customer_id == mine, Alert.ended_at.is_(None)).exists()
    weighed = (
        select(
            mine.label("customer_id"), _count(policy, figures).label("count"),
            Worst(func.coalesce(signals.c.rank, 0), *_by_figures(policy, figures)).label("by_trigger"),
            figures.c[PERIOD], signals.c.last.label("last_signal"), signals.c.many.label("signals"),
            opened.label("open"), *(figures.c[code] for code in codes(policy)),
            _by_overdue(policy, figures).label("by_overdue"),
        )
        .select_from(figures)
        .outerjoin(signals, signals.c.customer_id == mine)
        # Else each mention of the count below would count anew.
        .offset(0)
        .subquery("weighed")
    )  # fmt: skip
    *shown, by_overdue = weighed.c
    by_count = _by_count(policy, weighed.c["count"])
    level = Worst(by_count, by_overdue, weighed.c.by_trigger)
    judged = select(level.label("level"), by_count.label("by_count"), *shown).subquery("judged")
    return select(judged).where(or_(judged.c.level > 0, judged.c.open)).order_by(judged.c.customer_id)


def _figures(policy: Risk, asked: FromClause, muted: bool, postgresql: bool) -> FromClause:
    """One row a customer asked for: the newest figure of each code, a column each, and the value it is muted at.

    Each database has its own way by which the cost follows what these customers have, not what the book holds.
    """
    figures = _pivoted(policy, asked) if postgresql else _looked_up(policy, asked)
    if not muted:
        return figures
    quiet = [
        select(func.coalesce(MutedReason.value, figures.c[code]))
        .where(MutedReason.customer_id == figures.c.customer_id, MutedReason.reason == code)
        .scalar_subquery()
        .label(f"muted_{code}")
        for code in codes(policy)
    ]
    return select(*figures.c, *quiet).subquery("heard")


def _pivoted(policy: Risk, asked: FromClause) -> FromClause:
    mine = select(Reading.code, Reading.period, Reading.value).correlate(asked)
    mine = mine.where(Reading.customer_id == asked.c[0], among(Reading.code, "codes"))
    # Backwards, as the unique index can be read: nothing is sorted.
    newest = mine.ext(distinct_on(Reading.code)).order_by(Reading.code.desc(), Reading.period.desc()).lateral("newest")
    values = [func.max(case((newest.c.code == code, newest.c.value))).label(code) for code in codes(policy)]
    each = select(func.max(newest.c.period).label(PERIOD), *values).lateral("each")
    return select(asked.c[0].label("customer_id"), *each.c).select_from(asked).join(each, true()).subquery("figures")


def _looked_up(policy: Risk, asked: FromClause) -> FromClause:
    mine = Reading.customer_id == asked.c[0]
    last = select(func.max(Reading.period)).where(mine, among(Reading.code, "codes")).scalar_subquery()
    newest = select(Reading.value).where(mine).order_by(Reading.period.desc()).limit(1)
    values = [newest.where(Reading.code == code).scalar_subquery().label(code) for code in codes(policy)]
    found = select(asked.c[0].label("customer_id"), last.label(PERIOD), *values).select_from(asked)
    # Else every rule that reads a figure would look it up again.
    return found.cte("figures").prefix_with("MATERIALIZED")


def _heard(figures: FromClause, reading: str, direction: str) -> Condition:
    """Whether a reading is not muted, or has become worse than when it was."""
    if f"muted_{reading}" not in figures.c:
        return true()
    value, muted = figures.c[reading], figures.c[f"muted_{reading}"]
    return or_(muted.is_(None), value.op(_strict(direction))(muted))


def _signals(policy: Risk, asked: FromClause) -> Subquery:
    """The rank of the worst trigger that signals pull, the newest signal, and how many there are."""
    single = [
        (and_(Signal.kind == code, Signal.worse), rank(rule.worse or rule.level))
        for code, rule in policy.triggers.items()
        if window_of(rule) is None
    ] + [(Signal.kind == code, rank(rule.level)) for code, rule in policy.triggers.items() if window_of(rule) is None]
    ranks: list[Number] = [func.coalesce(func.max(case(*single, else_=0)), 0)]
    for code, window in windows(policy).items():
        rule, since = policy.triggers[code], bindparam(SINCE + code, type_=Signal.created_at.type)
        counted: Condition = Signal.kind == code
        if code == MENTIONS:
            counted = not_(among(Signal.kind, "triggers"))
        enough = func.sum(case((and_(counted, Signal.created_at >= since), 1), else_=0)) >= window.count
        worse = func.max(case((and_(counted, Signal.worse), 1), else_=0)) == 1
        ranks.append(case((and_(enough, worse), rank(rule.worse or rule.level)), (enough, rank(rule.level)), else_=0))
    return (
        select(
            Signal.customer_id,
            Worst(*ranks).label("rank"),
            func.max(Signal.id).label("last"),
            func.count().label("many"),
        )
        .join(asked, asked.c[0] == Signal.customer_id)
        .outerjoin(MutedReason, and_(MutedReason.customer_id == Signal.customer_id, MutedReason.reason == Signal.kind))
        .where(Signal.ended_at.is_(None), MutedReason.id.is_(None))
        .group_by(Signal.customer_id)
        .subquery("signals")
    )


def _count(policy: Risk, figures: FromClause) -> Number:
    counts = [case((_raised(policy, flag, figures), float(flag.weight)), else_=0.0) for flag in policy.flags.values()]
    total: Number = counts[0]
    for other in counts[1:]:
        total = total + other
    return total


def _raised(policy: Risk, flag: Flag, figures: FromClause) -> Condition:
    value = figures.c[flag.reading]
    raised = and_(value.op(flag.direction)(flag.line), _heard(figures, flag.reading, flag.direction))
    line = policy.lines.get(flag.reading)
    if line is None or line.share_percent is None:
        return raised
    interest, assets = figures.c.interest, figures.c.total_assets
    # Hardly any interest: cover says nothing. Unknown interest or assets leave the flag as it is.
    matters = or_(interest.is_(None), assets.is_(None), assets == 0, interest / assets * 100 > line.share_percent)
    return and_(raised, matters)


def _strict(direction: str) -> str:
    return direction[0]


def _by_count(policy: Risk, count: Number) -> Number:
    levels = policy.levels
    return case((count >= levels.red, 3), (count >= levels.orange, 2), (count >= levels.yellow, 1), else_=0)


def _by_overdue(policy: Risk, figures: FromClause) -> Number:
    days = figures.c[OVERDUE]
    steps = sorted(policy.overdue.steps, key=lambda step: -step.from_days)
    heard = _heard(figures, OVERDUE, ">")
    return case(*((and_(days >= step.from_days, heard), rank(step.level)) for step in steps), else_=0)


def _by_figures(policy: Risk, figures: FromClause) -> list[Number]:
    ranks: list[Number] = []
    for code, rule in measured(policy).items():
        value, heard = figures.c[rule.reading], _heard(figures, rule.reading, rule.direction)
        trigger = policy.triggers[code]
        steps = [(line_of(policy, code, rule, worse=True), trigger.worse), (line_of(policy, code, rule), trigger.level)]
        cases = [
            (and_(value.op(rule.direction)(line), heard), rank(level))
            for line, level in steps
            if line is not None and level
        ]
        ranks.append(case(*cases, else_=0))
    return ranks
