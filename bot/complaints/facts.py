"""What this slice announces, inside the transaction it happens in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Changed:
    """Something about a complaint is different now: state, people, clocks."""

    complaint_id: int


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
