"""A workbook is opened in a process of its own before it is in ours: one that ends its reader ends nothing else then.

The parser is compiled code. It raises what it cannot read and panics at what it did not expect, and both are caught;
but memory it cannot get, or a stack that runs out, ends the process without a word. Why it is read twice and what that
costs: docs/decisions/workbooks-are-opened-by-a-child-first.md.
"""

import subprocess
import sys

PATIENCE = 120
"""Seconds the child may take; a workbook of the largest size takes about twenty."""

_SCRIPT = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
from python_calamine import CalamineWorkbook
for row in CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0).iter_rows():
    pass
"""


def survives(raw: bytes) -> bool:
    """Whether a process that reads this workbook is still there afterwards; an error it found does not matter here."""
    try:
        tried = subprocess.run(  # noqa: S603  # our own interpreter, a fixed script
            [sys.executable, "-I", "-c", _SCRIPT], input=raw, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode >= 0
