"""Uninstalled, with or without a word: nothing is sent any more, the readiness page says so, purge leaves nothing (S9)."""

from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select
from staging.world import World
from typer.testing import CliRunner

from bot.cli import app
from bot.core.outbox import Notice, PersonPlace, Posting, State, stops
from bot.main import purge
from bot.main.serve import Service
from bot.migrations.tables import metadata

EVERY = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


def say(world: World, text: str = "later") -> None:
    with world.work() as work:
        work.post(Notice("core/shortened", PersonPlace(world.li.id), once=f"test:{text}", data={"text": text}))


def held_by(world: World) -> list[str]:
    with world.rapport.workshop.read() as work:
        return [stop.code for stop in stops.stops(work.session)]


def nothing_leaves(world: World) -> None:
    before = len(world.slack.recorder.calls("chat.postMessage"))
    say(world)
    world.deliver()
    assert len(world.slack.recorder.calls("chat.postMessage")) == before
    assert [row.state for row in world.all(Posting) if row.once == "test:later"] == [State.QUEUED.value]


@EVERY
def test_told_of_it_rapport_sends_nothing_more(world: World) -> None:
    world.slack.office.uninstalls()
    world.slack.settle()

    assert held_by(world)
    nothing_leaves(world)
    good, details = Service(world.rapport).ready()
    assert not good and details["stopped"] == ["slack"]


@EVERY
def test_not_told_of_it_the_hourly_question_finds_out(world: World) -> None:
    world.slack.office.revokes_token("account_inactive")

    world.run("core.installed")

    assert held_by(world) == ["account_inactive"]
    nothing_leaves(world)


def test_a_question_that_was_not_answered_stops_nothing(world: World) -> None:
    world.slack.faults.http_error("auth.test", status=503)

    world.run("core.installed")

    assert held_by(world) == []


@EVERY
def test_purge_leaves_no_row(world: World) -> None:
    world.li.types("/visit", "拜访华东精工，谈了续约，下周三前给方案")
    engine = world.rapport.engine

    gone = purge.purge(engine)

    with engine.connect() as connection:
        left = {
            table.name: connection.scalar(select(func.count()).select_from(table)) for table in metadata().sorted_tables
        }
    assert gone.rows > 20
    assert not any(left.values()), {name: rows for name, rows in left.items() if rows}


def test_purge_leaves_no_trace_in_the_file_nor_in_its_copies(world: World) -> None:
    world.li.types("/visit", "拜访华东精工，谈了 canaryXq7 续约")
    file = Path(str(make_url(world.settings.database_url).database))
    copy = file.with_name(file.name + ".before-upgrade")
    copy.write_bytes(b"canaryXq7")

    gone = purge.purge(world.rapport.engine)

    assert list(gone.copies) == [copy] and not copy.exists()
    for each in file.parent.glob(file.name + "*"):
        assert b"canaryXq7" not in each.read_bytes(), each.name


@pytest.fixture
def command(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", world.settings.database_url)
    monkeypatch.setenv("RAPPORT_SECRET_KEYS", "9MC8gnzIXXNDMtKz8dqlsFAYLIuBKwKrwOOHvDmKQ6o=")
    purge.remember(world.rapport.workshop, "东方支行")
    return lambda *words, typed="": CliRunner().invoke(app, ["purge", *words], input=typed)


@pytest.mark.parametrize(("words", "typed"), [((), ""), (("--yes-delete-everything",), "另一家\n")])
def test_purge_asks_twice(world: World, command, words: tuple[str, ...], typed: str) -> None:
    said = command(*words, typed=typed)

    assert said.exit_code == 2
    assert world.all(Posting) is not None and held_by(world) == []
    with world.rapport.workshop.read() as work:
        assert work.session.scalar(select(func.count()).select_from(metadata().tables["customer"])) == 3


def test_purge_goes_by_the_name_of_the_workspace(world: World, command) -> None:
    said = command("--yes-delete-everything", typed="东方支行\n")

    assert said.exit_code == 0, said.output
    with world.rapport.workshop.read() as work:
        assert work.session.scalar(select(func.count()).select_from(metadata().tables["customer"])) == 0
