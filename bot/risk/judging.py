"""The rules of the pack as one set-based SELECT: levels are judged inside the database, for whom something is new.

Every flag, line and trigger becomes a CASE expression over the newest figures and the open signals of the customers
asked for. A test holds it equal to `rules.assess`, which explains a single customer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session, aliased

from bot.core.policy.risk import Flag, Risk
from bot.risk.models import Alert, MutedReason, Reading, Signal
from bot.risk.rules import ORDER
from bot.risk.triggers import MENTIONS, OVERDUE, line_of, measured, rank, window_of

Condition = ColumnElement[bool]
Number = ColumnElement[float]
PERIOD = "period"


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


def codes(policy: Risk) -> list[str]:
    """The readings that are looked at."""
    wanted = [flag.reading for flag in policy.flags.values()] + [rule.reading for rule in measured(policy).values()]
    return list(dict.fromkeys([*wanted, "interest", "total_assets", OVERDUE]))


def judge(session: Session, policy: Risk, now: datetime, customers: Select[Any]) -> list[Verdict]:
    """Judge the customers of a SELECT of customer ids; only those above green or with an open alert come back."""
    if session.get_bind().dialect.name == "postgresql":
        # The expressions are many and the rows a few thousand: compiling them takes longer than running them.
        session.execute(text("SET LOCAL jit = off"))
    asked = customers.subquery("asked")
    muted = (
        session.scalar(select(MutedReason.id).join(asked, asked.c[0] == MutedReason.customer_id).limit(1)) is not None
    )
    rows = session.execute(statement(policy, now, customers, muted)).mappings()
    wanted = codes(policy)
    return [_verdict(dict(row), wanted) for row in rows]


def statement(policy: Risk, now: datetime, customers: Select[Any], muted: bool = True) -> Select[Any]:
    """The SELECT itself: one row a customer that is above green or has an open alert.

    `muted` says whether any of them has a muted reason; most have none, and looking for them costs as much as judging.
    """
    asked = customers.subquery("asked")
    figures, signals = _figures(policy, asked, muted), _signals(policy, now, asked)
    mine = asked.c[0]
    count = _count(policy, figures)
    by_count, by_overdue = _by_count(policy, count), _by_overdue(policy, figures)
    by_trigger = _greatest(func.coalesce(signals.c.rank, 0), _by_figures(policy, figures))
    level = _greatest(by_count, _greatest(by_overdue, by_trigger))
    opened = select(literal(1)).where(Alert.customer_id == mine, Alert.ended_at.is_(None)).exists()
    judged = (
        select(
            mine.label("customer_id"), level.label("level"), by_count.label("by_count"), count.label("count"),
            by_trigger.label("by_trigger"), signals.c.last.label("last_signal"), signals.c.many.label("signals"),
            opened.label("open"), figures.c[PERIOD], *(figures.c[code] for code in codes(policy)),
        )
        .select_from(asked)
        .outerjoin(figures, figures.c.customer_id == mine)
        .outerjoin(signals, signals.c.customer_id == mine)
        .subquery("judged")
    )  # fmt: skip
    return select(judged).where(or_(judged.c.level > 0, judged.c.open)).order_by(judged.c.customer_id)


def _figures(policy: Risk, asked: FromClause, muted: bool) -> Subquery:
    """The newest figure of each code, one column a code, and one for the value it is muted at."""
    newer = aliased(Reading)
    newest = ~(
        select(literal(1))
        .where(newer.customer_id == Reading.customer_id, newer.code == Reading.code, newer.period > Reading.period)
        .exists()
    )
    wanted = codes(policy)
    values = [func.max(case((Reading.code == code, Reading.value))).label(code) for code in wanted]
    joined = select(Reading.customer_id, func.max(Reading.period).label(PERIOD), *values)
    joined = joined.join(asked, asked.c[0] == Reading.customer_id).where(Reading.code.in_(wanted), newest)
    if muted:
        at = case((MutedReason.value.is_not(None), MutedReason.value), (MutedReason.id.is_not(None), Reading.value))
        quiet = [func.max(case((Reading.code == code, at))).label(f"muted_{code}") for code in wanted]
        both = and_(MutedReason.customer_id == Reading.customer_id, MutedReason.reason == Reading.code)
        joined = joined.add_columns(*quiet).outerjoin(MutedReason, both)
    return joined.group_by(Reading.customer_id).subquery("figures")


def _heard(figures: Subquery, reading: str, direction: str) -> Condition:
    """Whether a reading is not muted, or has become worse than when it was."""
    if f"muted_{reading}" not in figures.c:
        return true()
    value, muted = figures.c[reading], figures.c[f"muted_{reading}"]
    return or_(muted.is_(None), value.op(_strict(direction))(muted))


def _signals(policy: Risk, now: datetime, asked: FromClause) -> Subquery:
    """The rank of the worst trigger that signals pull, the newest signal, and how many there are."""
    single = [
        (and_(Signal.kind == code, Signal.worse), rank(rule.worse or rule.level))
        for code, rule in policy.triggers.items()
        if window_of(rule) is None
    ] + [(Signal.kind == code, rank(rule.level)) for code, rule in policy.triggers.items() if window_of(rule) is None]
    ranks: list[Number] = [func.coalesce(func.max(case(*single, else_=0)), 0)]
    for code, rule in policy.triggers.items():
        window = window_of(rule)
        if window is None:
            continue
        counted: Condition = Signal.kind == code
        if code == MENTIONS:
            counted = Signal.kind.not_in(list(policy.triggers))
        enough = func.sum(case((and_(counted, Signal.created_at >= window.since(now)), 1), else_=0)) >= window.count
        worse = func.max(case((and_(counted, Signal.worse), 1), else_=0)) == 1
        ranks.append(case((and_(enough, worse), rank(rule.worse or rule.level)), (enough, rank(rule.level)), else_=0))
    worst: Number = ranks[0]
    for other in ranks[1:]:
        worst = _greatest(worst, other)
    return (
        select(Signal.customer_id, worst.label("rank"), func.max(Signal.id).label("last"), func.count().label("many"))
        .join(asked, asked.c[0] == Signal.customer_id)
        .outerjoin(MutedReason, and_(MutedReason.customer_id == Signal.customer_id, MutedReason.reason == Signal.kind))
        .where(Signal.ended_at.is_(None), MutedReason.id.is_(None))
        .group_by(Signal.customer_id)
        .subquery("signals")
    )


def _count(policy: Risk, figures: Subquery) -> Number:
    counts = [case((_raised(policy, flag, figures), flag.weight), else_=0.0) for flag in policy.flags.values()]
    total: Number = counts[0]
    for other in counts[1:]:
        total = total + other
    return total


def _raised(policy: Risk, flag: Flag, figures: Subquery) -> Condition:
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


def _by_overdue(policy: Risk, figures: Subquery) -> Number:
    days = figures.c[OVERDUE]
    steps = sorted(policy.overdue.steps, key=lambda step: -step.from_days)
    heard = _heard(figures, OVERDUE, ">")
    return case(*((and_(days >= step.from_days, heard), rank(step.level)) for step in steps), else_=0)


def _by_figures(policy: Risk, figures: Subquery) -> Number:
    worst: Number = literal(0)
    for code, rule in measured(policy).items():
        value, heard = figures.c[rule.reading], _heard(figures, rule.reading, rule.direction)
        trigger = policy.triggers[code]
        steps = [(line_of(policy, code, rule, worse=True), trigger.worse), (line_of(policy, code, rule), trigger.level)]
        cases = [
            (and_(value.op(rule.direction)(line), heard), rank(level))
            for line, level in steps
            if line is not None and level
        ]
        worst = _greatest(worst, case(*cases, else_=0))
    return worst


def _greatest(one: Number, other: Number) -> Number:
    # SQLite has no GREATEST and PostgreSQL no scalar MAX.
    return case((one >= other, one), else_=other)


def _verdict(row: Mapping[str, Any], wanted: Sequence[str]) -> Verdict:
    level = ORDER[int(row["level"])]
    by = "count"
    if int(row["by_count"]) != int(row["level"]):
        by = "trigger" if int(row["by_trigger"]) == int(row["level"]) else "overdue"
    figures = {code: float(row[code]) for code in wanted if row[code] is not None}
    facts = [
        level,
        row[PERIOD].isoformat() if isinstance(row[PERIOD], date) else row[PERIOD],
        row["last_signal"],
        row["signals"],
    ]
    told = repr((facts, sorted(figures.items())))
    return Verdict(int(row["customer_id"]), level, by, float(row["count"] or 0), figures, told, bool(row["open"]))
