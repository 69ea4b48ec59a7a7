"""A table of figures, one row a customer and period, one column a code: every row is new, changed, known or refused."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from bot.core.access import require
from bot.core.tables import Columns, Field, Progress, Rejected, Row, Table, Tally
from bot.core.work import Work
from bot.customers.folding import squeeze
from bot.customers.models import Customer
from bot.directory.models import Role
from bot.risk import ratios, readings
from bot.risk.numbers import NotANumber, number
from bot.risk.tables import headings

CHUNK = 1_000
"""Rows a transaction: short enough for others to write in between."""
WHO = (
    Field("customer_code", ("code", "客户号", "客户编号", "customer_no", "customer_id")),
    Field("customer_name", ("customer", "name", "客户", "客户名称", "企业名称", "company")),
    Field("period", ("期间", "报告期", "截止日期", "日期", "period_end", "as_of", "date")),
)
_NAMES = headings()
FIGURE_CODES = (
    *readings.CODES,
    *(f"{code}_prior" for code in ratios.FIGURES),
    *(f"{code}_opening" for code in ratios.FIGURES),
)
FIELDS = (*WHO, *(Field(code, tuple(_NAMES.get(code, ()))) for code in dict.fromkeys(FIGURE_CODES)))
"""Every column we know."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})[-/.年]?q([1-4])|(\d{4})年?第?([1-4一二三四])季度?", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})年?")
Open = Callable[[], AbstractContextManager[Work]]


@lru_cache(maxsize=4_096)
def period_of(text: str) -> date | None:
    """The last day of a period as people write it: 2026-09-30, 2026-09, 2026Q3, 2026; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().split(" ")[0]
    try:
        if found := _DAY.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _QUARTER.fullmatch(plain):
            year, quarter = int(found[1] or found[3]), found[2] or found[4]
            return _month_end(year, 3 * ("一二三四".index(quarter) + 1 if quarter in "一二三四" else int(quarter)))
        if found := _YEAR.fullmatch(plain):
            return date(int(found[1]), 12, 31)
        if found := _MONTH.fullmatch(plain):
            return _month_end(int(found[1]), int(found[2]))
    except ValueError:
        return None
    return None


_squeezed = lru_cache(maxsize=16_384)(squeeze)
"""A file names the same customers and periods again and again."""


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def figures(
    opened: Open, table: Table, columns: Columns, *, dry: bool = False, progress: Progress = lambda _: None
) -> Tally:
    """Import the rows; with `dry` only count. The right of admins and of the risk department. The same file twice
    changes nothing; whoever has new figures is judged by the next scan."""
    tally = Tally()
    with opened() as work:
        if work.actor.department != "risk":
            require(work.actor, [Role.ADMIN])
        book = _book(work)
        today = work.now.date()
    for first in range(0, len(table.rows), CHUNK):
        rows = table.rows[first : first + CHUNK]
        with opened() as work:
            _chunk(work, rows, columns, book, today, tally, dry)
        progress(len(rows))
    if not dry:
        with opened() as work:
            work.audit("risk.readings-imported", new=tally.new, changed=tally.changed, rejected=len(tally.rejected))
    return tally


def _book(work: Work) -> dict[str, int]:
    known: dict[str, int] = {}
    for row_id, name, code in work.session.execute(
        select(Customer.id, Customer.name, Customer.code).order_by(Customer.id)
    ):
        known.setdefault("n" + squeeze(name), row_id)
        if code:
            known.setdefault("c" + code.casefold(), row_id)
    return known


def _chunk(
    work: Work, rows: Sequence[Row], columns: Columns, book: dict[str, int], today: date, tally: Tally, dry: bool
) -> None:
    accepted: dict[tuple[int, date], dict[str, float]] = {}
    for row in rows:
        read = _read(work, row, columns, book, today)
        if isinstance(read, Rejected):
            tally.rejected.append(read)
        else:
            key, values = read
            if key in accepted:
                tally.same += 1
            accepted[key] = {**accepted.get(key, {}), **values}
    entries = [(key[0], code, key[1], value) for key, values in accepted.items() for code, value in values.items()]
    known = readings.known_values(work, [(entry[0], entry[1], entry[2]) for entry in entries])
    news = {(entry[0], entry[2]) for entry in entries if (entry[0], entry[1], entry[2]) not in known}
    moved = {
        (entry[0], entry[2]) for entry in entries if known.get((entry[0], entry[1], entry[2]), entry[3]) != entry[3]
    }
    tally.new += len(news)
    tally.changed += len(moved - news)
    tally.same += len(accepted.keys() - news - moved)
    if not dry:
        readings.write(work, entries, known, "import")


def _read(
    work: Work, row: Row, columns: Columns, book: dict[str, int], today: date
) -> tuple[tuple[int, date], dict[str, float]] | Rejected:
    if (misfit := columns.misfit(row)) is not None:
        return misfit
    cells = columns.values(row)
    code, name = cells.pop("customer_code", ""), cells.pop("customer_name", "")
    customer = book.get("c" + code.casefold()) if code else None
    customer = customer or (book.get("n" + _squeezed(name)) if name else None)
    if customer is None:
        return Rejected(row, "customer-unknown", {"text": code or name})
    written = cells.pop("period", "")
    period = period_of(written)
    if period is None or period > today:
        return Rejected(row, "period-wrong", {"text": written[:40]})
    values = _values(row, cells)
    if isinstance(values, Rejected):
        return values
    if not values:
        return Rejected(row, "no-figures")
    return (customer, period), readings.complete(work, values)


def _values(row: Row, cells: Mapping[str, str]) -> dict[str, float] | Rejected:
    values: dict[str, float] = {}
    for column, cell in cells.items():
        if not cell:
            continue
        try:
            value = number(cell, percent=column in ratios.PERCENT)
        except NotANumber:
            return Rejected(row, "figure-wrong", {"column": column, "text": cell[:40]})
        if value is not None:
            values[column] = value
    return values
