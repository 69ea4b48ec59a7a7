"""Home and the morning list show my complaints with what remains, what waits for me, and nothing I may not see."""

from typing import Any

import pytest
from staging.world import Colleague, World, text_of, words_of

from bot.complaints import ending, intake
from bot.complaints.models import Complaint
from bot.directory.models import Duty
from bot.escalations import usecases as asks
from bot.escalations.models import Ask

LINE = "宏达机械 王会计来电,手续费多扣两次"
ENGLISH = "Acme Steel Mr. Brown called, the fee was charged twice"

pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


def ask(world: World, by: Colleague, question: str = "额度能否到2000万?", **more: Any) -> Ask:
    with world.work(by) as work:
        made = asks.ask(work, asks.Draft(question, department="product", **more))
    world.deliver()
    return made


@pytest.fixture
def product(world: World) -> Any:
    channel = world.department("product", [world.wang], head=world.wang)
    with world.work() as work:
        work.save(Duty(department="product", person_id=world.wang.id, position=0))
    return channel


def morning(world: World, day: str) -> None:
    world.clock.to(f"{day} 08:00")
    world.run("reports.digests")
    world.clock.to(f"{day} 09:05")
    world.run("reports.digests")


def list_of(who: Colleague) -> Any:
    return next(one for one in reversed(who.messages()) if "清单" in text_of(one) or "list for today" in text_of(one))


def test_my_complaints_stand_on_home_with_what_is_left_of_their_time(world: World) -> None:
    world.li.types("/complaint", LINE)
    said = world.li.opens_home()

    assert "您经办的投诉" in said and "C-1 · 宏达机械" in said and "还剩" in said
    assert world.li.hands.home is not None
    world.li.presses(world.li.hands.home, "complaint.show")
    assert "C-1" in world.li.last_words()


def test_an_english_manager_reads_it_in_english(world: World) -> None:
    world.emma.types("/complaint", ENGLISH)
    said = world.emma.opens_home()

    assert "Your complaints" in said and "Acme Steel" in said and "left" in said
    assert not any("\u4e00" <= char <= "\u9fff" for char in said.split("Your complaints")[1].split("Settings")[0])


def test_nobody_else_reads_them_there(world: World, product: Any) -> None:
    world.li.types("/complaint", LINE)

    for other in (world.emma, world.wang, world.zhao, world.admin):
        assert "宏达" not in other.opens_home()


def test_the_person_complained_about_does_not_find_the_case_on_home(world: World) -> None:
    with world.work(world.chen) as work:
        intake.register(work, LINE, intake.Given(subject_id=world.li.id))
    world.deliver()

    assert world.only(Complaint).handler_id == world.chen.id
    assert "C-1" not in world.li.opens_home()
    assert "C-1" in world.chen.opens_home()


def test_a_case_that_waits_for_my_yes_is_among_those_that_wait_for_my_word(world: World) -> None:
    world.li.types("/complaint", LINE)
    card = world.li.last_message()
    world.li.presses(card, "complaint.contacted")
    world.li.presses(card, "complaint.fault/1", "company_fault_isolated")
    world.li.submits(findings="扣了两次", evidence="流水")
    world.li.presses(card, "complaint.remedy/1", "compensation")
    world.li.submits(amount="300", text="退费")
    world.li.presses(card, "complaint.decide")

    assert "等您审批或核实的投诉" in world.chen.opens_home()
    world.chen.presses(world.chen.last_message(), "complaint.approve")
    assert "等您审批或核实的投诉" not in world.chen.opens_home()


def test_questions_that_wait_for_me_come_with_their_age(world: World, product: Any) -> None:
    ask(world, world.li)
    said = world.wang.opens_home()
    assert "等您回应的求助" in said and "E-1" in said and "等接手" in said

    world.wang.presses(world.wang.hands.home, "ask.card")
    world.wang.presses(world.wang.last_message(), "ask.take")
    with world.work(world.wang) as work:
        asks.answer(work, 1, "可以")
    assert "E-1" not in world.wang.opens_home()
    assert "等您回应的求助" in world.li.opens_home(), "now the asker says whether it is enough"


def test_a_lead_sees_what_nobody_answered_in_time(world: World, product: Any) -> None:
    ask(world, world.li)
    assert "超时没人答复" not in world.chen.opens_home()
    world.clock.forward(days=2)
    said = world.chen.opens_home()

    assert "超时没人答复的求助" in said and "王敏" in said
    assert "已超时" in said and "已过" not in said, "one clock in a row: the one of the limit"


def test_the_rest_of_a_long_list_says_where_it_stands(world: World) -> None:
    for number in range(11):
        world.li.types("/complaint", f"{LINE},第{number}次")

    said = world.li.opens_home()
    assert "还有 3 条没有列出" in said and "/desk 投诉" in said


def test_the_morning_list_has_them_and_strikes_them_through(world: World, product: Any) -> None:
    world.li.types("/complaint", LINE)
    ask(world, world.li)
    morning(world, "2026-11-24")
    mine, wangs = list_of(world.li), list_of(world.wang)

    assert "C-1 · 宏达机械" in text_of(mine)
    assert "E-1" in text_of(wangs)
    with world.work(world.wang) as work:
        asks.take(work, 1)
        asks.answer(work, 1, "可以")
    world.deliver()
    assert "已答复" not in text_of(world.current(mine))
    assert "✅" in text_of(world.current(wangs)), "nothing of it waits for him any more"
    assert "E-1" in text_of(world.current(mine)), "it came up since the list was sent"

    world.li.presses(mine, "complaint.show")
    with world.work(world.li) as work:
        ending.withdraw(work, 1, "客户来电撤诉")
    world.deliver()
    assert "撤" in words_of(world.current(mine).blocks).split("C-1")[1]


def test_a_row_of_another_kind_with_the_same_number_is_not_lost(world: World, product: Any) -> None:
    world.li.types("/complaint", f"{LINE},答应明天中午前回复")
    morning(world, "2026-11-24")
    assert "P-1" in text_of(list_of(world.li)) and "C-1" in text_of(list_of(world.li))
    ask(world, world.li)
    with world.work(world.wang) as work:
        asks.take(work, 1)
        asks.answer(work, 1, "可以")
    world.deliver()

    assert "E-1" in text_of(world.current(list_of(world.li)))


def test_the_lists_put_the_live_card_in_front_and_stay_where_they_are(world: World, product: Any) -> None:
    world.li.types("/complaint", LINE)
    ask(world, world.li)
    for typed, press, words in (("complaints", "complaint.show", "C-1"), ("asks", "ask.card", "E-1")):
        world.li.types("/desk", typed)
        world.li.presses(world.li.hands.open_modal, press)
        assert f"{words} 的卡片已发到" in words_of(world.li.hands.open_modal.blocks)
        assert words in world.li.last_words()

    world.li.presses(world.li.last_message(), "ask.withdraw")
    assert world.only(Ask).closed_at is not None
    world.li.types("/complaint", "C-1")
    world.li.presses(world.li.last_message(), "complaint.contacted")
    assert world.only(Complaint).state == "verifying"


def test_the_list_lets_nobody_open_what_is_hidden(world: World) -> None:
    world.li.types("/complaint", LINE)
    world.emma.types("/desk", "complaints")

    assert "C-1" not in words_of(world.emma.hands.open_modal.blocks)
    world.emma.types("/complaint", "C-1")
    assert not any("C-1" in text_of(one) for one in world.emma.messages())
