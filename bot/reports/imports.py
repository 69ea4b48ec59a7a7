"""Importing people or customers from a table: the same from the command line and from Slack."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, TextIO

from bot.core.tables import (
    Columns,
    Progress,
    Rejected,
    Rejections,
    Table,
    Tally,
    errors_csv,
    find_columns,
    write_errors,
)
from bot.core.words import Words
from bot.core.work import Work
from bot.customers import import_rows as customer_rows
from bot.customers import imports as customers
from bot.directory import import_rows as people_rows
from bot.directory import imports as people
from bot.directory import queries, usecases
from bot.risk import imports as figures

Kind = Literal["people", "customers", "readings"]
KINDS: tuple[Kind, ...] = ("people", "customers")
FIELDS = {"people": people_rows.FIELDS, "customers": customer_rows.FIELDS, "readings": figures.FIELDS}
Open = Callable[[], AbstractContextManager[Work]]
LONGEST_SAID = 80
"""Characters of a cell that a reason repeats; the file of refused rows has it in full."""


@dataclass(frozen=True)
class Result:
    """What an import did, or would do."""

    kind: Kind
    table: Table
    columns: Columns
    tally: Tally

    @property
    def rejected(self) -> Rejections:
        """The refused rows in the order of the file."""
        return self.tally.rejected


def run(
    opened: Open, kind: Kind, table: Table, *, mapping: Mapping[str, str] | None = None,
    dry: bool = False, progress: Progress = lambda _: None,
) -> Result:  # fmt: skip
    """Import the table; `mapping` (heading -> code) is remembered for the next one of its kind.

    Raises UnreadableTable when the columns do not fit, Refusal for anybody but an admin.
    """
    mapping, key = mapping or {}, f"import.{kind}.columns"
    with opened() as work:
        remembered = queries.preference(work.session, key, {})
    columns = find_columns(table.columns, FIELDS[kind], mapping, remembered)
    if kind == "people":
        tally = people.people(opened, table, columns, dry=dry, progress=progress)
    elif kind == "readings":
        tally = figures.figures(opened, table, columns, dry=dry, progress=progress)
    else:
        tally = customers.customers(opened, table, columns, dry=dry, progress=progress)
    if mapping and not dry:
        with opened() as work:
            replaced = set(mapping.values())
            kept = {heading: code for heading, code in remembered.items() if code not in replaced}
            usecases.prefer(work, key, kept | dict(mapping))
    return Result(kind, table, columns, tally)


def reason(result: Result, words: Words, language: str, one: Rejected) -> str:
    """Why a row was refused, in a sentence: what is accepted in the reader's words, columns as the file has them."""
    values, kind = {name: _short(value) for name, value in one.values.items()}, one.reason.partition("-")[0]
    if "known" in values:
        called = words.below(language, f"customers.{kind}")
        values["known"] = words.get(language, "core.list_joiner").join(
            called.get(code, code) for code in values["known"]
        )
    if str(values.get("column")) in result.columns:
        values["column"] = result.table.columns[result.columns.places[values["column"]]]
    return words.get(language, f"imports.reason.{one.reason}", **values)


def _short(value: Any) -> Any:
    return f"{value[:LONGEST_SAID]}\u2026" if isinstance(value, str) and len(value) > LONGEST_SAID else value


def error_file(result: Result, words: Words, language: str) -> bytes:
    """The refused rows with their reasons, as CSV that can be corrected and imported again."""
    heading = words.get(language, "imports.table.reason")
    return errors_csv(result.table, result.rejected, heading, lambda one: reason(result, words, language, one))


def write_error_file(out: TextIO, result: Result, words: Words, language: str) -> None:
    """The same, row by row into an open file, however many were refused."""
    heading = words.get(language, "imports.table.reason")
    write_errors(out, result.table, result.rejected, heading, lambda one: reason(result, words, language, one))


def summary(result: Result, words: Words, language: str, dry: bool) -> str:
    """The counts in one line."""
    tally = result.tally
    return words.get(
        language, "imports.table.dry" if dry else "imports.table.done", n=tally.total, new=tally.new,
        changed=tally.changed, same=tally.same, rejected=len(tally.rejected),
    )  # fmt: skip
