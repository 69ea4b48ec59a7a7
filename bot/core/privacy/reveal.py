"""What stands behind a mask, on its way to the person who gave a reason for seeing it. Never stored, never posted."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hidden:
    """One value in full: its kind (a code of `findings.KINDS`), whose it is, and the value, which no repr shows."""

    kind: str
    value: str = field(repr=False)
    whose: str = ""
