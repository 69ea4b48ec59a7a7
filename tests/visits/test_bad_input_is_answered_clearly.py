"""Nothing typed is lost or leaked: numbers, very long text, odd characters, the same line twice."""

import pytest
from staging.world import World, text_of, words_of

from bot.core.errors import Refusal
from bot.core.outbox import Posting
from bot.promises.models import Promise
from bot.visits.models import Visit
from bot.visits.usecases import Given, record_form


def test_a_card_number_and_a_pin_never_reach_the_database(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,手机13812348000,卡号6222021234567890128,密码839201,无后续")

    visit = world.only(Visit)
    everything = visit.text + visit.summary + str([row.data for row in world.all(Posting)]) + world.li.last_words()
    for number in ("13812348000", "6222021234567890128", "839201"):
        assert number not in everything, number
    assert "138****8000" in visit.text
    assert "手机号" in world.li.last_words()
    assert {each["kind"] for each in visit.withheld or []} >= {"mobile"}
    assert "839201" not in str(visit.withheld)


def test_fifty_thousand_characters_are_kept_whole_behind_a_button(world: World) -> None:
    long = "宏达机械 今天拜访王总,无后续。" + "谈了很多细节。" * 7200
    world.li.says(long)

    assert world.only(Visit).text == long
    world.li.taps(world.li.only_message(), "看全文")
    page = words_of(world.li.hands.open_modal.blocks)
    assert "第 1 页" in page
    world.li.taps(world.li.hands.open_modal, "下一页")
    assert "第 2 页" in words_of(world.li.hands.open_modal.blocks)


@pytest.mark.parametrize("typed", ["😀😀😀", "👍", "..."])
def test_emoji_alone_is_no_visit_even_as_a_command(world: World, typed: str) -> None:
    world.li.types("/visit", typed)

    assert world.all(Visit) == []
    assert "没有存" in world.li.hints()[-1]


def test_what_is_too_long_to_be_read_whole_is_said_on_the_card_and_taken_from_a_reply(world: World) -> None:
    talk = "we talked about many details. " * 420
    world.emma.types("/visit", f"Acme Steel met Mr. Brown today. {talk}Send offer by Friday")
    card = world.emma.only_message()
    assert "read from its first 3,000 characters only" in text_of(card)
    assert world.only(Visit).text.endswith("Send offer by Friday")

    world.emma.says("Send offer by Friday", thread=card)
    assert world.only(Promise).text == "Send offer"


def test_a_right_to_left_line_is_saved_and_asks_for_the_customer(world: World) -> None:
    world.emma.types("/visit", "נפגשתי עם הלקוח היום")

    assert world.only(Visit).customer_id is None
    assert "Which customer" in world.emma.last_words()


def test_control_characters_are_taken_out(world: World) -> None:
    world.li.says("宏达机械\u0000 今天\u202e拜访\u0007王总,无后续")

    visit = world.only(Visit)
    assert visit.text == "宏达机械 今天拜访王总,无后续"
    assert visit.customer_id == world.hongda.id


def test_markup_stays_plain_text(world: World) -> None:
    world.li.says("宏达机械 今天拜访王总 *重点* _斜_ ~删~ `码` [点我](do:abc/1) @here,无后续")

    card = world.li.only_message()
    assert "[点我](do:abc/1)" in text_of(card)
    undo = [e for b in card.blocks for e in b.get("elements", []) if str(e.get("action_id")).startswith("visit.undo")]
    assert len(undo) == 1
    assert "没有找到同事" not in text_of(card)


def test_the_same_line_again_within_two_minutes_is_asked_about(world: World) -> None:
    line = "宏达机械 今天拜访王总,无后续"
    world.li.types("/visit", line)
    world.clock.forward(seconds=90)
    world.li.types("/visit", line)
    assert "已经记为 V-1" in world.li.hints()[-1]
    assert len(world.all(Visit)) == 1

    question = [one for one in world.li.hands.sees() if one.is_ephemeral][-1]
    world.li.hands.presses(question, "visit.again")
    world.settle()

    assert len(world.all(Visit)) == 2


def test_two_minutes_later_the_same_line_is_a_new_visit(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")
    world.clock.forward(seconds=121)
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")

    assert len(world.all(Visit)) == 2


def test_an_event_delivered_twice_makes_one_visit(world: World) -> None:
    message = world.li.says("宏达机械 今天拜访王总,无后续")
    again = {"channel": message.channel, "ts": message.ts, "user": world.li.slack_id, "text": message.text}
    world.slack.workspace.event("message", channel_type="im", **again)
    world.settle()

    assert len(world.all(Visit)) == 1


def test_a_button_of_a_note_that_was_undone_says_so(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,聊了利率")
    card = world.li.only_message()
    ids = [str(e.get("action_id")) for block in card.blocks for e in block.get("elements", [])]
    stale = next(each for each in ids if each.startswith("visit.follow"))
    old = [dict(block) for block in card.blocks]
    world.li.taps(card, "撤销")
    world.current(card).blocks = old
    world.li.hands.presses(world.current(card), stale)
    world.settle()

    assert "已经撤销" in world.li.hints()[-1]


def test_a_forged_form_cannot_name_a_customer_its_sender_does_not_see(world: World) -> None:
    with world.work(world.li) as work, pytest.raises(Refusal, match="customers/not-found"):
        record_form(work, "谈了续约", Given(customer_id=world.acme.id))

    assert world.all(Visit) == []
