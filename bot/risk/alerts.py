"""How verdicts become alerts: raised once for the same facts, made worse in place, never lowered without people."""

import hashlib
from collections.abc import Sequence
from functools import cache

from sqlalchemy import JSON, bindparam, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite

from bot.core import bulk
from bot.core.prepared import Prepared, among
from bot.core.work import Work
from bot.risk.judging import ONE, Verdict, judge
from bot.risk.models import Alert
from bot.risk.triggers import rank


def fingerprint(verdict: Verdict) -> str:
    """A name for the facts a verdict stands on."""
    return hashlib.sha256(verdict.facts.encode()).hexdigest()[:32]


_ASKED = among(Alert.customer_id, "asked")
_KNOWN = Prepared(select(Alert.customer_id, Alert.fingerprint).where(_ASKED))


def settle(work: Work, verdicts: Sequence[Verdict]) -> list[int]:
    """Write what the verdicts mean, a chunk at a time; returns the customers of alerts that are new or got worse.

    The clock announces them by `wake_at`. The same facts never raise a second alert, nor wake an open one again.
    """
    if not verdicts:
        return []
    asked = {"asked": [verdict.customer_id for verdict in verdicts]}
    # Figures only: a chunk has hundreds of customers, and few of them an alert already.
    known = _KNOWN.all(work.session, **asked)
    seen = set(known)
    opened = {}
    if known:
        query = select(Alert).where(_ASKED, Alert.ended_at.is_(None))
        opened = {alert.customer_id: alert for alert in work.session.scalars(query, asked)}
    fresh: list[tuple[Verdict, str]] = []
    changed = []
    for verdict in verdicts:
        name, alert = fingerprint(verdict), opened.get(verdict.customer_id)
        if alert is not None:
            if alert.fingerprint != name and _follow(work, alert, verdict, name):
                changed.append(verdict.customer_id)
        elif verdict.level != "green" and (verdict.customer_id, name) not in seen:
            fresh.append((verdict, name))
    if fresh:
        _raise(work, fresh)
    return changed + [verdict.customer_id for verdict, _ in fresh]


_RAISED = ("customer_id", "level", "by", "count", "figures", "fingerprint")
_FRESH = bulk.Rows("fresh", {key: Alert.__table__.c[key].type for key in _RAISED} | {"figures": JSON()})


@cache
def _raising(backend: str) -> Prepared:
    table, fresh = Alert.__table__, _FRESH.table(backend)
    now = bindparam("now", type_=table.c.created_at.type)
    values = {key: fresh.c[key] for key in _RAISED}
    values |= {"judged": fresh.c.level, "created_at": now, "judged_at": now, "wake_at": now}
    values |= {one.name: literal(one.default.arg, one.type) for one in table.c if one.default and one.default.is_scalar}
    dialect = postgresql if backend == "postgresql" else sqlite
    rows = select(*values.values()).where(true())
    statement = dialect.insert(table).from_select(list(values), rows, include_defaults=False)
    return Prepared(statement.on_conflict_do_nothing())


def _raise(work: Work, fresh: Sequence[tuple[Verdict, str]]) -> None:
    cells = ((one.customer_id, one.level, one.by, one.count, one.figures, name) for one, name in fresh)
    given = _FRESH.given(work.session, cells)
    _raising(work.session.get_bind().dialect.name).run(work.session, now=work.now, **given)


def _follow(work: Work, alert: Alert, verdict: Verdict, name: str) -> bool:
    """Bring an open alert up to date; true when it got worse. Going down is left to two people."""
    worse = rank(verdict.level) > rank(alert.level)
    alert.judged, alert.judged_at, alert.fingerprint = verdict.level, work.now, name
    if verdict.level != "green":
        alert.by, alert.count, alert.figures = verdict.by, verdict.count, dict(verdict.figures)
    if worse:
        work.note(alert.subject, {"level": (alert.level, verdict.level)}, "rules")
        alert.level, alert.worsened_at, alert.wake_at, alert.rung, alert.proposal = (
            verdict.level,
            work.now,
            work.now,
            0,
            None,
        )
        # What was found out about the milder case does not answer the graver one.
        alert.confirmed_at = alert.confirmed_by_id = None
    work.session.flush()
    work.refresh(alert.subject)
    return worse


def judge_one(work: Work, customer_id: int) -> Alert | None:
    """Judge one customer in this same transaction; the alert that is new or got worse, to be announced at once."""
    work.session.flush()
    verdicts = judge(work.session, work.house.policy.risk, work.now, ONE, customer=customer_id)
    if not settle(work, verdicts):
        return None
    query = select(Alert).where(Alert.customer_id == customer_id, Alert.ended_at.is_(None))
    return work.session.scalars(query).one_or_none()
