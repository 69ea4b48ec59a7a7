"""Forgetting in time: what has outlived the policy's periods is deleted or emptied, in batches; legal holds stop it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, func, not_, select, update

from bot.compliance import retention_holds as holds
from bot.core import audit
from bot.core.policy import Pack
from bot.core.policy.compliance import Retention
from bot.core.policy.spans import Span, Unit
from bot.core.work import Work, Workshop
from bot.directory import queries as directory
from bot.directory.models import Preference
from bot.reports import forgetting
from bot.reports.keeping import KEEPINGS, Keeping

BATCH = 200
NIGHT = range(1, 5)
"""Hours of the house's own time in which the nightly tick works."""
STARTED = "retention"
"""The preference that says retention was once run by hand, after which the nights go on by themselves."""


@dataclass(frozen=True)
class Due:
    """What one table has to forget: by the rule that keeps longest, how many rows, and how many a hold keeps."""

    table: str
    rule: str
    source: str
    keep: str
    after: str
    before: datetime
    fate: str
    rows: int
    held: int


def earlier(now: datetime, span: Span) -> datetime:
    """The instant a span before now; months go by the calendar, and a day that does not exist becomes the last one."""
    if span.unit is not Unit.MONTHS:
        return now - (timedelta(days=span.amount) if span.unit.is_days else span.delta)
    months = now.year * 12 + now.month - 1 - span.amount
    year, month = divmod(months, 12)
    for day in range(now.day, 0, -1):
        try:
            return now.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return now


def _rules(pack: Pack, keeping: Keeping) -> list[tuple[str, Retention]]:
    """The pack's rules that keep this table and count from something the table knows; the longest first."""
    known = pack.compliance.retention
    rules = [(code, known[code]) for code in keeping.rules if code in known and known[code].after in keeping.since]
    return sorted(rules, key=lambda each: -each[1].keep.days)


def _over(keeping: Keeping, rules: Sequence[tuple[str, Retention]], now: datetime) -> ColumnElement[bool]:
    ended = [keeping.since[rule.after] <= earlier(now, rule.keep) for _, rule in rules]
    return and_(keeping.filled, *ended)


def _held(keeping: Keeping) -> ColumnElement[bool]:
    return holds.any_held() if keeping.whole else holds.held(keeping.customer, keeping.kind, keeping.model.id)


def survey(work: Work) -> Iterator[Due]:
    """The dry run: every table with a rule, counted; nothing is changed."""
    for keeping in KEEPINGS:
        rules = _rules(work.house.policy, keeping)
        if rules:
            yield _count(work, keeping, rules)
    known = work.house.policy.compliance.retention.get("audit")
    if known is not None:
        before = earlier(work.now, known.keep)
        lines = select(func.count(audit.AuditLine.id)).where(audit.AuditLine.created_at < before)
        rows = work.session.scalar(lines.where(audit.AuditLine.position.is_not(None))) or 0
        kept = rows if work.session.scalar(select(holds.any_held())) else 0
        yield Due(
            "audit_line", "audit", known.basis, str(known.keep), known.after, before, "deleted", rows - kept, kept
        )


def _count(work: Work, keeping: Keeping, rules: Sequence[tuple[str, Retention]]) -> Due:
    code, rule = rules[0]
    total = select(func.count(keeping.model.id)).where(_over(keeping, rules, work.now))
    held = work.session.scalar(total.where(_held(keeping))) or 0
    rows = work.session.scalar(total) or 0
    fate = "deleted" if keeping.blank is None else "emptied"
    before = earlier(work.now, rule.keep)
    return Due(keeping.name, code, rule.basis, str(rule.keep), rule.after, before, fate, rows - held, held)


def carry_out(shop: Workshop, batch: int = BATCH, most: int | None = None) -> dict[str, int]:
    """Forget what is due, each batch in a transaction of its own; `most` batches a table. Returns rows by table."""
    done: dict[str, int] = {}
    for keeping in KEEPINGS:
        count, turns = 0, 0
        while most is None or turns < most:
            turns += 1
            with shop.open() as work:
                gone = _batch(work, keeping, batch)
            count += gone
            if gone < batch:
                break
        if count:
            done[keeping.name] = count
    with shop.open() as work:
        pruned = _prune_audit(work)
    return done | ({"audit_line": pruned} if pruned else {})


def _batch(work: Work, keeping: Keeping, batch: int) -> int:
    rules = _rules(work.house.policy, keeping)
    if not rules:
        return 0
    model = keeping.model
    query = select(model.id).where(_over(keeping, rules, work.now), not_(_held(keeping))).order_by(model.id)
    ids = work.session.scalars(query.limit(batch)).all()
    if not ids:
        return 0
    change: Any = delete(model) if keeping.blank is None else update(model).values(**keeping.blank)
    work.session.execute(change.where(model.id.in_(ids)), execution_options={"synchronize_session": False})
    if keeping.kind:
        forgetting.traces(work, keeping.kind, ids)
    work.audit("privacy.forgotten", table=keeping.name, rule=rules[0][0], rows=len(ids), first=ids[0], last=ids[-1])
    return len(ids)


def _prune_audit(work: Work) -> int:
    rule = work.house.policy.compliance.retention.get("audit")
    if rule is None or work.session.scalar(select(holds.any_held())):
        return 0
    return audit.prune(work.session, work.now, earlier(work.now, rule.keep))


def begin(work: Work) -> None:
    """Remember that somebody ran it by hand: from now on the nights go on by themselves."""
    if directory.preference(work.session, STARTED) is None:
        work.save(Preference(key=STARTED, value=True))
        work.audit("privacy.retention-begun")


def nightly(shop: Workshop) -> None:
    """The tick: a few batches a table each time at night, once retention was begun by hand."""
    with shop.read() as work:
        begun = directory.preference(work.session, STARTED)
        hour = work.now.astimezone(ZoneInfo(directory.defaults(work.session).zone)).hour
    if begun and hour in NIGHT:
        carry_out(shop, most=5)
