"""A sweep handles each row in its own transaction; one that fails is put off and stops nobody."""

import pytest
from sqlalchemy import select

from bot.core.audit import AuditLine
from bot.core.clock import system_clock
from bot.core.database import Base, connect
from bot.core.sweep import sweep
from bot.core.work import House, Workshop


@pytest.fixture
def workshop(tmp_path):
    engine = connect(f"sqlite:///{tmp_path}/sweep.db")
    Base.metadata.create_all(engine, tables=[AuditLine.__table__])
    yield Workshop(engine, system_clock, House())
    engine.dispose()


def verbs(workshop):
    """What was written, in order."""
    with workshop.read() as work:
        return list(work.session.scalars(select(AuditLine.verb).order_by(AuditLine.id)))


def test_a_failing_row_leaves_nothing_behind_and_is_put_off(workshop):
    def handle(work, row_id):
        work.audit(f"handled.{row_id}")
        if row_id == 2:
            raise LookupError("secret")

    done = sweep(
        workshop, lambda work: [1, 2, 3], handle, lambda work, row_id: work.audit(f"deferred.{row_id}"), name="test"
    )

    assert verbs(workshop) == ["handled.1", "deferred.2", "handled.3"]
    assert (done.handled, done.failed) == (2, 1)


def test_a_row_that_cannot_even_be_put_off_stops_nobody(workshop):
    def broken(work, row_id):
        raise LookupError

    done = sweep(workshop, lambda work: [1, 2], broken, broken, name="test")

    assert (done.handled, done.failed) == (0, 2)


def test_a_sweep_is_bounded(workshop):
    done = sweep(workshop, lambda work: range(1000), lambda work, row_id: None, lambda *_: None, name="test", batch=7)

    assert done.handled == 7
