"""Tables people bring along: one safe reader for CSV and XLSX, columns by name, one reason a refused row."""

from bot.core.tables.columns import Columns, Field, find_columns, mapping_of, plain
from bot.core.tables.outcome import (
    ENCODING,
    Progress,
    Rejected,
    Rejections,
    Tally,
    errors_csv,
    like_formula,
    safe_cell,
    write_errors,
)
from bot.core.tables.reader import LARGEST, MOST_ROWS, Table, UnreadableTable, parse, read, stream
from bot.core.tables.rows import Row

__all__ = [
    "ENCODING", "LARGEST", "MOST_ROWS", "Columns", "Field", "Progress", "Rejected", "Rejections", "Row", "Table",
    "Tally", "UnreadableTable", "errors_csv", "find_columns", "like_formula", "mapping_of", "parse", "plain", "read",
    "safe_cell", "stream", "write_errors",
]  # fmt: skip
