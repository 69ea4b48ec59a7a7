"""Why an alert is there: the figures, signals and rule behind it, and what is missing; as data for the templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.policy import Level
from bot.core.policy.risk import Risk
from bot.core.work import Work
from bot.risk import background, queries, triggers
from bot.risk.models import Alert, Signal
from bot.risk.ratios import CODES, FIGURES, PERCENT
from bot.risk.rules import Assessment, assess, trigger_level
from bot.risk.triggers import OVERDUE

DAYS = frozenset({"ar_days", "inv_days", "ap_days", "ccc", "ccc_change", OVERDUE})
MONEY = frozenset({"ocf", "equity", *FIGURES, "balance_30d", "balance_180d"})
KNOWN = (*CODES, *FIGURES, OVERDUE)
MEANT = frozenset({"current_ratio", "quick_ratio", "debt_to_asset", "icr", "roa", "ocf", "revenue_yoy", "z2"})
"""Ratios the page behind the card says in plain words."""

_SIDES = {"<": "below", "<=": "at_most", ">": "above", ">=": "from"}
SHOWN = 6
"""Reasons a card shows; the page behind it shows all."""


def unit_of(code: str) -> str:
    """The unit a reading is shown in: percent, days, money or plain."""
    return "percent" if code in PERCENT else "days" if code in DAYS else "money" if code in MONEY else "plain"


def assessed(work: Work, alert: Alert) -> tuple[Assessment, Sequence[Signal]]:
    """The rules applied to what the alert stands on, and its signals; what is muted is left out."""
    policy = work.house.policy.risk
    signals = queries.signals_of(work, alert.customer_id)
    figures = unmuted(alert.figures, queries.muted(work, alert.customer_id), policy)
    events = triggers.signalled(queries.seen(signals), policy, work.now) + triggers.pulled(figures, policy)
    overdue = figures.get(OVERDUE)
    return assess(figures, policy, events, int(overdue) if overdue is not None else None), signals


def unmuted(figures: Mapping[str, float], muted: Mapping[str, float | None], policy: Any) -> dict[str, float | None]:
    """The figures without those that are muted, unless they got worse than when they were."""
    directions = {flag.reading: flag.direction for flag in policy.flags.values()}
    directions |= {rule.reading: rule.direction for rule in triggers.MEASURED.values()}
    kept: dict[str, float | None] = dict(figures)
    for code, value in muted.items():
        if code in kept:
            now = figures[code]
            worse = value is not None and (now < value if directions.get(code, ">")[0] == "<" else now > value)
            if not worse:
                kept.pop(code)
    return kept


def reasons(work: Work, alert: Alert) -> list[dict[str, Any]]:
    """Every reason as one row: figures beyond their line, overdue days, signals with their evidence."""
    policy = work.house.policy.risk
    judged, signals = assessed(work, alert)
    pulled = {event.trigger for event in judged.events}
    codes = [hit.reading for hit in judged.hits]
    earlier = queries.before(work, alert.customer_id, [*codes, *(rule.reading for rule in triggers.MEASURED.values())])
    rows = [_figure(hit.reading, hit.value, hit.direction, hit.line, earlier) for hit in judged.hits]
    if judged.overdue_days:
        rows.insert(0, _figure(OVERDUE, judged.overdue_days, ">=", policy.overdue.steps[0].from_days, {}))
    for code, rule in triggers.measured(policy).items():
        line = triggers.line_of(policy, code, rule)
        value = alert.figures.get(rule.reading)
        if code in pulled and value is not None and line is not None and rule.reading not in codes:
            rows.append(_figure(rule.reading, value, rule.direction, line, earlier))
    return rows + [_signal(signal) for signal in signals]


def _figure(
    code: str, value: float, direction: str, line: float, earlier: Mapping[str, tuple[float, Any]]
) -> dict[str, Any]:
    was = earlier.get(code)
    return {
        "kind": "figure", "code": code, "value": value, "line": line,
        "side": _SIDES[direction], "meant": code in MEANT,
        "unit": unit_of(code), "was": was[0] if was else None, "text": "", "at": None, "source": None, "worse": False,
    }  # fmt: skip


def _signal(signal: Signal) -> dict[str, Any]:
    source = f"V-{signal.source_id}" if signal.source_kind == "visit" else None
    return {
        "kind": "signal", "code": signal.kind, "value": None, "line": None, "side": "above", "unit": "plain",
        "was": None, "meant": False,
        "text": signal.evidence, "at": signal.created_at, "source": source, "worse": signal.worse,
    }  # fmt: skip


def _deciding(judged: Assessment, policy: Risk) -> set[str]:
    """The codes of the reasons that made the level; the others stand beside them and changed nothing."""
    if judged.by == "count":
        return {hit.reading for hit in judged.hits}
    if judged.by == "overdue":
        return {OVERDUE}
    grave = {event.trigger for event in judged.events if trigger_level(event, policy) == judged.level}
    figures = {rule.reading for code, rule in triggers.MEASURED.items() if code in grave}
    return grave | figures | set(triggers.MENTION_KINDS if triggers.MENTIONS in grave else ())


def page(work: Work, alert: Alert) -> dict[str, Any]:
    """Everything the page "why did I get this?" says; `beside` are the reasons that did not make the level."""
    policy = work.house.policy.risk
    judged, _ = assessed(work, alert)
    rows = reasons(work, alert)
    deciding = _deciding(judged, policy) if judged.level == alert.level else set()
    decided = [row for row in rows if row["code"] in deciding] or rows
    return {
        "id": alert.id, "level": alert.level, "judged": alert.judged, "by": alert.by, "reasons": decided,
        "beside": [row for row in rows if row not in decided],
        "count": judged.count, "known": judged.known, "flags": judged.flags,
        "missing": list(dict.fromkeys(judged.missing)),
        "negligible": list(judged.negligible), "could_be": judged.could_be, "yellow": policy.levels.yellow,
        "orange": policy.levels.orange, "red": policy.levels.red, "source": policy.levels.source,
        "owners": list(work.house.policy.risk.responses[alert.level].owner),
        "demands": demands(work, alert.level), "period": queries.latest_period(work, alert.customer_id),
        "muted": sorted(queries.muted(work, alert.customer_id)),
        "pack": work.house.policy.name, "judged_at": alert.judged_at, **background.beside(work, alert, judged),
    }  # fmt: skip


def demands(work: Work, level: str) -> list[dict[str, Any]]:
    """What the pack asks of its owners at a level and in what time: act, report, review, see the customer."""
    asked = work.house.policy.risk.responses[level]
    spans = {
        "act": asked.act_within, "report": asked.report_within, "review": asked.review_within,
        "visit": asked.first_visit_within, "visits": asked.visit_every,
    }  # fmt: skip
    return [
        {"what": what, "amount": span.amount, "unit": span.unit.value.replace(" ", "_")}
        for what, span in spans.items() if span is not None
    ]  # fmt: skip


def choices(work: Work, alert: Alert) -> list[str]:
    """The reasons of an alert that can be called wrong one by one, as codes."""
    return list(dict.fromkeys(row["code"] for row in reasons(work, alert)))


def still(work: Work, alert: Alert) -> Level:
    """The level what is known means now, muted reasons left out."""
    return assessed(work, alert)[0].level
