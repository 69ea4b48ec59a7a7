"""A card that is shown again, so that its reader is told: the one above steps aside, or he would have it twice.

A reminder stands beside the card and steps aside for the next reminder only.
"""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from bot.core.outbox.model import Posting, State
from bot.core.prepared import Prepared

REMINDER = "/reminder"
"""How the name of a template ends whose message reminds of a card instead of being one."""
_TABLE = cast(Table, Posting.__table__)
_SAME = (
    _TABLE.c.subject_kind == bindparam("kind"), _TABLE.c.subject_id == bindparam("subject"),
    _TABLE.c.person_id == bindparam("person"), _TABLE.c.live.is_(True), _TABLE.c.thread_kind.is_(None),
    _TABLE.c.state == State.SENT.value, _TABLE.c.template.like(f"%{REMINDER}") == bindparam("reminder"),
)  # fmt: skip
_OUTDATE = Prepared(
    update(_TABLE).where(*_SAME, _TABLE.c.id < bindparam("posting")).values(version=_TABLE.c.version + 1)
)
_NEWER = Prepared(select(_TABLE.c.id).where(*_SAME, _TABLE.c.id > bindparam("posting")).limit(1))


def shown_again(session: Session, posting: Posting) -> bool:
    """Whether the same card stands further down in the same direct message."""
    return _is_card(posting) and _NEWER.scalar(session, **_of(posting)) is not None


def step_aside(session: Session, arrived: Iterable[Posting]) -> None:
    """Have the older cards drawn anew that now stand at Slack a second time."""
    for posting in filter(_is_card, arrived):
        _OUTDATE.run(session, **_of(posting))


def _is_card(posting: Posting) -> bool:
    return posting.live and posting.person_id is not None and posting.thread_kind is None


def _of(posting: Posting) -> dict[str, object]:
    return {
        "kind": posting.subject_kind, "subject": posting.subject_id, "person": posting.person_id,
        "posting": posting.id, "reminder": posting.template.endswith(REMINDER),
    }  # fmt: skip
