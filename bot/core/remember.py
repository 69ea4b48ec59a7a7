"""Answers worth keeping for the length of one unit of work, so that one request asks the database once.

What is remembered are values, never rows: it may go from a read to the unit of work that follows it.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")


def remembered(session: Session, key: Hashable, find: Callable[[], T]) -> T:
    """What `find` gave the first time this session asked for `key`."""
    kept: dict[Hashable, Any] = session.info.setdefault("remembered", {})
    if key not in kept:
        kept[key] = find()
    found: T = kept[key]
    return found


def everything(session: Session) -> Mapping[Hashable, Any]:
    """All that this session remembers."""
    kept: Mapping[Hashable, Any] = session.info.get("remembered", {})
    return kept


def begin_with(session: Session, known: Mapping[Hashable, Any]) -> None:
    """Remember what an earlier session did."""
    if known:
        session.info["remembered"] = dict(known)


def forget(session: Session) -> None:
    """Something that answers depend on was changed in this session."""
    session.info.pop("remembered", None)
