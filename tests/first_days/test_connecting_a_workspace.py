"""`init` and `doctor`: from tokens to a server that says of itself what is wrong and how to mend it."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from staging.world import Clock, World
from typer.testing import CliRunner

from bot.cli import app
from bot.core.clock import system_clock
from bot.directory.models import Department
from bot.main import handlers_table
from bot.main.doctor import _clock, _house, _scopes, examine
from bot.main.manifest import manifest, scopes
from bot.playground.loopback import LoopbackSlack

runner = CliRunner()


@pytest.fixture
def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackSlack]:
    opened = LoopbackSlack(manifest(handlers_table(), socket_mode=True), clock=system_clock)
    opened.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rapport.db")
    monkeypatch.setenv("SLACK_API_URL", opened.api_url)
    yield opened
    opened.stop()


def connect(slack: LoopbackSlack, *more: str):  # type: ignore[no-untyped-def]
    return runner.invoke(app, ["init", "--bot-token", slack.bot_token, "--app-token", slack.app_token, *more])


def test_tokens_are_tried_written_for_the_owner_alone_and_the_first_admin_named(
    slack: LoopbackSlack, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("# mine\nPORT=8080\nSLACK_BOT_TOKEN=xoxb-old\n")
    said = connect(slack, "--admin", "boss@bank.example")
    assert said.exit_code == 0, said.output
    written = (tmp_path / ".env").read_text()
    assert "# mine\nPORT=8080\n" in written and f"SLACK_BOT_TOKEN={slack.bot_token}" in written
    assert "xoxb-old" not in written and slack.bot_token not in said.output
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert (tmp_path / "var/slack-manifest.json").exists()
    assert "first admin" in said.output


@pytest.mark.parametrize("tokens", [("xapp-1", "xoxb-1"), ("xoxb-wrong", "xapp-1")])
def test_swapped_or_refused_tokens_are_named_and_nothing_is_written(
    slack: LoopbackSlack, tmp_path: Path, tokens: tuple[str, str]
) -> None:
    said = runner.invoke(app, ["init", "--bot-token", tokens[0], "--app-token", tokens[1]])
    assert said.exit_code == 2 and "SLACK_BOT_TOKEN" in said.output
    assert not (tmp_path / ".env").exists()


def test_a_slack_out_of_reach_is_no_fault_of_the_token(
    slack: LoopbackSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    said = connect(slack)
    assert said.exit_code == 2 and "SLACK_API_URL: http://127.0.0.1:9/api/ cannot be reached" in said.output
    assert "SLACK_BOT_TOKEN" not in said.output and not (tmp_path / ".env").exists()


def test_the_doctor_finds_what_is_missing_and_says_how_to_mend_it(slack: LoopbackSlack) -> None:
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 2
    assert "run `python -m bot init`" in said.output and "run `python -m bot db upgrade`" in said.output


def test_a_connected_workspace_is_well_but_for_what_is_not_set_up_yet(slack: LoopbackSlack) -> None:
    connect(slack, "--admin", "boss@bank.example")
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 1, said.output
    assert "✗" not in said.output and "import people" in said.output


def test_the_doctor_calls_a_department_of_ones_own_by_its_name(world: World) -> None:
    with world.work() as work:
        work.save(Department(code="审计部_internal_audit"))
        work.session.flush()
        said = [finding for finding in _house(world.settings, work) if finding.name == "departments"]
    assert "Internal audit" in str(said) and "审计部" not in str(said) and "_" not in str(said)


def test_a_revoked_token_is_a_problem(slack: LoopbackSlack) -> None:
    connect(slack, "--admin", "boss@bank.example")
    slack.office.revokes_token()
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 2 and "token_revoked" in said.output


def test_slack_itself_accepts_every_message(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.core.words import TEMPLATES
    from bot.main.doctor_templates import live

    waited: list[float] = []
    found = list(live(world.rapport.port, TEMPLATES, waited.append))
    assert [one for one in found if one.level == "bad"] == []


def test_scopes_are_compared_with_what_the_code_needs() -> None:
    needed = scopes(handlers_table())
    assert _scopes({"X-OAuth-Scopes": ",".join(needed)}).level == "fine"
    missing = _scopes({"x-oauth-scopes": ",".join(needed - {"reactions:read"})})
    assert missing.level == "bad" and "reactions:read" in missing.said
    assert _scopes({}).level == "warn"


@pytest.mark.parametrize(("seconds", "level"), [(0, "fine"), (29, "fine"), (60, "warn"), (600, "bad")])
def test_a_clock_that_is_wrong_is_noticed(seconds: int, level: str) -> None:
    clock = Clock(datetime(2026, 11, 23, 6, 30, 0, tzinfo=UTC))
    clock.forward(seconds=seconds)
    assert _clock({"Date": "Mon, 23 Nov 2026 06:30:00 GMT"}, clock).level == level


def test_settings_that_cannot_be_read_end_the_examination(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "none")
    (only,) = examine(system_clock, tmp_path, False, None)
    assert only.level == "bad" and "PORT" in only.said


def test_a_python_without_what_rapport_needs_is_told_which_one_has_it() -> None:
    bare = subprocess.run([sys.executable, "-S", "-m", "bot"], cwd=Path(__file__).parents[2], capture_output=True)
    said = bare.stderr.decode()
    assert bare.returncode == 2 and said.count("\n") == 1
    assert "make setup" in said and ".venv/bin/python -m bot" in said
