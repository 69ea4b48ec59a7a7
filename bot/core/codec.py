"""JSON that remembers instants, days and tuples: what an outbox row keeps of a message's data."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

_PLAIN, _SEVERAL = (str, int, float, type(None)), (list, tuple, set, frozenset)


def pack(value: Any) -> Any:
    """Make `value` plain JSON; instants, days and decimals are tagged so that `unpack` gives them back.

    Raises TypeError for a naive datetime or an object JSON cannot carry.
    """
    if isinstance(value, _PLAIN) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return pack(value.value)
    if isinstance(value, Mapping):
        return {str(key): pack(item) for key, item in value.items()}
    if isinstance(value, _SEVERAL):
        return [pack(item) for item in value]
    return _pack_scalar(value)


def _pack_scalar(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("naive datetime in message data")
        return {"$at": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$number": str(value)}
    raise TypeError(f"message data cannot hold {type(value).__name__}")


def unpack(value: Any) -> Any:
    """Give back what `pack` was given (tuples come back as lists, enums as their values)."""
    if type(value) is list:
        return [unpack(item) for item in value]
    if type(value) is not dict:
        return value
    if len(value) == 1:
        (tag, text), *_ = value.items()
        if tag == "$at":
            return datetime.fromisoformat(text)
        if tag == "$day":
            return date.fromisoformat(text)
        if tag == "$number":
            return Decimal(text)
    return {key: unpack(item) if type(item) in _NESTED else item for key, item in value.items()}


_NESTED = (dict, list)


class Packed(TypeDecorator[Any]):
    """A column of message data: a mapping whose instants and days survive the database."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Tag on the way in."""
        return pack(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Untag on the way out."""
        return unpack(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """A text on both databases, psycopg's own way being longer. Most lists of a new row are empty, and an empty one
        is always the same text."""
        nothing = None if self.impl_instance.none_as_null else "null"  # type: ignore[attr-defined]
        return lambda value: nothing if value is None else _as_text(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """For SQLite the empty lists back, without reading them letter by letter."""
        convert = super().result_processor(dialect, coltype)
        if dialect.name != "sqlite" or convert is None:
            return convert
        return lambda value: [] if value == "[]" else convert(value)


def _as_text(value: Any) -> str:
    return _EMPTY[type(value)] if not value and type(value) in _EMPTY else json.dumps(pack(value))


_EMPTY: dict[type[Any], str] = {list: "[]", dict: "{}", tuple: "[]"}


def canonical(value: Any) -> str:
    """One spelling for one value: what hashes are taken over."""
    return json.dumps(pack(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
