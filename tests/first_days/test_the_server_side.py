"""The first days on the server: taken command names, a second copy, swapped tokens, newer and older databases."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from staging.databases import Databases
from staging.world import World
from typer.testing import CliRunner

from bot.cli import app
from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.core.lock import guard
from bot.core.settings import read, require_slack
from bot.main import migrate, upgrading
from bot.visits.models import Visit

runner = CliRunner()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rapport.db")
    return tmp_path


def test_a_command_name_already_taken_is_prefixed(databases: Databases) -> None:
    with World(databases.fresh("sqlite"), prefix="rapport-") as world:
        assert "/rapport-visit" in world.slack.workspace.manifest.commands
        world.li.types("/rapport-visit", "拜访华东精工\uff0c下周三前发方案")
        assert world.only(Visit).customer_id == world.huadong.id


def test_a_second_copy_on_the_same_file_ends_at_once_with_one_line(office: Path) -> None:
    held = guard(f"sqlite:///{office}/rapport.db")
    said = runner.invoke(app, ["db", "upgrade"])
    assert said.exit_code == 2 and "already running" in said.output
    assert not (office / "rapport.db").exists(), "data untouched"
    assert held is not None
    held.close()
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("garbage", "not the address of a database"),
        ("postgresql://me:hunter2@127.0.0.1:port/x", "not the address of a database"),
        ("sqlite:////dev/null/rapport.db", "cannot be made"),
        ("sqlite:////dev/null/in/rapport.db", "cannot be made"),
    ],
)
@pytest.mark.parametrize("command", [("db", "upgrade"), ("run",), ("doctor",)])
def test_an_address_of_no_database_is_told_in_one_line(
    office: Path, monkeypatch: pytest.MonkeyPatch, address: str, says: str, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "a" * 32)
    said = runner.invoke(app, command)
    assert said.exit_code == 2 and "hunter2" not in said.output
    told = [line for line in said.output.splitlines() if says in line]
    assert len(told) == 1
    assert command == ("doctor",) or said.output.splitlines() == told


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN: must start with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN: must start with xoxb-"),
    ],
)
def test_partial_or_swapped_tokens_are_named_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as told:
        require_slack(read(None))
    assert words in str(told.value)
    assert "xoxp-1" not in str(told.value)


def test_a_database_newer_than_the_program_is_refused_and_left_alone(office: Path) -> None:
    runner.invoke(app, ["db", "upgrade"])
    with sqlite3.connect(office / "rapport.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    said = runner.invoke(app, ["db", "upgrade"])
    assert said.exit_code == 2 and "newer than this program" in said.output
    assert list(office.glob("*.before-upgrade")) == []


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(f"sqlite:///{tmp_path}/rapport.db")
    assert upgrading.upgrade(engine) is None, "nothing to lose yet"
    versions = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, versions)
    (versions / "versions" / "9998_later.py").write_text(
        'from alembic import op\nrevision = "9998"\ndown_revision = "0001"\nbranch_labels = depends_on = None\n'
        'def upgrade():\n    op.execute("CREATE TABLE later (id INTEGER)")\n', "utf-8",
    )  # fmt: skip
    monkeypatch.setattr(migrate, "FOLDER", versions)
    kept = upgrading.upgrade(engine)
    assert kept is not None and kept.name == "rapport.db.before-upgrade"
    with sqlite3.connect(kept) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    copy.close()
    assert upgrading.upgrade(engine) is None, "up to date"
    engine.dispose()
