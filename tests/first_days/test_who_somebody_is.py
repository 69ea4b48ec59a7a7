"""The first days: people nobody imported, people with another e-mail address, people who come, change and go."""

from collections.abc import Iterator

import pytest
from staging.databases import Databases
from staging.world import World

from bot.directory import usecases
from bot.directory.models import Person
from bot.promises.models import Promise


@pytest.fixture
def empty(databases: Databases) -> Iterator[World]:
    with World(databases.fresh("sqlite"), cast=False) as staged:
        yield staged


def of(world: World, name: str) -> Person:
    return next(person for person in world.all(Person) if person.name == name)


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "admin add"), ("en-GB", "knows nobody yet")])
def test_nobody_is_imported_yet(empty: World, locale: str, words: str) -> None:
    user = empty.slack.workspace.add_user("first", real_name="First", locale=locale)
    said = empty.slack.person(user.id).command("/visit", "拜访华东精工").text
    assert words in said and "拜访华东精工" in said, "what to do, and nothing typed is lost"


def test_the_first_admin_is_named_on_the_server_and_is_in_at_once(empty: World) -> None:
    user = empty.slack.workspace.add_user("first", real_name="First", email="first@bank.example", locale="en-GB")
    with empty.work() as work:
        usecases.add_admin(work, "First@bank.example")
    hands = empty.slack.person(user.id)
    hands.opens_home()
    empty.settle()
    assert hands.home is not None and "Looking after Rapport" in str(hands.home.blocks)


def test_somebody_without_a_visible_e_mail_address_is_told_what_the_admin_needs(world: World) -> None:
    user = world.slack.workspace.add_user("hidden", real_name="Hidden", locale="en-GB")
    user.email = None
    said = world.slack.person(user.id).command("/visit", "Met Acme").text
    assert user.id in said and "Met Acme" in said


def test_somebody_with_another_e_mail_address_is_let_in_once_the_slack_id_is_imported(world: World) -> None:
    user = world.slack.workspace.add_user("han", real_name="韩梅", email="private@mail.example", locale="zh-CN")
    with world.work() as work:
        work.save(Person(name="韩梅", email="han@bank.example"))
    assert "请让管理员" in world.slack.person(user.id).command("/desk", "help").text
    with world.work() as work:
        work.session.get_one(Person, of(world, "韩梅").id).slack_id = user.id
    assert "请让管理员" not in world.slack.person(user.id).command("/desk", "help").text


def test_somebody_new_in_the_workspace_is_linked_to_the_imported_record(world: World) -> None:
    with world.work() as work:
        work.save(Person(name="Joan", email="joan@bank.example"))
    user = world.slack.office.welcomes("joan", real_name="Joan", email="Joan@bank.example", locale="en-GB")
    world.settle()
    assert of(world, "Joan").slack_id == user.id


def test_a_changed_language_is_followed(world: World) -> None:
    world.slack.office.changes(world.li.slack_id, locale="en-GB")
    world.settle()
    assert of(world, "李雷").locale == "en-GB"


def test_the_promises_of_somebody_deactivated_go_to_the_lead_who_is_told(world: World) -> None:
    world.li.types("/visit", "拜访华东精工\uff0c下周三前发方案")
    world.slack.office.deactivates(world.li.slack_id)
    world.settle()
    assert of(world, "李雷").deactivated_at is not None
    assert "李雷" in world.chen.last_words() and "发方案" in world.chen.last_words()
    assert world.only(Promise).ended_at is None
    before = len(world.li.messages())
    world.clock.to("2026-12-03 10:00")
    world.run("promises.wake")
    assert len(world.li.messages()) == before, "nothing more goes to somebody who has left"
    assert "发方案" in world.chen.last_words()


def test_a_deputy_goes_before_the_lead(world: World) -> None:
    with world.work() as work:
        work.session.get_one(Person, world.li.id).deputy_id = world.emma.id
    world.li.types("/visit", "拜访华东精工\uff0c下周三前发方案")
    world.slack.office.deactivates(world.li.slack_id)
    world.settle()
    world.clock.to("2026-11-23 10:00", "+00:00")
    world.deliver()
    assert "李雷" in world.emma.last_words()
