"""Looking for work costs what is found, however much was said and however much waits."""

import pytest
from sqlalchemy import text

from bot.core.outbox import Priority, claim


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whatever_is_asked_is_found_by_an_index(rig):
    with rig.workshop.read() as work:
        connection = work.session.connection()
        for asked in (claim.FOUND, claim.HEADS, *claim.FINDING.values()):
            query = asked.statement.compile(connection.engine)
            given = tuple(range(len(query.positiontup)))
            plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given)]
            read = [step for step in plan if "posting" in step]
            assert read and all("USING" in step and "INDEX" in step for step in read), plan


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_postgresql_keeps_statements_over_the_end_of_a_read_which_writes_nothing(rig):
    kept = text("SELECT pg_backend_pid(), count(*) FROM pg_prepared_statements WHERE statement LIKE '%delivery_stop%'")
    found = []
    for _ in range(2):
        with rig.workshop.read() as work:
            claim.FOUND.all(work.session)
            found.append(tuple(work.session.execute(kept).one()))
            work.session.execute(text("INSERT INTO dm_channel VALUES ('U1', 'D1')"))
    assert found[0] == found[1], "the same connection, and nothing prepared anew"
    assert found[0][1] == 1
    with rig.workshop.read() as work:
        assert work.session.scalar(text("SELECT count(*) FROM dm_channel")) == 0


def test_what_is_urgent_waits_for_what_was_said_before_in_its_place_only(rig):
    rig.say("later", "C1", priority=Priority.DIGEST)
    rig.say("behind it", "C1", priority=Priority.DEADLINE)
    rig.say("normal", "C2")
    rig.say("urgent", "C3", priority=Priority.DEADLINE)

    rig.round(2)
    assert [message["text"] for message in rig.slack.all_messages()] == ["urgent", "normal"]

    rig.rounds(5)
    assert rig.slack.texts("C1") == ["later", "behind it"]
