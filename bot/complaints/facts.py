"""What this slice announces, inside the transaction it happens in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Opened:
    """A complaint was registered."""

    complaint_id: int


@dataclass(frozen=True)
class Changed:
    """Something about a complaint is different now: state, people, clocks."""

    complaint_id: int


@dataclass(frozen=True)
class Breached:
    """A limit passed unmet: `clock` names it, `due_at` is the limit (UTC). Said once for each missed limit."""

    complaint_id: int
    clock: str
    due_at: datetime


@dataclass(frozen=True)
class Unhappy:
    """A customer complained, or (`unsatisfied`) was still not satisfied when the case was closed.

    `evidence` is what may be told of it: nothing when the case is about a colleague.
    """

    complaint_id: int
    customer_id: int
    unsatisfied: bool
    evidence: str


@dataclass(frozen=True)
class Closed:
    """A complaint ended: `how` is closed, rejected_out_of_scope, withdrawn or merged."""

    complaint_id: int
    how: str


@dataclass(frozen=True)
class Reopened:
    """A complaint came back."""

    complaint_id: int


@dataclass(frozen=True)
class CauseRepeated:
    """The same cause came back often enough to open a corrective action."""

    action_id: int
    product: str
    cause: str
    count: int
