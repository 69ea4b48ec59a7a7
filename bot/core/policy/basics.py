"""What every rule of a policy pack has in common: its source, the day somebody last read it, and how sure we are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
"""A word for machines (role, department, reason); the words people read live in the templates."""

Severity = Literal["S1", "S2", "S3", "S4"]
Level = Literal["green", "yellow", "orange", "red"]
Percent = Annotated[int, Field(ge=0, le=100)]
Positive = Annotated[int, Field(ge=1)]


class Mark(StrEnum):
    """How sure we are of a rule: read in its text, seen on another page, computed, remembered, or our default."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    DATA = "data"
    MEMORY = "memory"
    HOUSE = "house"


class Part(BaseModel):
    """A piece of a pack: never changes after loading, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(Part):
    """A piece of a pack that can be accounted for: where it comes from, when it was last read, how sure we are."""

    source: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    reviewed_on: date
    mark: Mark

    @property
    def to_verify(self) -> bool:
        """True when the rule is from memory: wherever a person sees it, it is labelled "verify"."""
        return self.mark is Mark.MEMORY

    @property
    def basis(self) -> str:
        """Source and mark in one line, as audit, exports and the `deadlines` command show it."""
        return f"{self.source} [{'verify' if self.to_verify else self.mark.value}]"
