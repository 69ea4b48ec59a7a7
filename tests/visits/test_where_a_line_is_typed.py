"""The same line as command, direct message, mention, shortcut and form; talk is not a visit."""

import pytest
from staging.world import World, text_of

from bot.complaints.models import Complaint
from bot.promises.models import Promise
from bot.visits.models import Visit

LINE = "宏达机械 今天拜访王总,周五前发报价"


def test_a_direct_message_is_answered_by_the_card_alone(world: World) -> None:
    world.li.says(LINE)

    assert world.only(Visit).customer_id == world.hongda.id
    assert "已记 V-" in text_of(world.li.only_message())


@pytest.mark.parametrize("talk", ["谢谢", "ok", "hello", "👍👍", "好的,收到"])
def test_talk_is_not_saved_and_gets_a_short_friendly_answer(world: World, talk: str) -> None:
    world.li.says(talk)

    assert world.all(Visit) == []
    assert "写一行就能记拜访" in text_of(world.li.only_message())


def test_signs_that_slack_escapes_in_a_command_are_kept_as_they_were_typed(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访,谈了<R&D>预算,5 > 3")

    assert "<R&D>预算" in world.only(Visit).summary
    assert "&amp;" not in world.only(Visit).text and "&lt;" not in world.only(Visit).text


def test_talk_in_english_is_answered_in_english(world: World) -> None:
    world.emma.says("thanks!")

    assert "One line is enough" in text_of(world.emma.only_message())


def test_a_line_without_customer_or_visit_is_offered_not_saved(world: World) -> None:
    world.li.says("财务系统今晚升级,大家注意一下")
    answer = world.li.only_message()
    assert world.all(Visit) == []

    world.li.taps(answer, "记为拜访")

    assert world.only(Visit).text == "财务系统今晚升级,大家注意一下"


def test_a_mention_in_a_public_channel_is_saved_and_its_author_warned_privately(world: World) -> None:
    room = world.slack.workspace.add_channel("sales", members=[world.li.slack_id, world.emma.slack_id])
    bot = world.slack.workspace.app.bot_user
    world.li.says(f"<@{bot}> {LINE}", channel=room.id)

    assert world.only(Visit).customer_id == world.hongda.id
    hidden = [one for one in world.li.hands.sees(room.id) if one.is_ephemeral]
    assert len(hidden) == 1 and "其他人也能看到" in text_of(hidden[0])
    assert not [one for one in world.emma.hands.sees(room.id) if one.user == bot]
    assert "宏达机械" in text_of(world.li.only_message())


def test_a_mention_in_a_group_message_is_saved_with_the_same_word(world: World) -> None:
    bot = world.slack.workspace.app.bot_user
    room = world.slack.workspace.conversation([world.li.slack_id, world.emma.slack_id, bot])
    world.li.says(f"<@{bot}> {LINE}", channel=room.id)

    hidden = [one for one in world.li.hands.sees(room.id) if one.is_ephemeral]
    assert "其他人也能看到" in text_of(hidden[0])
    assert len(world.all(Visit)) == 1


def test_in_a_channel_shared_with_another_company_nothing_is_kept(world: World) -> None:
    room = world.slack.workspace.add_channel("with-acme", members=[world.li.slack_id])
    room.is_ext_shared = True
    bot = world.slack.workspace.app.bot_user
    world.li.says(f"<@{bot}> {LINE}", channel=room.id)

    assert world.all(Visit) == []
    hidden = [one for one in world.li.hands.sees(room.id) if one.is_ephemeral]
    assert "外部公司" in text_of(hidden[0])
    assert "宏达" not in text_of(hidden[0])


def test_the_shortcut_saves_a_colleagues_message_as_my_visit(world: World) -> None:
    room = world.slack.workspace.add_channel("sales", members=[world.li.slack_id, world.emma.slack_id])
    message = world.emma.says(LINE, channel=room.id)
    world.li.shortcut(message, "visits.save")

    visit = world.only(Visit)
    assert (visit.by_id, visit.customer_id, visit.source_ts) == (world.li.id, world.hongda.id, None)


def test_an_empty_form_reads_the_customer_from_the_words_and_never_brings_its_own(world: World) -> None:
    world.li.types("/visit", LINE)
    for command, words in (("/visit", "note"), ("/complaint", "claim")):
        world.li.types("/complaint", "宏达机械 手续费多扣两次") if command == "/complaint" else None
        world.li.types(command)
        customer = next(block for block in world.li.hands.open_modal.blocks if block["block_id"] == "customer")
        assert "initial_option" not in customer["element"]
        world.li.submits(**{words: "Orion Robotics: met Ms Weber, send the offer by Friday"})
        assert "Orion Robotics" in world.li.last_words()

    assert [row.customer_id for row in world.all(Complaint)] == [world.hongda.id, None]
    assert world.all(Visit)[-1].customer_id is None
    assert "Orion Robotics" in world.all(Visit)[-1].customer_text


def test_what_is_picked_in_the_form_wins_and_the_name_in_the_words_stays_readable(world: World) -> None:
    world.li.types("/visit")
    world.li.submits(
        customer="宏达机械", note="Orion Robotics: met Ms Weber, talked rates",
        channel="phone", day="2026-11-23", promise="发合同", due="2026-11-25",
    )  # fmt: skip

    visit = world.only(Visit)
    assert (visit.customer_id, visit.channel, visit.pending) == (world.hongda.id, "phone", [])
    assert [row.text for row in world.all(Promise)] == ["发合同"]
    assert "Orion Robotics" in world.li.last_words()


def test_several_lines_are_several_visits(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,周五前发报价\n宏达机械 今天电话沟通,无后续")

    assert [row.customer_id for row in world.all(Visit)] == [world.huadong.id, world.hongda.id]
    hint = world.li.hints()[-1]
    assert "V-1 已记" in hint and "V-2 已记" in hint
    assert len(world.li.messages()) == 2


def test_a_number_alone_shows_the_card_again(world: World) -> None:
    world.li.types("/visit", LINE)
    world.li.types("/visit", "V-1")
    assert "卡片已私信给您" in world.li.hints()[-1]
    assert len(world.li.messages()) == 2
    world.li.says("v-1")

    assert any("已记 V-1" in text_of(one) for one in world.li.messages()[2:])
    assert len(world.all(Visit)) == 1


def test_a_number_nobody_may_see_reads_like_one_that_does_not_exist(world: World) -> None:
    world.li.types("/visit", LINE)
    hidden = world.emma.types("/visit", "V-1").text
    missing = world.emma.types("/visit", "V-9").text

    assert "V-1" in hidden
    assert hidden.replace("V-1", "V-9") == missing
