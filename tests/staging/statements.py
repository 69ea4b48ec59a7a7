"""Compiled statements, kept for all stories: each has an engine of its own, and compiling every statement anew for each
was a third of their time."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from bot.core import database

_first: dict[str, Engine] = {}
_create = database.create_engine


def share(engine: Engine) -> None:
    """Engines of this backend that are made from now on find what any of them has compiled. It has been connected."""
    if engine.dialect.name not in _first:
        engine._compiled_cache = LRUCache(4_000)
        _first[engine.dialect.name] = engine


def _sharing(*given: Any, **options: Any) -> Engine:
    engine = _create(*given, **options)
    first = _first.get(engine.dialect.name)
    if first is not None:
        # What is compiled is kept by statement and dialect object.
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


database.create_engine = _sharing
