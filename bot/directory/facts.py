"""What this slice announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonGone:
    """A colleague was deactivated; what was his needs somebody else."""

    person_id: int


@dataclass(frozen=True)
class LeaveChanged:
    """Somebody entered or cancelled days away; reminders may have to move."""

    person_id: int
