"""Which department answers which kind of question, who does what, and how a missed answer climbs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from bot.core.policy.basics import Code, Part, Positive, Rule, Severity
from bot.core.policy.spans import Span


class Kind(Rule):
    """One kind of question: the department, who is accountable, consulted, informed; severity."""

    department: Code
    accountable: Code
    consulted: tuple[Code, ...] = ()
    informed: tuple[Code, ...] = ()
    severity: Severity
    private: bool = False


class Rung(Part):
    """One rung: so long after the missed moment it goes `to` that role (after the rung before it, when `chained`)."""

    to: Code
    after: Span


class AnswerTimes(Rule):
    """How fast one severity is acknowledged, planned and answered, and whom a missed one climbs to."""

    acknowledge: Span
    plan: Span
    resolve: Span
    ladder: tuple[Rung, ...] = ()
    round_the_clock: bool = False


class Escalation(Part):
    """Everything a pack says about asking other departments."""

    kinds: dict[Code, Kind] = Field(min_length=1)
    severities: dict[Severity, AnswerTimes]
    most_hops: Annotated[int, Field(ge=0)]
    nudges_per_level: Positive

    @model_validator(mode="after")
    def _complete(self) -> Escalation:
        missing = [name for name in ("S1", "S2", "S3", "S4") if name not in self.severities]
        if missing:
            raise ValueError(f"severities lacks {', '.join(missing)}: a pack describes S1 to S4")
        return self
