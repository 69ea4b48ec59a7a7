"""The complaint rules of a pack: regimes, severities, pauses, authority (complaint handling 投诉处理)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.core.policy.basics import Code, Part, Percent, Positive, Rule, Severity
from bot.core.policy.spans import Span

ClockKind = Literal["promise", "internal_target", "legal"]


class Extension(Rule):
    """One step by which the legal limit may move: to `total`, counted from the start of the clock like the limit."""

    total: Span
    approver: Code
    notice_required: bool
    condition: Code


class Pause(Rule):
    """A reason for which clocks stop; `stops` names which, and some reasons bind only after notice to the customer."""

    stops: tuple[ClockKind, ...] = Field(min_length=1)
    notice_required: bool = False


class Review(Rule):
    """Review by the superior unit 核查: asked for within `window` of the decision, decided within `decision`."""

    window: Span
    decision: Span
    by: Code


class Regime(Rule):
    """One regime of complaints: its limits, what moves them, and how its days are counted.

    Limits run from receipt. `referral` is how long after the decision the customer may go to the ombudsman. What is
    None for `rolls` and `day_ends` is taken from the pack's counting.
    """

    first_response: Span | None = None
    resolution: Span | None = None
    quick_route: Span | None = None
    receipt_day_counts: bool = False
    rolls: bool | None = None
    day_ends: Literal["midnight", "closing"] | None = None
    extensions: tuple[Extension, ...] = ()
    pauses: dict[Code, Pause] = Field(default_factory=dict)
    restarts: tuple[Code, ...] = ()
    review: Review | None = None
    referral: Span | None = None
    content: tuple[Code, ...] = ()
    keep: Span | None = None

    @model_validator(mode="after")
    def _growing(self) -> Regime:
        if self.extensions and self.resolution is None:
            raise ValueError("extensions need a resolution limit to extend: add resolution or remove the extensions")
        reach = self.resolution
        for step in self.extensions:
            if reach and (step.total.unit != reach.unit or step.total.amount <= reach.amount):
                raise ValueError(f'extension to "{step.total}" must be longer than "{reach}" and in the same unit')
            reach = step.total
        return self


class SeverityTimes(Rule):
    """How fast one severity is served, and who hears of it; `climbs_at` is the part of the clock used, in percent."""

    acknowledge: Span
    first_contact: Span
    plan: Span | None = None
    internal_target: Span
    escalates_to: tuple[Code, ...] = ()
    climbs_at: Percent = 0
    criteria: tuple[Code, ...] = ()


class Triage(Rule):
    """The lines behind the severity criteria: people acting together, money in the pack's currency, days, tiers."""

    group_size: Positive
    high_amount: Annotated[int, Field(ge=0)]
    repeat_days: Positive
    tiers: tuple[Code, ...]
    representatives: Positive


class Alerts(Rule):
    """When a running clock speaks: parts of it used (percent), days before its end, and the grace after a pause."""

    percent: tuple[Percent, ...] = Field(min_length=1)
    days_before: tuple[Positive, ...] = ()
    grace_on_resume: Span


class Compensation(Rule):
    """Who may decide what amount alone, in whole units of `currency`.

    What one person grants to one customer within `within_days` is one amount, however many cases it is spread over.
    """

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    authority: dict[Code, Annotated[int, Field(ge=0)]] = Field(min_length=1)
    beyond: Code
    within_days: Positive

    def approver(self, amount: float) -> str:
        """The role with the smallest authority that covers `amount`; `beyond` when nobody's reaches it."""
        fit = [(limit, role) for role, limit in self.authority.items() if amount <= limit]
        return min(fit)[1] if fit else self.beyond

    def covers(self, role: str, amount: float) -> bool:
        """True when `role` may decide `amount` without asking anyone; an unknown role may decide nothing."""
        return role == self.beyond or amount <= self.authority.get(role, -1)


class CallBack(Rule):
    """The call-back 回访 before closing: when it falls due, and how often one tries, each on another day."""

    after: Span
    attempts: Positive
    on_different_days: bool
    satisfied_from: Annotated[int, Field(ge=1, le=5)]


class Reopening(Rule):
    """Until how many days after closing a case is reopened; later it becomes a new, linked one."""

    days: Positive


class RepeatCause(Rule):
    """When a cause counts as repeated 同类重复: `count` in `days`, and `growth` times the mean of earlier windows."""

    days: Positive
    count: Positive
    growth: Annotated[float, Field(gt=0)]
    earlier_windows: Positive
    mute_days: Positive
    misunderstandings: Positive
    misunderstanding_days: Positive
    verify_after_days: Positive


class Recovery(Rule):
    """Contacts after closing that win the customer back: days after the case was closed."""

    contact_days: tuple[Positive, ...]


class Complaints(Part):
    """Everything a pack says about complaints; `default_regime` is what a case gets until somebody chooses."""

    default_regime: Code
    default_severity: Severity
    regimes: dict[Code, Regime] = Field(min_length=1)
    severities: dict[Severity, SeverityTimes]
    pauses: dict[Code, Pause]
    triage: Triage
    alerts: Alerts
    compensation: Compensation
    call_back: CallBack
    reopening: Reopening
    repeat_cause: RepeatCause
    recovery: Recovery

    @model_validator(mode="after")
    def _complete(self) -> Complaints:
        if self.default_regime not in self.regimes:
            raise ValueError(f'default_regime "{self.default_regime}" is none of the regimes {sorted(self.regimes)}')
        missing = [name for name in ("S1", "S2", "S3", "S4") if name not in self.severities]
        if missing:
            raise ValueError(f"severities lacks {', '.join(missing)}: a pack describes S1 to S4")
        return self

    def regime(self, code: str | None = None) -> Regime:
        """The regime with that code, the default one for None; ValueError naming the known ones otherwise."""
        known = self.regimes.get(code or self.default_regime)
        if known is None:
            raise ValueError(f'no regime "{code}" in this pack: choose one of {", ".join(sorted(self.regimes))}')
        return known

    def pause(self, reason: str, regime: str | None = None) -> Pause | None:
        """What pausing for `reason` stops: by the regime's rule, else by the house's; None when it stops nothing."""
        return self.regime(regime).pauses.get(reason) or self.pauses.get(reason)
