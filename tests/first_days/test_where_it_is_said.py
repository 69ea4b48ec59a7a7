"""The first days: channels without the bot, public ones, threads, archived ones, ones shared with another company."""

from staging.world import World, text_of

from bot import wiring
from bot.visits.models import Visit

LINE = "拜访华东精工\uff0c下周三前发方案"


def test_a_command_works_where_the_bot_is_absent_and_the_card_comes_directly(world: World) -> None:
    channel = world.slack.workspace.add_channel("random", members=[world.li.slack_id])
    world.li.types("/visit", LINE, channel)
    assert world.only(Visit).customer_id == world.huadong.id
    assert "华东精工" in world.li.last_words()
    assert [one for one in world.li.hands.sees(channel) if not one.is_ephemeral and one.user != world.li.slack_id] == []


def mention(world: World, channel: object, thread: object = None) -> None:
    bot = world.slack.workspace.app.bot_user
    world.li.says(f"<@{bot}> {LINE}", channel, thread)  # type: ignore[arg-type]


def room(world: World, name: str, **fields: object):  # type: ignore[no-untyped-def]
    bot = world.slack.workspace.app.bot_user
    return world.slack.workspace.add_channel(name, members=[world.li.slack_id, world.chen.slack_id, bot], **fields)


def hints(world: World, channel: object) -> list[str]:
    return [text_of(one) for one in world.li.hands.sees(channel) if one.is_ephemeral]  # type: ignore[arg-type]


def test_a_note_in_a_public_channel_is_saved_its_author_told_kindly_and_the_card_sent_privately(world: World) -> None:
    channel = room(world, "general-talk")
    mention(world, channel)
    assert world.only(Visit).customer_id == world.huadong.id
    assert any("看到" in hint or "公开" in hint for hint in hints(world, channel)), hints(world, channel)
    assert "发方案" in world.li.last_words()
    bot = world.slack.workspace.app.bot_user
    assert not [one for one in world.chen.hands.sees(channel) if one.user == bot], "others see nothing of it"


def test_a_note_in_a_group_message_is_saved_its_author_told_kindly_and_the_card_sent_privately(world: World) -> None:
    bot = world.slack.workspace.app.bot_user
    group = world.slack.workspace.conversation([world.li.slack_id, world.chen.slack_id, bot])
    mention(world, group)
    assert world.only(Visit).customer_id == world.huadong.id
    assert any("其他人也能看到" in hint for hint in hints(world, group))
    assert "发方案" in world.li.last_words()
    assert not [one for one in world.chen.hands.sees(group) if one.user == bot], "others see nothing of it"


def test_talk_in_a_group_message_that_does_not_name_the_bot_is_left_alone(world: World) -> None:
    bot = world.slack.workspace.app.bot_user
    group = world.slack.workspace.conversation([world.li.slack_id, world.chen.slack_id, bot])
    world.li.says(LINE, group)
    assert world.all(Visit) == []
    assert hints(world, group) == []


def test_a_mention_in_a_thread_is_a_note_as_well(world: World) -> None:
    channel = room(world, "team", private=True)
    first = world.chen.says("大家把今天的拜访记一下", channel)
    mention(world, channel, first)
    assert world.only(Visit).customer_id == world.huadong.id


def test_in_a_channel_shared_with_another_company_nothing_is_kept_nor_repeated(world: World) -> None:
    channel = room(world, "with-acme")
    channel.is_ext_shared = True
    mention(world, channel)
    assert world.all(Visit) == []
    assert all("发方案" not in hint for hint in hints(world, channel))


def bound(world: World):  # type: ignore[no-untyped-def]
    channel = world.department("product", [world.wang, world.chen], head=world.wang)
    bot = world.slack.workspace.app.bot_user
    if bot not in channel.members:
        channel.members.append(bot)
    return channel


def test_an_archived_department_channel_is_reported_to_the_admin(world: World) -> None:
    channel = bound(world)
    world.wang.hands.archives(channel)
    world.settle()
    assert "产品部" in world.admin.last_words() and "已归档" in world.admin.last_words()


def test_the_bot_taken_out_of_a_department_channel_is_reported(world: World) -> None:
    channel = bound(world)
    world.wang.hands.kicks(world.slack.workspace.app.bot_user, channel)
    world.settle()
    assert "/invite" in world.admin.last_words()


def check(world: World) -> None:
    wiring.ERRANDS["directory.channels"][1](world.rapport.workshop, world.rapport.port)
    world.deliver()


def test_a_channel_made_public_or_shared_is_found_by_looking_once_a_day_each(world: World) -> None:
    channel = bound(world)
    check(world)
    assert world.admin.messages() == [], "all is well"
    channel.kind = "public"
    check(world)
    check(world)
    assert "公开" in world.admin.only_message().text or "公开" in world.admin.last_words()
    channel.is_ext_shared = True
    check(world)
    assert "外部公司" in world.admin.last_words()
