"""What a signal's kind means in the pack in force: a trigger, a figure that is one, or a mere mention."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.core.policy import Level
from bot.core.policy.risk import Risk, Trigger
from bot.risk.rules import ORDER, Event, worst

HINTS: Mapping[str, tuple[str, ...]] = {
    "outflow": ("balance_outflow", "main_business_moved"),
    "misuse": ("purpose_misused",),
    "guarantor": ("guarantor_event",),
    "collateral": ("collateral",),
    "litigation": ("litigation",),
    "abnormal": ("abnormal_operation",),
    "arrears": ("arrears",),
    "key_person": ("key_person",),
    "operations": ("business_disturbed",),
    "concentration": ("concentration",),
    "lenders": ("new_borrowing",),
    "uncooperative": ("uncooperative",),
    "news": ("negative_news",),
}
"""The trigger a hint of a note stands for, the first one the pack knows; the other hints are mentions."""
MENTIONS, SILENCE, OVERDUE = "mentions", "silent_customer", "overdue_days"
UNHAPPY, UNSATISFIED, BROKEN = "unhappy_customer", "unsatisfied_close", "broken_promise"
HEARD = (UNSATISFIED, BROKEN)
"""Mentions that other parts of the house tell of, not people."""
MENTION_KINDS = (
    "overdue",
    "outflow",
    "liquidity",
    "receivables",
    "lenders",
    "misuse",
    "guarantor",
    BROKEN,
    UNSATISFIED,
    "competitor",
)
"""Kinds that are no trigger by themselves: several of them within some days are (trigger "mentions")."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A trigger that a figure pulls: the reading, the bad direction, and the pack's numbers for both forms.

    `negative`: the pack writes a fall as a positive number.
    """

    reading: str
    direction: Literal["<", ">", "<=", ">="]
    number: str
    worse: str = ""
    negative: bool = False


MEASURED: Mapping[str, Measured] = {
    "orders_falling": Measured("orders_change", "<=", "yellow_drop_percent", "orange_drop_percent", negative=True),
    "balance_outflow": Measured("balance_share", "<", "yellow_percent", "orange_percent"),
    "settlement_share_falls": Measured("settlement_share", "<", "loan_share_percent"),
    "new_borrowing": Measured("hard_queries", ">=", "hard_queries"),
    "concentration": Measured("top_customer_share", ">", "top_customer_percent"),
}
"""Figures that pull a trigger at the pack's lines. Shares and changes in %, `orders_change` negative for a fall."""


@dataclass(frozen=True, slots=True)
class Window:
    """How many signals within how many days pull a trigger."""

    count: int
    days: int

    def since(self, now: datetime) -> datetime:
        """From when on signals count."""
        return now - timedelta(days=self.days)


def kind_of(hint: str, policy: Risk) -> str:
    """The kind a hint is kept as: the pack's trigger for it, else the hint's own code, a mention."""
    if hint in policy.triggers:
        return hint
    return next((trigger for trigger in HINTS.get(hint, ()) if trigger in policy.triggers), hint)


def window_of(trigger: Trigger) -> Window | None:
    """The window of a trigger that needs several signals; None for one that a single signal pulls."""
    count = trigger.numbers.get("count") or trigger.numbers.get("complaints")
    days = trigger.numbers.get("days")
    return Window(int(count), int(days)) if count and days else None


def windows(policy: Risk) -> dict[str, Window]:
    """The triggers of the pack that need several signals."""
    found = ((code, window_of(rule)) for code, rule in policy.triggers.items())
    return {code: window for code, window in found if window is not None}


def measured(policy: Risk) -> dict[str, Measured]:
    """The figures that pull a trigger in this pack, by trigger."""
    return {code: rule for code, rule in MEASURED.items() if rule.number in _numbers(policy, code)}


def line_of(policy: Risk, code: str, rule: Measured, *, worse: bool = False) -> float | None:
    """The line of a measured trigger in the reading's own sign; None where the pack has no worse form."""
    value = _numbers(policy, code).get(rule.worse if worse else rule.number)
    return None if value is None else -value if rule.negative else value


def _numbers(policy: Risk, code: str) -> Mapping[str, float]:
    trigger = policy.triggers.get(code)
    return trigger.numbers if trigger else {}


def pulled(figures: Mapping[str, float | None], policy: Risk) -> list[Event]:
    """The triggers that figures pull."""
    events = []
    for code, rule in measured(policy).items():
        value = figures.get(rule.reading)
        if value is not None and beyond(value, rule.direction, line_of(policy, code, rule)):
            events.append(Event(code, beyond(value, rule.direction, line_of(policy, code, rule, worse=True))))
    return events


def beyond(value: float, direction: str, line: float | None) -> bool:
    """Whether a value lies beyond a line; False without a line."""
    if line is None:
        return False
    return {"<": value < line, "<=": value <= line, ">": value > line, ">=": value >= line}[direction]


@dataclass(frozen=True, slots=True)
class Seen:
    """One signal as the rules see it."""

    kind: str
    worse: bool
    at: datetime


def signalled(signals: list[Seen], policy: Risk, now: datetime) -> list[Event]:
    """The triggers that signals pull, alone or by their number within the pack's days."""
    events = []
    for kind in {signal.kind for signal in signals} & policy.triggers.keys():
        of_kind = [signal for signal in signals if signal.kind == kind]
        window = window_of(policy.triggers[kind])
        if window is None or sum(signal.at >= window.since(now) for signal in of_kind) >= window.count:
            events.append(Event(kind, any(signal.worse for signal in of_kind)))
    mentions = policy.triggers.get(MENTIONS)
    window = window_of(mentions) if mentions else None
    loose = [signal for signal in signals if signal.kind not in policy.triggers]
    if window and sum(signal.at >= window.since(now) for signal in loose) >= window.count:
        events.append(Event(MENTIONS))
    return events


def level_of(events: list[Event], policy: Risk) -> Level:
    """The worst level of several triggers."""
    levels = [policy.triggers[event.trigger] for event in events]
    return worst(
        [(rule.worse or rule.level) if event.worse else rule.level for rule, event in zip(levels, events, strict=True)]
    )


def rank(level: str) -> int:
    """0 green to 3 red."""
    return ORDER.index(level)


def observable(policy: Risk) -> list[str]:
    """The kinds of signals somebody may observe: triggers that no figure and no clock pulls, and mentions."""
    pulled = {MENTIONS, SILENCE, *(code for code in MEASURED if code != "concentration")}
    known = [code for code in policy.triggers if code not in pulled]
    return [*known, *(kind for kind in MENTION_KINDS if kind not in known and kind not in HEARD)]
