"""Answers worth keeping for the length of one unit of work, so that one request asks the database once."""

from collections.abc import Callable, Hashable
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


def forget(session: Session) -> None:
    """Something that answers depend on was changed in this session."""
    session.info.pop("remembered", None)
