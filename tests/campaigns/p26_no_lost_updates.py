"""P26: eight writers read, think and write the same row; nobody's change is lost and nobody meets a locked database."""

import threading
import time
from collections import Counter

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.outbox.model import Spending
from bot.core.work import House, Workshop
from campaigns.promise import Findings, Promise, Stage

WRITERS, CHANGES = 8, 150
ROW = {"method": "counter", "second": 0, "replica": "all"}


def as_shipped(stage: Stage) -> Findings:
    """The engine and the unit of work of the house."""
    return counted(stage, connect(stage.database()))


def driver_defaults(stage: Stage) -> Findings:
    """What create_engine gives: the driver begins its transactions late, and the read before them is not protected."""
    return counted(stage, create_engine(stage.database(), connect_args={"timeout": 0.5}))


def deferred(stage: Stage) -> Findings:
    """Transactions that begin with the read, but ask for the write lock only when they write."""
    engine = create_engine(stage.database(), connect_args={"timeout": 0.5, "isolation_level": None})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return counted(stage, engine)


def counted(stage: Stage, engine: Engine) -> Findings:
    """Every writer adds one, again and again; in the end the row must know all of them."""
    changes, errors, lock = stage.many(CHANGES, 10), Counter[str](), threading.Lock()
    shop = Workshop(engine, system_clock, House())
    with shop.open() as work:
        work.session.add(Spending(**ROW, calls=0))

    def write() -> None:
        # A unit of work of its own: what protects the row must be the database, not a lock the writers share.
        mine = Workshop(engine, system_clock, House())
        for _ in range(changes):
            try:
                with mine.open() as work:
                    row = work.session.get_one(Spending, tuple(ROW.values()))
                    time.sleep(0.0005)
                    row.calls += 1
            except OperationalError:
                with lock:
                    errors["locked"] += 1

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    with shop.read() as work:
        calls = work.session.get_one(Spending, tuple(ROW.values())).calls
    engine.dispose()
    found = Findings()
    found.count("changes by 8 writers", WRITERS * changes)
    found.none("lost", WRITERS * changes - errors["locked"] - calls)
    found.none("met a locked database", errors["locked"])
    return found


PROMISE = Promise(
    "P26", "No change is lost and no database is locked, however many write at once",
    "8 writers x 150 read-modify-writes: 0 lost, 0 locked",
    as_shipped, controls={"the driver's defaults": driver_defaults, "BEGIN without IMMEDIATE": deferred}, quick=0.1,
)  # fmt: skip
