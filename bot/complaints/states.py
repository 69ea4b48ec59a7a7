"""The states of a complaint and from which each verb may start. Pure; guards that need data stand in the verbs."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a complaint stands. A pause is no state: the case rests where it is, its clocks too."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    PROPOSING = "proposing"
    APPROVAL = "approval"
    DECIDED = "decided"
    NOTIFIED = "notified"
    CALL_BACK = "call_back"
    UNDER_REVIEW = "under_review"
    CLOSED = "closed"
    REJECTED = "rejected_out_of_scope"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


ENDED: Final = frozenset({State.CLOSED, State.REJECTED, State.WITHDRAWN, State.MERGED})
"""Nothing is waited for any more; only a closed case can come back itself, the others in one that follows."""
OPEN: Final = frozenset(State) - ENDED
WORKING: Final = frozenset(
    {State.NEW, State.ACKNOWLEDGED, State.ACCEPTED, State.VERIFYING, State.PROPOSING, State.APPROVAL, State.DECIDED}
)
"""The customer has not been told the decision yet."""

FROM: Final[dict[str, frozenset[State]]] = {
    "acknowledge": frozenset({State.NEW}),
    "reject": frozenset({State.NEW, State.ACKNOWLEDGED}),
    "accept": frozenset({State.ACKNOWLEDGED}),
    "verify": frozenset({State.ACCEPTED, State.VERIFYING}),
    "find": frozenset({State.VERIFYING, State.PROPOSING}),
    "remedy": frozenset({State.PROPOSING}),
    "decide": frozenset({State.PROPOSING}),
    "approve": frozenset({State.APPROVAL}),
    "notify": frozenset({State.DECIDED}),
    "call_back": frozenset({State.NOTIFIED, State.CALL_BACK}),
    "close": frozenset({State.CALL_BACK}),
    "reopen": frozenset({State.NOTIFIED, State.CALL_BACK, State.CLOSED, State.REJECTED, State.WITHDRAWN}),
    "review": frozenset({State.NOTIFIED, State.CALL_BACK, State.CLOSED}),
    "reviewed": frozenset({State.UNDER_REVIEW}),
    "withdraw": OPEN,
    "merge": WORKING,
    "extend": WORKING - {State.APPROVAL},
    "agree": WORKING,
    "pause": WORKING,
    "procedure_pause": frozenset({State.VERIFYING}),
    "promise": OPEN,
}
"""Verb -> the states it may start from."""


def allows(verb: str, state: str) -> bool:
    """Whether the verb may start from this state."""
    return State(state) in FROM[verb]
