"""A team can do without packs: the manifest asks for less, and what is left does not try."""

import json
from pathlib import Path

import pytest
from staging.world import World
from typer.testing import CliRunner

from bot.cli import app
from bot.core.audit import AuditLine
from bot.core.settings import packs_off
from bot.directory.usecases import follow_profile
from bot.main import exporting, handlers_table
from bot.main.compose import limits_of
from bot.main.manifest import PACKS, SCOPES, events, manifest, scopes
from bot.main.serve import _ticks

TABLE = handlers_table()


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_takes_its_scopes_along_and_nothing_else(pack: str) -> None:
    assert scopes(TABLE) - scopes(TABLE, [pack]) == PACKS[pack]
    assert set(PACKS[pack]) <= set(SCOPES)
    smaller = manifest(TABLE, without=[pack])
    assert set(smaller["oauth_config"]["scopes"]["bot"]) == scopes(TABLE, [pack])
    assert set(smaller["settings"]["event_subscriptions"]["bot_events"]) == events(TABLE, [pack])


def test_every_scope_is_explained_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")
    assert [scope for scope in scopes(TABLE) if f"`{scope}`" not in page] == []


def test_the_command_prints_the_smaller_one_and_names_a_wrong_pack() -> None:
    said = CliRunner().invoke(app, ["manifest", "--without", "rooms,capture"])
    assert "groups:write" not in json.loads(said.output)["oauth_config"]["scopes"]["bot"]
    wrong = CliRunner().invoke(app, ["manifest", "--without", "romos"])
    assert wrong.exit_code == 2 and "romos" in wrong.output


def test_what_is_switched_off_asks_slack_for_nothing(world: World) -> None:
    world.rapport.settings = world.settings.model_copy(update={"without": "rooms, imports"})

    names = {tick.name for tick in _ticks(world.rapport)}

    assert packs_off(world.rapport.settings) == {"rooms", "imports"}
    assert "core.rooms" not in names and "reports.imports" not in names and "directory.channels" in names
    assert limits_of(world.settings) is not None


def test_an_export_is_counted_marked_and_told(world: World) -> None:
    with world.work() as work:
        mark = exporting.record(work, "register", 12)
    world.deliver()

    assert "confidential" in mark
    assert "12" in world.admin.last_words() and "投诉台账" in world.admin.last_words()
    assert world.all(AuditLine)[-1].details["what"] == "register"
    with world.work() as work, pytest.raises(Exception, match="24 hours"):
        for _ in range(exporting.MOST_PER_DAY):
            exporting.record(work, "register", 1)


def test_a_colleague_who_becomes_a_guest_has_lost_access(world: World) -> None:
    profile = world.rapport.port.person(world.li.slack_id)
    with world.work() as work:
        follow_profile(work, type(profile)(**{**profile.__dict__, "stranger": True}))

    world.li.types("/client", "华东精工")

    assert "HD001" not in world.li.hints()[-1]
