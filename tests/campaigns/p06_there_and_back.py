"""P6: the next release upgrades the database while this one sends; later this one takes over again."""

from pathlib import Path

from sqlalchemy import Engine

from bot.core.guard import guarded
from bot.core.outbox import ChannelPlace
from bot.main import migrate
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

PENDING, ROOMS = 1000, 25
ADDS = "ALTER TABLE posting ADD COLUMN next_release INTEGER"
RENAMES = "ALTER TABLE posting RENAME COLUMN seeded TO seeded_next"
NEXT = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "0001", None, None
works_with = "0001"
def upgrade():
    op.execute("CREATE TABLE next_release (id INTEGER)")
    op.execute("{change}")
"""
"""A pretend next release: a table of its own, and a change to the table the messages wait in."""


def there_and_back(stage: Stage, change: str = ADDS) -> Findings:
    """This release, the next, this one again; each queues a third of the messages and sends a part of what waits."""
    folder, number = stage.folder / ("renames" if change == RENAMES else "adds"), stage.many(PENDING, 240)
    folder.mkdir(exist_ok=True)
    (folder / "9001_next.py").write_text(NEXT.format(change=change), "utf-8")
    refused = failed = pending = 0
    with VirtualWorld(stage) as world:
        engine = world.rapport.engine
        rooms = [ChannelPlace(world.slack.workspace.add_channel(f"room-{count}").id) for count in range(ROOMS)]
        for turn in ("this release", "the next", "this one again"):
            versions = [folder] if turn == "the next" else []
            refused += guarded(lambda versions=versions: _starts(engine, versions), lambda _: 1)
            pending = world.said - world.all_sent()
            world.rapport.sender = world.replica()
            failed += guarded(lambda: world.say(number // 3, rooms) or 0, lambda _: number // 3)
            guarded(lambda: world.pass_by(number / ROOMS / 6), lambda _: None)
        guarded(lambda: world.pass_by(1200, step=5), lambda _: None)
        verdict, revision = world.verdict(), migrate.newer(engine)
    found = Findings()
    found.count("messages", world.said)
    found.at_least("pending when this release took over again", pending, 1)
    found.exactly("is the schema in the end", revision, "9001")
    found.none("starts refused", refused)
    found.none("could not be queued", failed)
    for fault in ("lost", "twice", "out of order"):
        found.none(fault, verdict[fault])
    return found


def _starts(engine: Engine, versions: list[Path]) -> int:
    migrate.upgrade(engine, versions)
    migrate.check(engine, versions)
    return 0


PROMISE = Promise(
    "P6", "A release may be put in and taken out again with work pending",
    "1,000 messages, this release, the next, this one again: 0 refused, 0 lost, 0 twice",
    there_and_back,
    controls={"a migration that renames and says it only adds": lambda stage: there_and_back(stage.smaller(0.2), RENAMES)},
    databases=("sqlite", "postgresql"), quick=None,
)  # fmt: skip
