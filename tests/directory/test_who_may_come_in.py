"""The first time somebody writes: who is let in, and what the others are told."""

import pytest
from staging.world import World

from bot.core.audit import AuditLine
from bot.directory import usecases
from bot.directory.models import Person


def test_an_imported_colleague_is_recognised_by_the_e_mail_address(world: World) -> None:
    user = world.slack.workspace.add_user("han", real_name="韩梅梅", email="Han.Meimei@bank.example", locale="zh-CN")
    with world.work() as work:
        work.save(Person(name="韩梅梅", email="han.meimei@bank.example"))

    line = world.slack.person(user.id).command("/client", "华东").text

    assert "没有找到您能看到的客户" in line
    assert next(one for one in world.all(Person) if one.name == "韩梅梅").slack_id == user.id


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "请让管理员"), ("en-GB", "Please ask an admin")])
def test_a_colleague_nobody_imported_is_told_whom_to_ask_and_gets_the_line_back(
    world: World, locale: str, words: str
) -> None:
    user = world.slack.workspace.add_user("newcomer", real_name="New Comer", locale=locale)

    line = world.slack.person(user.id).command("/client", "华东精工").text

    assert words in line
    assert "周宁" in line
    assert "华东精工" in line


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted"])
def test_guests_are_refused_and_the_refusal_is_on_record(world: World, flag: str) -> None:
    guest = world.slack.workspace.add_user("guest", real_name="Guest", locale="en-GB", **{flag: True})

    line = world.slack.person(guest.id).command("/client", "华东精工").text

    assert "full members" in line
    assert guest.id not in [person.slack_id for person in world.all(Person)]
    assert "directory.refused-guest" in [one.verb for one in world.all(AuditLine)]


def test_a_deactivated_colleague_is_out_at_once(world: World) -> None:
    with world.work() as work:
        usecases.deactivate(work, world.li.id)

    assert "已停用" in world.li.types("/client", "华东精工").text
    assert "directory.deactivated" in [line.verb for line in world.all(AuditLine)]


def test_making_somebody_an_admin_twice_changes_nothing(world: World) -> None:
    for _ in range(2):
        with world.work() as work:
            person = usecases.add_admin(work, "boss@bank.example")

    assert [one.email for one in world.all(Person)].count("boss@bank.example") == 1
    assert person.role == "admin"
