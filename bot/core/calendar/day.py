"""One day that is not what its weekday says."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["holiday", "workday"]


@dataclass(frozen=True, slots=True)
class Day:
    """A holiday, or a make-up workday (调休): a weekend day worked in exchange for a bridged weekday.

    `provisional` marks a day computed before the official table was published.
    """

    day: date
    kind: Kind
    name: str
    provisional: bool = False
