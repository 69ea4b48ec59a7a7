"""The audit log: the database refuses changes, the chain shows them, the anchor shows a cut tail (T13)."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from staging.world import World, text_of

from bot.core import audit, audit_base
from bot.core.errors import Misconfigured
from bot.main import anchoring

EVERY = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
REWRITINGS = {
    "a changed word": "UPDATE audit_line SET verb = 'nothing' WHERE position = 7",
    "a changed actor": "UPDATE audit_line SET actor_name = 'somebody' WHERE position = 7",
    "a line taken out": "DELETE FROM audit_line WHERE position = 7",
    "two lines swapped": "UPDATE audit_line SET verb = CASE position WHEN 7 THEN 'verb 8' ELSE 'verb 7' END"
    " WHERE position IN (7, 8)",
    "a seal made anew": "UPDATE audit_line SET seal = 'f' WHERE position = 7",
}
CUT = "DELETE FROM audit_line WHERE position > 15"


def written(world: World, count: int = 20) -> None:
    with world.work() as work:
        for number in range(1, count + 1):
            work.audit(f"verb {number}")
    sealed(world)


def sealed(world: World) -> None:
    with world.work() as work:
        audit.seal(work.session)


def broken(world: World, anchors: dict[int, str] | None = None) -> str | None:
    with world.work() as work:
        return audit.verify(work.session, anchors)


@EVERY
@pytest.mark.parametrize(
    "statement", [*REWRITINGS.values(), CUT, "DELETE FROM audit_base", "UPDATE audit_base SET seal = 'x'"]
)
def test_the_database_refuses(world: World, statement: str) -> None:
    written(world)
    with world.work() as work:
        work.session.add(audit_base.AuditBase(position=0, seal=audit.GENESIS, at=work.now))

    with pytest.raises(DBAPIError, match=audit_base.REFUSED), world.rapport.engine.begin() as connection:
        connection.execute(text(statement))

    assert broken(world) is None or "without a word" in str(broken(world))


@EVERY
@pytest.mark.parametrize("statement", REWRITINGS.values(), ids=REWRITINGS)
def test_what_the_owner_of_the_database_changes_shows_in_the_chain(world: World, statement: str) -> None:
    written(world)
    assert broken(world) is None

    with world.rapport.engine.begin() as connection:
        audit_base.unguard(connection)
        connection.execute(text(statement))

    assert "7" in str(broken(world))


@EVERY
def test_a_cut_tail_shows_by_the_anchor_alone(world: World, tmp_path: Path) -> None:
    written(world)
    settings = world.settings.model_copy(update={"audit_anchor_file": tmp_path / "anchors", "audit_anchor_channel": ""})
    assert anchoring.anchor(world.rapport.workshop, settings)
    assert not anchoring.anchor(world.rapport.workshop, settings), "once a day"

    with world.rapport.engine.begin() as connection:
        audit_base.unguard(connection)
        connection.execute(text(CUT))
        connection.execute(text("DELETE FROM audit_anchor"))

    assert broken(world) is None, "the chain alone cannot tell"
    assert "cut off" in str(broken(world, anchoring.read(tmp_path / "anchors")))


def test_the_anchor_in_a_channel_can_be_copied_into_a_file(world: World, tmp_path: Path) -> None:
    channel = world.slack.workspace.add_channel("audit", members=[world.admin.slack_id], private=True)
    written(world)
    settings = world.settings.model_copy(update={"audit_anchor_channel": channel.id})

    anchoring.anchor(world.rapport.workshop, settings)
    world.deliver()

    said = next(iter(world.slack.workspace.channels[channel.id].messages.values()))
    (tmp_path / "copied").write_text(text_of(said))
    assert anchoring.read(tmp_path / "copied").keys() == {20}
    assert broken(world, anchoring.read(tmp_path / "copied")) is None


def test_a_file_without_anchors_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("nothing")
    with pytest.raises(Misconfigured, match="no anchor"):
        anchoring.read(tmp_path / "empty")


@EVERY
def test_old_lines_are_pruned_and_the_chain_goes_on(world: World) -> None:
    written(world)
    world.clock.forward(days=400)
    with world.work() as work:
        work.audit("later")
        audit.seal(work.session)
        assert audit.prune(work.session, work.now, work.now - timedelta(days=365)) == 20
        work.audit("after")
    sealed(world)

    assert broken(world) is None
    with world.work() as work:
        assert audit.prune(work.session, work.now, work.now - timedelta(days=365)) == 0


@EVERY
def test_a_beginning_cut_off_by_hand_shows(world: World) -> None:
    written(world)
    with world.rapport.engine.begin() as connection:
        audit_base.unguard(connection)
        seal = connection.scalar(text("SELECT seal FROM audit_line WHERE position = 5"))
        connection.execute(text("DELETE FROM audit_line WHERE position <= 5"))
    assert "1 is missing" in str(broken(world))
    with world.work() as work:
        work.session.add(audit_base.AuditBase(position=5, seal=seal, at=work.now))

    assert "without a word" in str(broken(world))
