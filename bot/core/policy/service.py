"""Everyday service in a pack: tiers, the promise ladder, and when people are written to."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field, model_validator

from bot.core.policy.basics import Code, Part, Percent, Positive, Rule
from bot.core.policy.spans import Span, Unit


class Tier(Rule):
    """A customer tier 客户分层: how often it is met and called. An interval of None means on demand."""

    rank: Positive
    visit_every: Span | None = None
    call_every: Span | None = None


class LadderStep(Part):
    """One rung of a ladder: so long `after` the due moment it goes to `to`, who must choose one of `decide` if any."""

    after: Span
    to: tuple[Code, ...] = Field(min_length=1)
    decide: tuple[Code, ...] = ()


class Promises(Rule):
    """How missed promises climb (counted from the due moment) and when a timed one is announced beforehand."""

    ladder: tuple[LadderStep, ...] = Field(min_length=1)
    remind_before: Span
    undo: Span
    overload_per_day: Positive

    @model_validator(mode="after")
    def _rising(self) -> Promises:
        amounts = [(step.after.unit, step.after.amount) for step in self.ladder]
        if len({unit for unit, _ in amounts}) > 1 or amounts != sorted(amounts):
            raise ValueError("ladder: steps must rise and use one unit: order them by `after`")
        return self


class Digest(Rule):
    """The morning digest and the weekly one of the last working day: local times, most rows."""

    morning: time
    rows: Positive
    weekly_at: time


class Push(Rule):
    """How often one may be written to: pushes a person and day that are not urgent; the rest is folded into one."""

    daily_budget: Positive
    complaint_percent: tuple[Percent, ...] = ()
    snooze: tuple[Code, ...] = ()


class Churn(Rule):
    """The score that warns of leaving customers (0-100): points per reason, and its two lines."""

    weights: dict[Code, Annotated[int, Field(ge=0, le=100)]] = Field(min_length=1)
    at_risk: Percent
    urgent: Percent
    follow_up: Span


class Service(Part):
    """Everything a pack says about everyday service."""

    tiers: dict[Code, Tier] = Field(min_length=1)
    default_tier: Code
    lifecycle: tuple[Code, ...] = Field(min_length=1)
    promises: Promises
    digest: Digest
    push: Push
    churn: Churn

    @model_validator(mode="after")
    def _consistent(self) -> Service:
        if self.default_tier not in self.tiers:
            raise ValueError(f'default_tier "{self.default_tier}" is none of the tiers {sorted(self.tiers)}')
        for code, tier in self.tiers.items():
            for every in (tier.visit_every, tier.call_every):
                if every and every.unit not in (Unit.DAYS, Unit.MONTHS):
                    raise ValueError(f'tiers.{code}: "{every}" must be days, weeks or months')
        return self

    def tiers_by_rank(self) -> list[tuple[str, Tier]]:
        """Tier codes with their rules, the most valuable first."""
        return sorted(self.tiers.items(), key=lambda item: item[1].rank)
