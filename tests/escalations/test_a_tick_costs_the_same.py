"""Finding what is due reads an index, however many questions are open."""

from typing import Any

from staging.world import World

from bot.escalations import jobs


def test_due_rows_are_found_by_index(world: World, office: Any) -> None:
    with world.work() as work:
        connection = work.session.connection()
        query = jobs.due_query(work.now).compile(connection.engine, compile_kwargs={"literal_binds": True})
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]

    assert any("ix_ask_wake" in step for step in plan), plan
    assert not any("SCAN ask" in step and "INDEX" not in step for step in plan), plan
