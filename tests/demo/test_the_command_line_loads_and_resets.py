"""`demo load` and `demo reset`, as somebody at a terminal uses them."""

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

runner = CliRunner()


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rapport.db")


def people(tmp_path: Path) -> int:
    with sqlite3.connect(tmp_path / "rapport.db") as database:
        count = int(database.execute("SELECT count(*) FROM person").fetchone()[0])
    database.close()
    return count


def test_it_loads_once_and_is_reset_after_a_question(tmp_path: Path) -> None:
    assert runner.invoke(app, ["demo", "load"]).exit_code == 0
    assert "already" in runner.invoke(app, ["demo", "load"]).output
    assert runner.invoke(app, ["demo", "reset"], input="n\n").exit_code == 1
    assert not (tmp_path / "rapport.db.before-reset").exists()
    said = runner.invoke(app, ["demo", "reset"], input="y\n")
    assert said.exit_code == 0, said.output
    assert people(tmp_path) == 13
    assert (tmp_path / "rapport.db.before-reset").exists(), "what was there is kept beside it"


def test_real_people_are_neither_mixed_in_nor_deleted_unasked(tmp_path: Path) -> None:
    assert runner.invoke(app, ["admin", "add", "real@bank.example"]).exit_code == 0
    for command in ("load", "reset"):
        said = runner.invoke(app, ["demo", command])
        assert said.exit_code == 2 and "--anyway" in said.output
    assert people(tmp_path) == 1
