"""Sample data for every message: `templates/samples/<capability>.toml`, one table per message.

Previews and tests use it. `_optional` lists the names that may be None; `_codes` those that hold codes, ids or
addresses, at any depth, which hostile text never replaces.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Data = dict[str, Any]
_MANY = (200, 20, 3)


class Samples:
    """The samples of a templates folder, read once."""

    def __init__(self, root: Path) -> None:
        self._tables: dict[str, Data] = {}
        for path in sorted((root / "samples").glob("*.toml")):
            for message, table in tomllib.loads(path.read_text("utf-8")).items():
                self._tables[f"{path.stem}/{message}"] = table

    def keys(self) -> frozenset[str]:
        """Every message that has a sample."""
        return frozenset(self._tables)

    def data(self, key: str) -> Data:
        """The data of a message as it stands in the sample. Raises KeyError if there is none."""
        return {name: value for name, value in self._tables[key].items() if not name.startswith("_")}

    def variants(self, key: str, texts: Iterator[str] | None = None) -> Iterator[tuple[str, Data]]:
        """The sample as it stands, with 0, 1 and very many items in its lists, and without what is optional.

        With `texts` its strings are replaced as in `with_texts`.
        """
        data = self.data(key) if texts is None else self.with_texts(key, texts)
        yield "as it stands", data
        yield "no items", _lists(data, lambda items, depth: [])
        yield "one item", _lists(data, lambda items, depth: items[:1])
        yield "very many items", _lists(data, _many)
        yield "nothing optional", data | dict.fromkeys(self._tables[key].get("_optional", ()))

    def with_texts(self, key: str, texts: Iterator[str]) -> Data:
        """The sample with the next of `texts` in place of each string that is no code."""
        codes = frozenset(self._tables[key].get("_codes", ()))
        return {name: _replaced(name, value, codes, texts) for name, value in self.data(key).items()}


def _replaced(name: str, value: Any, codes: frozenset[str], texts: Iterator[str]) -> Any:
    if name in codes:
        return value
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, Mapping):
        return {key: _replaced(key, item, codes, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced("", item, codes, texts) for item in value]
    return value


def _lists(value: Any, change: Callable[[list[Any], int], list[Any]], depth: int = 0) -> Any:
    if isinstance(value, Mapping):
        return {key: _lists(item, change, depth) for key, item in value.items()}
    if isinstance(value, list):
        return [_lists(item, change, depth + 1) for item in change(value, depth)]
    return value


def _many(items: list[Any], depth: int) -> list[Any]:
    """The items over and over; whole numbers named `id` go on counting, since real ids differ."""
    most = _MANY[min(depth, len(_MANY) - 1)]
    made = [items[index % len(items)] for index in range(most)] if items else []
    return [
        {**item, "id": item["id"] + index} if isinstance(item, Mapping) and isinstance(item.get("id"), int) else item
        for index, item in enumerate(made)
    ]
