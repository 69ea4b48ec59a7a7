"""Jobs as sweeps over a due column: each row in a transaction of its own, so that no row stops the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.core.guard import describe, guarded
from bot.core.work import Work, Workshop

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many rows a sweep handled, and how many failed and were put off."""

    handled: int
    failed: int


def sweep(
    workshop: Workshop,
    find_due: Callable[[Work], Sequence[int]],
    handle: Callable[[Work, int], None],
    defer: Callable[[Work, int], None],
    *,
    name: str,
    batch: int = 200,
) -> Swept:
    """Handle what is due, at most `batch` rows.

    `find_due` reads the ids (bounded by an index; it need not limit itself). `handle` does one of them and must claim
    the row first: another replica may be sweeping too. A row that raises is rolled back and `defer` pushes it into the
    future, so that it neither stops the sweep nor comes back with every tick.
    """
    with workshop.read() as work:
        due = list(find_due(work))[:batch]
    failed = 0
    for row_id in due:
        error = _one(workshop, handle, row_id)
        if error is not None:
            failed += 1
            _log.error("sweep.row_failed", job=name, row=row_id, error=describe(error))
            again = _one(workshop, defer, row_id)
            if again is not None:
                _log.error("sweep.defer_failed", job=name, row=row_id, error=describe(again))
    return Swept(len(due) - failed, failed)


def _one(workshop: Workshop, verb: Callable[[Work, int], None], row_id: int) -> Exception | None:
    def attempt() -> Exception | None:
        with workshop.open() as work:
            verb(work, row_id)
        return None

    return guarded(attempt, lambda raised: raised)
