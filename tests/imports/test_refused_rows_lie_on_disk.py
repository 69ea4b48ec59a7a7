"""However many rows are refused, they come back in the order of the file, and take no memory to speak of."""

import csv
import io
import tracemalloc
from datetime import date

from bot.core.tables import Rejected, Rejections, Row, Table, errors_csv
from bot.core.tables.rows import Rows

MANY = 60_000


def test_refused_rows_come_in_the_order_of_the_file_whenever_they_were_refused():
    kept = Rejections()
    for line in (7, 2, 9, 3):
        kept.append(Rejected(Row(line, (f"甲{line}", "=1+1")), "name-missing", {"on": date(2026, 1, line)}))
    assert [one.row.line for one in kept] == [2, 3, 7, 9]
    assert [one.row.line for one in kept.first(2)] == [2, 3]
    assert kept.first(1)[0].values == {"on": "2026-01-02"}
    raw = errors_csv(Table("x.csv", ("名", "式"), Rows()), kept, "原因", lambda one: one.reason)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[1] == ["甲2", "'=1+1", "name-missing"] and len(rows) == 5


def test_rows_and_refusals_of_a_long_file_take_little_memory():
    tracemalloc.start()
    rows = Rows(Row(line, (f"customer {line}", "x" * 200)) for line in range(MANY))
    kept = Rejections()
    for row in rows:
        kept.append(Rejected(row, "figure-wrong", {"column": "icr", "text": "abc"}))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000, "the texts alone are 12 MB"
    assert len(kept) == MANY and rows[-1].cells[0] == f"customer {MANY - 1}"
    assert rows[59_990:][0].line == 59_990 and kept.first(1)[0].row.cells == rows[0].cells
