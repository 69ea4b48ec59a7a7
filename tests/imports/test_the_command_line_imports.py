"""`python -m bot import ...`, as somebody at a terminal uses it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

runner = CliRunner()


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rapport.db")


def test_counts_are_said_and_refused_rows_stand_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,name,lead\nchen@bank.example,陈静,\nli@bank.example,李雷,nobody@bank.example\n", "gb18030")
    said = runner.invoke(app, ["import", "people", str(file), "--lang", "en"])
    assert said.exit_code == 0, said.output
    assert "2 rows: 1 new, 0 changed, 0 as before, 1 rejected" in said.output
    assert runner.invoke(app, ["import", "people", str(file), "--strict"]).exit_code == 1, "scripts may ask to be told"
    errors = tmp_path / "people.csv.errors.csv"
    assert "the lead nobody@bank.example is neither in this list nor known" in errors.read_text("utf-8-sig")

    file.write_text("email,name\nchen@bank.example,陈静\n", "utf-8")
    assert "Columns without" not in runner.invoke(app, ["import", "people", str(errors), "--lang", "en"]).output
    again = runner.invoke(app, ["import", "people", str(file), "--lang", "zh"])
    assert "共 1 行" in again.output
    assert not errors.exists(), "nothing is wrong any more"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,name\nchen@bank.example,陈静\n", "utf-8")
    for _ in range(2):
        said = runner.invoke(app, ["import", "people", str(file), "--dry-run", "--lang", "en"])
        assert "1 would be new" in said.output


@pytest.mark.parametrize(
    "arguments", [["nothing.csv"], ["people.csv", "--map", "email"], ["people.csv", "--map", "X=email"]]
)
def test_a_mistake_ends_with_one_line_and_code_2(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "people.csv").write_text("email,name\na@b.example,A\n", "utf-8")
    said = runner.invoke(app, ["import", "people", *arguments])
    assert said.exit_code == 2
    assert "rapport: " in said.output and "Traceback" not in said.output
