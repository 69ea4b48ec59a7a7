"""Lists as people bring them."""

import csv
import io

from bot.core.tables import Tally


def csv_of(rows: list[list[str]]) -> str:
    """Rows as CSV text."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def counts(tally: Tally) -> tuple[int, int, int, int]:
    """(new, changed, same, rejected)."""
    return tally.new, tally.changed, tally.same, len(tally.rejected)


__all__ = ["counts", "csv_of"]
