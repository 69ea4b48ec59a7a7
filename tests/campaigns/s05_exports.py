"""S5: no cell of anything Rapport exports is a formula to a spreadsheet."""

import csv
import io

from bot.core.tables import Rejected, errors_csv, parse
from campaigns.promise import Findings, Promise, Stage

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "＝", "=\n")
BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("https://evil.example","x")',
    "SUM(A1:A9)",
    "IMPORTXML(1)",
    "A1",
    "2",
    "0x",
)
FORMULA = "=+-@\t\r"


def as_shipped(stage: Stage) -> Findings:
    """The file of refused rows, opened again."""
    return opened(stage, lambda table, rejected: errors_csv(table, rejected, "why", lambda one: one.reason))


def plain_csv(stage: Stage) -> Findings:
    """The same by the csv module alone."""

    def write(table, rejected):  # type: ignore[no-untyped-def]
        out = io.StringIO(newline="")
        csv.writer(out).writerows([table.columns, *(one.row.cells for one in rejected)])
        return out.getvalue().encode("utf-8-sig")

    return opened(stage, write)


def opened(stage: Stage, write) -> Findings:  # type: ignore[no-untyped-def]
    """200 payloads in names and reasons; a cell counts as a formula when a spreadsheet would take its first character."""
    dice = stage.dice("s5")
    cells = [dice.choice(STARTS) + dice.choice(BODIES) for _ in range(200)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["name", "code"], *([each, "x" + each] for each in cells)])
    table = parse("a.csv", out.getvalue().encode())
    exported = write(table, [Rejected(row, each) for row, each in zip(table.rows, cells, strict=False)])
    rows = list(csv.reader(io.StringIO(exported.decode("utf-8-sig"))))
    found = Findings()
    found.at_least("payloads in the file", sum(len(row) for row in rows[1:]), 200)
    found.none("cells that are formulas", sum(cell[:1] in FORMULA for row in rows for cell in row if cell))
    return found


PROMISE = Promise(
    "S5", "No cell of an export is a formula", "200 formula payloads re-opened: 0 formulas",
    as_shipped, controls={"the csv module alone": plain_csv}, quick=1.0,
)  # fmt: skip
