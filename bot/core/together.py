"""The rows of one SELECT as a single value beside the columns of another one: what is always wanted together is asked
for in one statement, and read in one snapshot."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ScalarSelect


def in_one_value(rows: Any) -> ScalarSelect[Any]:
    """These rows as JSON, a list for each, in no order; empty or NULL where there are none. Days are ISO text."""
    inner = rows.subquery()
    return select(cast(_All(_Row(*inner.c)), Text)).select_from(inner).scalar_subquery()


@lru_cache(maxsize=1024)
def rows_in(value: str | None) -> tuple[tuple[Any, ...], ...]:
    """The rows of such a value, sorted. The same text is read once."""
    return tuple(sorted(map(tuple, json.loads(value or "[]"))))


class plain(FunctionElement[str]):
    """The text in a JSON column that holds a text."""

    type = Text()
    inherit_cache = True


class _All(FunctionElement[Any]):
    inherit_cache = True


class _Row(FunctionElement[Any]):
    inherit_cache = True


_SPELT = {
    (plain, "sqlite"): "json_extract({}, '$')",
    (plain, "postgresql"): "({} #>> '{{}}')",
    (_All, "sqlite"): "json_group_array({})",
    (_All, "postgresql"): "json_agg({})",
    (_Row, "sqlite"): "json_array({})",
    (_Row, "postgresql"): "json_build_array({})",
}


@compiles(plain)
@compiles(_All)
@compiles(_Row)
def _spelt(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
    return _SPELT[type(element), compiler.dialect.name].format(compiler.process(element.clause_expr.element, **options))
