"""Who acts, and what that person may see: the one permission module."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, false, select

from bot.core.database import Row
from bot.core.errors import Refusal


@dataclass(frozen=True)
class Actor:
    """The person (or the clock) behind a piece of work.

    `id` is the row id of the person, None for the system; `role` is manager, lead, colleague, admin, auditor or
    system; `zone` is the zone the person reads times in.
    """

    id: int | None
    slack_id: str = ""
    name: str = ""
    role: str = "system"
    department: str = ""
    language: str = "zh-CN"
    zone: ZoneInfo = ZoneInfo("UTC")

    @property
    def is_system(self) -> bool:
        """True for ticks, imports and the command line, which see everything."""
        return self.role == "system"

    @property
    def person_id(self) -> int:
        """The row id; raises Refusal where only a person can act."""
        if self.id is None:
            raise Refusal("core/person-needed")
        return self.id


SYSTEM = Actor(None, name="Rapport")

Scope = Callable[[Actor], ColumnElement[bool]]
"""The rows of one table an actor may see, as an SQL condition."""


class Scopes:
    """The scope of each table; a table without one is seen by the system alone."""

    def __init__(self, scopes: dict[type[Row], Scope] | None = None) -> None:
        self._scopes = dict(scopes or {})
        # A scope depends on the actor alone; building its condition anew costs more than running it.
        self._where = lru_cache(maxsize=4096)(self._condition)

    def where(self, model: type[Row], actor: Actor) -> ColumnElement[bool]:
        """The SQL condition of `model` for `actor`."""
        return self._where(model, actor)

    def _condition(self, model: type[Row], actor: Actor) -> ColumnElement[bool]:
        if actor.is_system:
            return model.id.is_not(None)
        scope = self._scopes.get(model)
        return false() if scope is None else scope(actor)

    def select(self, model: type[Row], actor: Actor) -> Select[Any]:
        """SELECT of the rows of `model` that `actor` may see."""
        return select(model).where(self.where(model, actor))


def require(actor: Actor, roles: Iterable[str], key: str = "core/not-allowed") -> None:
    """Refuse unless the actor is the system or has one of `roles`."""
    if not actor.is_system and actor.role not in roles:
        raise Refusal(key)
