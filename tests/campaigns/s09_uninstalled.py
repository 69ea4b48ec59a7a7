"""S9: when the app was removed, with or without a word, nothing leaves any more; purge leaves no row."""

from sqlalchemy import func, select
from staging.world import World

from bot.core.outbox import Notice, PersonPlace, stops
from bot.main import purge
from bot.migrations.tables import metadata
from campaigns.promise import Findings, Promise, Stage


def as_shipped(stage: Stage) -> Findings:
    """The event, and the hourly question where the event is missing."""
    found = Findings()
    for how in ("event", "question"):
        with World(stage.database()) as world:
            world.li.types("/visit", "拜访华东精工，谈了续约，下周三前给方案")
            if how == "event":
                world.slack.office.uninstalls()
                world.slack.settle()
            else:
                world.slack.office.revokes_token("account_inactive")
                world.run("core.installed")
            found.none(f"posts after the {how}", _posts_after(world, stops_on=True))
            gone = purge.purge(world.rapport.engine)
            found.at_least("rows purged", gone.rows, 20)
            found.none("rows left", _rows(world))
    return found


def nobody_asks(stage: Stage) -> Findings:
    """No event came and nobody asks: is the stop there before anything is tried?"""
    found = Findings()
    with World(stage.database()) as world:
        world.slack.office.revokes_token("account_inactive")
        found.none("attempts before it was noticed", _posts_after(world, stops_on=False))
    return found


def _posts_after(world: World, stops_on: bool) -> int:
    before = len(world.slack.recorder.calls("chat.postMessage")) + len(world.slack.recorder.calls("conversations.open"))
    with world.work() as work:
        held = bool(stops.stops(work.session))
        for number in range(20):
            notice = Notice("core/shortened", PersonPlace(world.li.id), once=f"s9:{number}", data={"text": "later"})
            work.post(notice)
    world.deliver()
    calls = world.slack.recorder.calls("chat.postMessage") + world.slack.recorder.calls("conversations.open")
    return len(calls) - before + (stops_on and not held)


def _rows(world: World) -> int:
    with world.rapport.engine.connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(one)) or 0 for one in metadata().sorted_tables)


PROMISE = Promise(
    "S9", "A removed app sends nothing more, and purge leaves nothing",
    "event and missing event: 0 posts; 0 rows after purge",
    as_shipped, controls={"nobody asks": nobody_asks}, databases=("sqlite", "postgresql"), quick=1.0,
)  # fmt: skip
