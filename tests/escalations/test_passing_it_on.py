"""Decline, hand over, ask back; beyond two hops the lead decides."""

from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.escalations import hands, queries, usecases
from bot.escalations.models import Stage


@pytest.fixture
def asked(world: World, office: Any) -> None:
    with world.work(world.li) as work:
        usecases.ask(
            work, usecases.Draft("额度能否到2000万?", kind="credit_risk", customer_id=world.hongda.id)
        )  # fmt: skip
    world.deliver()


def test_declining_with_another_department_moves_the_card(
    world: World, office: Any, asked: None, ask: Any, card: Any
) -> None:
    world.zhao.presses(card(office.risk), "ask.decline")
    world.zhao.submits(reason="这是产品的价格问题", department="product")

    assert (ask().department, ask().assigned_id, ask().hops) == ("product", world.wang.id, 1)
    assert (ask().stage, ask().kind) == (Stage.ACKNOWLEDGE, "tailored_solution")
    assert "额度能否到2000万" in text_of(card(office.product))
    assert "额度" not in text_of(card(office.risk)), "the old channel keeps nothing"
    assert "王敏" in text_of(world.current(world.li.last_message()))


def test_declining_without_one_leaves_the_choice_to_the_asker(
    world: World, office: Any, asked: None, ask: Any, card: Any
) -> None:
    world.zhao.presses(card(office.risk), "ask.decline")
    world.zhao.submits(reason="不归风控")
    assert ask().stage is Stage.DECLINED
    assert "不归风控" in world.li.last_words()

    world.li.presses(world.li.last_message(), "ask.redirect")
    world.li.submits(person=world.wang.slack_id)
    assert (ask().assigned_id, ask().stage) == (world.wang.id, Stage.ACKNOWLEDGE)


def test_the_asker_may_let_a_declined_one_rest(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.zhao.presses(card(office.risk), "ask.decline")
    world.zhao.submits(reason="不归风控")
    world.li.presses(world.li.last_message(), "ask.withdraw")

    assert ask().closed_how == "declined"


def test_a_raised_hand_offers_colleagues(world: World, office: Any, asked: None, ask: Any, card: Any) -> None:
    world.zhao.reacts(card(office.risk), "raising_hand")
    world.zhao.presses(world.zhao.last_message(), "ask.give/1", office.he.slack_id)

    assert (ask().assigned_id, ask().owner_id) == (office.he.id, None)
    assert "等人接手" in text_of(office.he.only_message())


def test_more_than_two_hops_and_the_lead_decides(
    world: World, office: Any, asked: None, ask: Any, card: Any, below: Any
) -> None:
    for giver, taker in ((world.zhao, office.he), (office.he, world.wang), (world.wang, world.zhao)):
        with world.work(giver) as work:
            hands.pass_on(work, ask().id, taker.id)
        world.deliver()
        world.clock.forward(minutes=1)

    assert (ask().stage, ask().decider_id, ask().hops) == (Stage.DECIDE, world.chen.id, 3)
    assert any("已经转了 3 次" in text_of(one) for one in below(office.product))
    with world.work(world.wang) as work, pytest.raises(Refusal):
        hands.pass_on(work, ask().id, world.zhao.id)

    world.chen.presses(world.chen.last_message(), "ask.decide/1", office.he.slack_id)
    assert (ask().stage, ask().assigned_id, ask().department) == (Stage.ACKNOWLEDGE, office.he.id, "risk")
    assert ask().hops == 3


def test_asking_back_stops_the_clocks_and_the_answer_starts_them(
    world: World, office: Any, asked: None, ask: Any
) -> None:
    world.zhao.presses(world.zhao.only_message(), "ask.take")
    plan, due = ask().plan_due_at, ask().due_at
    world.zhao.presses(world.zhao.only_message(), "ask.back")
    world.zhao.submits(question="现有额度用了多少?")
    assert ask().stage is Stage.BACK
    assert "现有额度用了多少" in world.li.last_words()

    world.clock.forward(hours=1)
    world.li.presses(world.li.last_message(), "ask.tell")
    world.li.submits(answer="用了八成")
    assert ask().stage is Stage.PLAN
    assert (ask().plan_due_at - plan).total_seconds() % 3600 == 0
    assert ask().plan_due_at > plan
    assert ask().due_at > due
    assert "用了八成" in world.zhao.last_words()


def test_a_reply_in_the_thread_answers_what_was_asked_back(world: World, office: Any, asked: None, ask: Any) -> None:
    with world.work(world.zhao) as work:
        hands.ask_back(work, ask().id, "现有额度用了多少?")
    world.deliver()
    world.li.says("用了八成", thread=world.li.last_message())

    assert (ask().back_answer, ask().stage) == ("用了八成", Stage.PLAN)


def test_figures_count_hops_and_times(world: World, office: Any, asked: None, ask: Any) -> None:
    world.zhao.presses(world.zhao.only_message(), "ask.answer")
    world.zhao.submits(answer="可以")
    with world.work() as work:
        (risk,) = queries.figures(work, ask().created_at, world.clock.now.replace(year=2027))

    assert (risk.department, risk.asked, risk.load, risk.hops) == ("risk", 1, 1, 0)
    assert (risk.ack_share, risk.resolve_share) == (1.0, 1.0)


def test_compliance_is_no_place_to_pass_it_on_to(world: World, office: Any, asked: None, ask: Any) -> None:
    with world.work(world.zhao) as work, pytest.raises(Refusal) as refused:
        hands.decline(work, ask().id, "请合规看", "compliance")

    assert refused.value.key == "escalations/not-in-channels"
