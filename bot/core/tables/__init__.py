"""Tables people bring along: one safe reader for CSV and XLSX, columns by name, one reason a refused row."""

from bot.core.tables.columns import Columns, Field, find_columns, mapping_of, plain
from bot.core.tables.outcome import Progress, Rejected, Tally, errors_csv, safe_cell
from bot.core.tables.reader import LARGEST, MOST_ROWS, Table, UnreadableTable, parse, read, stream
from bot.core.tables.rows import Row

__all__ = [
    "LARGEST", "MOST_ROWS", "Columns", "Field", "Progress", "Rejected", "Row", "Table", "Tally", "UnreadableTable",
    "errors_csv", "find_columns", "mapping_of", "parse", "plain", "read", "safe_cell", "stream",
]  # fmt: skip
