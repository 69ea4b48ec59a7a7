"""Lengths of time as policy packs write them: ``"15 days"``, ``"4 working hours"``, ``"8 weeks"``."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

_EXAMPLE = 'write a whole number and a unit, for example "15 days", "4 working hours" or "3 business days"'
_PATTERN = re.compile(
    r"(?P<amount>\d{1,5})\s*(?P<work>working|business|natural|calendar)?\s*(?P<unit>minute|hour|day|week|month|year)s?"
)


class Unit(StrEnum):
    """What a length of time is counted in; the working units obey calendar and working hours, the others the clock."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    WORKING_MINUTES = "working minutes"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"

    @property
    def is_working(self) -> bool:
        """True when rest days and nights do not count."""
        return self.value.startswith("working")

    @property
    def is_days(self) -> bool:
        """True when the length is counted in whole dates, so that a clock of it ends with a day."""
        return self in (Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS)


class Span(BaseModel):
    """A length of time: an amount (zero or more) of one unit. Weeks become seven days, years twelve months."""

    model_config = ConfigDict(frozen=True)

    amount: int
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        return cls._fields_of(given) if isinstance(given, str) else given

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a length such as ``"2 working days"``; ValueError with an example when it cannot be read."""
        return cls(**cls._fields_of(text))

    @classmethod
    def _fields_of(cls, text: str) -> dict[str, Any]:
        found = _PATTERN.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(f'"{text}" is not a length of time: {_EXAMPLE}')
        amount, unit = int(found["amount"]), found["unit"] + "s"
        if found["work"] in ("working", "business"):
            if unit not in ("minutes", "hours", "days"):
                raise ValueError(f'"{text}": only minutes, hours and days can be working time: {_EXAMPLE}')
            return {"amount": amount, "unit": Unit(f"working {unit}")}
        factor = {"weeks": (7, Unit.DAYS), "years": (12, Unit.MONTHS)}
        times, plain = factor.get(unit) or (1, Unit(unit))
        return {"amount": amount * times, "unit": plain}

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """The same text a pack could contain; reading it again gives an equal span."""
        unit = self.unit.value
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"

    @property
    def delta(self) -> timedelta:
        """Minutes and hours (working or not) as a duration; ValueError for days and months, which need a calendar."""
        if self.unit in (Unit.MINUTES, Unit.WORKING_MINUTES):
            return timedelta(minutes=self.amount)
        if self.unit in (Unit.HOURS, Unit.WORKING_HOURS):
            return timedelta(hours=self.amount)
        raise ValueError(f'"{self}" has no fixed duration: count it on a calendar')

    @property
    def days(self) -> int:
        """Whole days of a length in days, months counted as 30; ValueError for minutes and hours."""
        if self.unit.is_days:
            return self.amount * (30 if self.unit is Unit.MONTHS else 1)
        raise ValueError(f'"{self}" is shorter than a day: use delta')
