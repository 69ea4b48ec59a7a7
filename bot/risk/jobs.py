"""What the clock starts: the scan of whoever has news, alerts to announce or climb, rights about to be lost."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Text, and_, bindparam, cast, delete, insert, literal, or_, select, tuple_, update

from bot.core import bulk
from bot.core.prepared import Prepared
from bot.core.sweep import sweep
from bot.core.work import Work, Workshop
from bot.customers.models import Customer
from bot.customers.rules import interval_of
from bot.risk import alerts, checks, notices, queries, readings, telling
from bot.risk.judging import NEWS, Verdict, judge
from bot.risk.models import Alert, Facility, LegalRight, ScanMark, Signal, Touched
from bot.risk.triggers import SILENCE

READ = 10_000
"""Customers judged by one SELECT, without a lock."""
WRITE = 250
"""Alerts written by one transaction at most, so that nobody waits for the writer."""
FORGET = 1_000
"""Marks taken off by one transaction at most: they are far cheaper than alerts."""
BATCH = 200
AGAIN = timedelta(minutes=15)
DAY = timedelta(days=1)


def scan(workshop: Workshop) -> int:
    """Judge every customer with something new since the last scan; returns how many alerts are new or got worse.

    Levels are judged inside the database, a few thousand customers a SELECT, without a write lock; what came of it is
    written in short transactions. Whoever was touched again meanwhile stays for the next scan. With nothing new it
    costs one look at an empty table, however large the book is.
    """
    fall_silent(workshop)
    after, changed = -1, 0
    while True:
        with workshop.read() as work:
            news = _NEWS.all(work.session, after=after)
            if not news:
                return changed
            first, after = news[0][0], news[-1][0]
            verdicts = judge(work.session, work.house.policy.risk, work.now, NEWS, first=first, last=after)
        for done, found in _portions(news, verdicts):
            with workshop.open() as work:
                changed += len(alerts.settle(work, found))
                _forget(work, done)


def _portions(news: Sequence[Any], verdicts: Sequence[Verdict]) -> Iterator[tuple[Sequence[Any], Sequence[Verdict]]]:
    """What is written in one go: marks to take off, in the order of customers, with the verdicts on these customers."""
    while news:
        done, found = news[:FORGET], verdicts[:WRITE]
        if len(found) == WRITE:
            done = [one for one in done if one[0] <= found[-1].customer_id]
        found = [one for one in found if one.customer_id <= done[-1][0]]
        yield done, found
        news, verdicts = news[len(done) :], verdicts[len(found) :]


def _chunks(rows: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [rows[first : first + size] for first in range(0, len(rows), size)]


_MARK = cast(Touched.touched_at, Text)
"""The moment as the database itself writes it: it is only compared, and reading thousands of them takes time."""
_NEWS = Prepared(
    select(Touched.customer_id, Touched.times, _MARK)
    .where(Touched.customer_id > bindparam("after")).order_by(Touched.customer_id).limit(literal(READ))
)  # fmt: skip


_READ = bulk.Rows("read", {"customer_id": Integer(), "times": Integer(), "mark": Text()})


@cache
def _forgetting(backend: str) -> Prepared:
    read = _READ.table(backend)
    # PostgreSQL compares instants; SQLite keeps them as the very text that was read.
    mark = cast(read.c.mark, Touched.touched_at.type) if backend == "postgresql" else read.c.mark
    same = tuple_(Touched.customer_id, Touched.times, Touched.touched_at)
    return Prepared(delete(Touched).where(same.in_(select(read.c.customer_id, read.c.times, mark))))


def _forget(work: Work, news: Sequence[tuple[Any, ...]]) -> None:
    """Take the mark off those that were not touched again since they were read."""
    _forgetting(work.session.get_bind().dialect.name).run(work.session, **_READ.given(work.session, news))


def fall_silent(workshop: Workshop) -> int:
    """Customers nobody spoke to for the pack's number of intervals: a signal each, once a silence.

    Found by the index on `silent_at`, from the moment looked at last up to now; at most once a day.
    """
    trigger = workshop.house.policy.risk.triggers.get(SILENCE)
    if trigger is None:
        return 0
    with workshop.read() as work:
        mark = work.session.scalars(select(ScanMark).where(ScanMark.rule == SILENCE)).one_or_none()
        since, now = (mark.until if mark else None), work.now
        if since is not None and now - since < DAY:
            return 0
        found = [
            tuple(row) for row in work.session.execute(_silent(work, trigger.numbers.get("intervals", 2), since, now))
        ]
    for chunk in _chunks(found, WRITE):
        with workshop.open() as work:
            _say_silent(work, chunk)
    with workshop.open() as work:
        kept = work.session.scalars(select(ScanMark).where(ScanMark.rule == SILENCE)).one_or_none()
        if kept is None:
            work.save(ScanMark(rule=SILENCE, until=now))
        else:
            kept.until = now
    return len(found)


def _silent(work: Work, intervals: float, since: datetime | None, now: datetime) -> Any:
    """(id, when it counted as silent) of customers whose silence reached that many intervals since the last look."""
    service = work.house.policy.service
    spells = []
    for code, tier in service.tiers.items():
        interval = interval_of(tier)
        if interval is None:
            continue
        # `silent_at` lies one interval after the last contact.
        late = timedelta(days=(intervals - 1) * interval.days)
        mine = Customer.tier == code
        if code == service.default_tier:
            mine = or_(mine, Customer.tier.is_(None))
        spell = and_(mine, Customer.silent_at <= now - late)
        spells.append(spell if since is None else and_(spell, Customer.silent_at > since - late))
    return (
        select(Customer.id, Customer.silent_at).where(or_(*spells), Customer.closed_at.is_(None)).order_by(Customer.id)
    )


def _say_silent(work: Work, rows: Sequence[tuple[Any, ...]]) -> None:
    # One silence is named by its day, so that the next one is another signal.
    named = {customer: silent_at.toordinal() for customer, silent_at in rows}
    query = select(Signal.customer_id, Signal.source_id).where(
        Signal.customer_id.in_(named), Signal.kind == SILENCE, Signal.source_kind == "silence"
    )
    known = {(row[0], row[1]) for row in work.session.execute(query)}
    fresh = [
        {"created_at": work.now, "customer_id": customer, "kind": SILENCE, "worse": False, "evidence": "",
         "source_kind": "silence", "source_id": day, "end": ""}
        for customer, day in named.items() if (customer, day) not in known
    ]  # fmt: skip
    if fresh:
        work.session.execute(insert(Signal), fresh)
        readings.touch(work, (row["customer_id"] for row in fresh))


def wake(workshop: Workshop) -> int:
    """Look at every alert whose moment has come: announce its level, or climb. Returns how many were attended to."""
    swept = sweep(workshop, _due, _attend, _put_off, name="risk.wake", batch=BATCH)
    sweep(workshop, _rights, _remind, _put_off_right, name="risk.rights", batch=BATCH)
    return swept.handled


def _due(work: Work) -> list[int]:
    return list(work.session.scalars(queries.due_alerts(work.now, BATCH)))


def _attend(work: Work, alert_id: int) -> None:
    alert = work.session.get(Alert, alert_id, with_for_update={"skip_locked": True})
    if alert is None or alert.wake_at is None or alert.wake_at > work.now or alert.ended_at is not None:
        return
    if work.claim(alert, wake_at=None):
        telling.attend(work, alert)


def _put_off(work: Work, alert_id: int) -> None:
    later = update(Alert).where(Alert.id == alert_id).values(wake_at=work.now + AGAIN)
    work.session.execute(later, execution_options={"synchronize_session": False})


def _rights(work: Work) -> list[int]:
    query = select(LegalRight.id).where(LegalRight.wake_at <= work.now).order_by(LegalRight.wake_at)
    return list(work.session.scalars(query.limit(BATCH)))


def _remind(work: Work, right_id: int) -> None:
    right = work.session.get(LegalRight, right_id, with_for_update={"skip_locked": True})
    if right is None or right.wake_at is None or right.wake_at > work.now:
        return
    days, facility = right.step, work.session.get_one(Facility, right.facility_id)
    if not work.claim(right, wake_at=None) or days is None:
        return
    notices.right(work, right, days)
    checks.plan_reminder(work, right, facility.customer_id, after=right.last_day - timedelta(days=days))


def _put_off_right(work: Work, right_id: int) -> None:
    later = update(LegalRight).where(LegalRight.id == right_id).values(wake_at=work.now + AGAIN)
    work.session.execute(later, execution_options={"synchronize_session": False})
