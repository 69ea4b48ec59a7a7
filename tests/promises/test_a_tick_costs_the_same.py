"""Finding what is due reads an index, however many promises wait."""

from staging.world import World

from bot.promises import jobs
from bot.promises.models import Promise


def test_due_rows_are_found_by_index(world: World, promise) -> None:  # type: ignore[no-untyped-def]
    promise(world.li, "送报价", "2026-11-25 18:00")
    with world.work() as work:
        connection = work.session.connection()
        query = jobs.due_query(work.now).compile(connection.engine, compile_kwargs={"literal_binds": True})
        asked = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert all("SCAN promise" not in step for step in asked), asked
    assert any("ix_promise_wake" in step for step in asked), asked
    assert world.only(Promise).wake_at is not None
