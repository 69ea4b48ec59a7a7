"""👀 takes it, the thread and ✅ answer it, the asker says enough or not yet."""

from datetime import timedelta
from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.audit import AuditLine
from bot.core.outbox import Posting
from bot.escalations.models import Ask, AskMessage, Stage

LINE = "宏达机械 抵押物不足还能放多少额度 周四前"


@pytest.fixture
def asked(world: World, office: Any) -> None:
    world.li.types("/escalate", LINE)


def test_eyes_take_it_and_stop_the_first_clock(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.zhao.reacts(card(office.risk), "eyes")

    assert (ask().owner_id, ask().stage) == (world.zhao.id, Stage.PLAN)
    assert ask().acknowledged_at == world.clock.now
    assert "赵强 11月23日 周一 14:30 接手了" in text_of(world.current(world.li.last_message()))


def test_the_button_does_the_same_and_a_second_person_is_told_who_has_it(
    world: World, office: Any, asked: None, ask: Any, card: Any
) -> None:
    office.he.presses(card(office.risk), "ask.take")
    assert ask().owner_id == office.he.id

    world.zhao.presses(card(office.risk), "ask.answer")
    world.zhao.submits(answer="可以")
    assert ask().answer == ""
    assert "已经由 何平 负责" in world.zhao.last_words()


def test_an_outsider_reacts_in_vain(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.slack.workspace.channel(office.risk.id).members.append(world.emma.slack_id)
    world.emma.reacts(card(office.risk), "eyes")

    assert ask().owner_id is None
    assert world.emma.messages() == []


def test_a_reply_and_a_check_mark_answer_it(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    parent = card(office.risk)
    world.zhao.reacts(parent, "eyes")
    said = "最多500万,要补评估报告,联系人13812348000" + "。理由如下" * 4000 + "完"
    world.zhao.says(said, thread=parent)
    world.zhao.reacts(parent, "white_check_mark")

    assert ask().stage is Stage.CONFIRM
    assert ask().answer == said.replace("13812348000", "138****8000"), "masked, and whole"
    assert "最多500万" in text_of(card(office.risk))
    assert "已答复" in world.li.last_words()

    world.li.presses(world.li.last_message(), "ask.enough")
    assert (ask().closed_how, ask().closed_by_id, ask().wake_at) == ("enough", world.li.id, None)
    assert "已解决" in text_of(card(office.risk))
    assert "已解决" in world.zhao.last_words()


def test_a_colleague_mentioned_in_the_answer_is_shown_by_name(
    world: World, office: Any, asked: None, ask: Any, card: Any
) -> None:
    parent = card(office.risk)
    world.zhao.reacts(parent, "eyes")
    world.zhao.says(f"最多500万, <@{world.sun.slack_id}> 办", thread=parent)
    world.zhao.reacts(parent, "white_check_mark")
    assert ask().answer == "最多500万, @孙丽 办"


def test_a_check_mark_on_a_reply_names_the_answer(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    parent = card(office.risk)
    reply = world.zhao.says("最多500万", thread=parent)
    world.zhao.says("另外请尽快补材料", thread=parent)
    world.zhao.reacts(reply, "white_check_mark")

    assert (ask().answer, ask().owner_id) == ("最多500万", world.zhao.id)


def test_a_check_mark_without_answer_asks_for_it(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.zhao.reacts(card(office.risk), "white_check_mark")
    assert ask().stage is Stage.ACKNOWLEDGE
    assert "还没有答复可以采用" in world.zhao.last_words()

    world.zhao.presses(world.zhao.last_message(), "ask.answer")
    world.zhao.submits(answer="最多500万")
    assert ask().stage is Stage.CONFIRM


def test_not_yet_gives_it_back_with_the_reason(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    parent = card(office.risk)
    world.zhao.says("看情况", thread=parent)
    world.zhao.reacts(parent, "white_check_mark")
    before = ask().due_at
    world.li.presses(world.li.last_message(), "ask.again")
    world.li.submits(reason="要一个具体数字")

    assert (ask().stage, ask().owner_id, ask().reopened) == (Stage.PLAN, world.zhao.id, 1)
    assert ask().due_at == before
    assert "说还不行" in world.zhao.last_words()

    world.zhao.unreacts(parent, "white_check_mark")
    world.zhao.reacts(parent, "white_check_mark")
    assert ask().stage is Stage.PLAN, "the old words are no new answer"
    world.clock.forward(minutes=5)
    world.zhao.says("500万", thread=parent)
    world.zhao.unreacts(parent, "white_check_mark")
    world.zhao.reacts(parent, "white_check_mark")
    assert ask().answer == "500万"


def test_pinned_words_stay_as_the_summary(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    parent = card(office.risk)
    kept = world.zhao.says("评估报告周三到", thread=parent)
    office.he.says("午饭吃什么", thread=parent)
    office.he.reacts(kept, "pushpin")
    world.zhao.presses(parent, "ask.answer")
    world.zhao.submits(answer="最多500万")
    world.li.presses(world.li.last_message(), "ask.enough")

    assert ask().summary == "赵强: 评估报告周三到"
    assert "评估报告周三到" in text_of(card(office.risk))


def test_a_date_later_than_asked_for_is_told_to_the_asker(world: World, office: Any, asked: None, ask: Any) -> None:
    seen = len(world.li.messages())
    world.zhao.presses(world.zhao.only_message(), "ask.take")
    world.zhao.presses(world.zhao.only_message(), "ask.plan")
    world.zhao.submits(due="2026-11-25")
    assert ask().planned_for.isoformat() == "2026-11-25T10:00:00+00:00"
    assert len(world.li.messages()) == seen

    world.zhao.presses(world.zhao.only_message(), "ask.plan")
    world.zhao.submits(due="2026-11-30")
    assert len(world.li.messages()) == seen + 1
    assert "答应 11月30日 周一 18:00 前答复" in world.li.last_words()


def test_the_asker_withdraws(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.li.presses(world.li.last_message(), "ask.withdraw")

    assert ask().closed_how == "withdrawn"
    assert "已撤回" in text_of(card(office.risk))


def test_details_open_privately_and_on_record(world: World, office: Any, asked: None, card: Any) -> None:
    office.he.presses(card(office.risk), "ask.show")
    page = str(office.he.hands.open_modal)
    assert "宏达机械" not in page, "he does not deal with it"
    office.he.hands.closes()

    world.zhao.presses(card(office.risk), "ask.show")
    assert "宏达机械" in str(world.zhao.hands.open_modal)
    assert [line.verb for line in world.all(AuditLine)].count("escalations.opened") == 2


def test_edited_and_deleted_replies_are_followed(world: World, office: Any, asked: None, card: Any) -> None:
    reply = world.zhao.says("最多50万", thread=card(office.risk))
    world.zhao.edits(reply, "最多500万")
    assert world.only(AskMessage).text == "最多500万"
    world.zhao.deletes(reply)
    assert world.only(AskMessage).text == ""


def test_naming_an_outsider_asks_privately_whether_to_add_him(
    world: World, office: Any, asked: None, ask: Any, card: Any
) -> None:
    world.zhao.says(f"<@{world.sun.slack_id}> 客户之前投诉过吗", thread=card(office.risk))
    hint = [one for one in world.zhao.hands.sees(office.risk) if one.is_ephemeral][-1]
    assert "孙丽 现在看不到 E-1" in text_of(hint)
    assert world.sun.messages() == []

    world.zhao.hands.presses(hint, "ask.add")
    world.settle()
    assert "等人接手 · E-1" in text_of(world.sun.only_message())


def test_the_rest_of_the_house_sees_nothing(world: World, office: Any, asked: None) -> None:
    outcome = world.emma.types("/escalate", "E-1")
    missing = world.emma.types("/escalate", "E-77")

    assert outcome.text.replace("E-1", "E-77") == missing.text


def test_the_lead_sees_who_owes_what(world: World, office: Any, asked: None) -> None:
    world.clock.to("2026-11-23 16:00")
    world.chen.types("/desk", "asks")
    page = str(world.chen.hands.open_modal)

    assert "共 1 条未了" in page
    assert "等接手" in page
    assert "赵强" in page
    assert "宏达机械" in page


def test_nothing_is_reminded_twice(world: World, office: Any, asked: None, ask: Any) -> None:
    world.zhao.presses(world.zhao.only_message(), "ask.answer")
    world.zhao.submits(answer="最多500万")
    world.li.presses(world.li.last_message(), "ask.enough")
    before = len(world.all(Posting))
    for _ in range(5):
        world.clock.forward(days=1)
        world.tick()
    assert len([one for one in world.all(Posting) if one.subject_kind == "ask"]) == len(
        [one for one in world.all(Posting)[:before] if one.subject_kind == "ask"]
    )


def test_the_record_knows_all_its_states(world: World, office: Any, asked: None, ask: Any) -> None:
    made: Ask = ask()
    assert made.asked_due_at == made.due_at
    assert made.ack_due_at - made.created_at == timedelta(hours=1)
    assert made.plan_due_at.isoformat() == "2026-11-24T01:30:00+00:00"
