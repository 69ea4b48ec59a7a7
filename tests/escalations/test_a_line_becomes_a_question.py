"""/escalate: one question, one owner, one date; a masked card, a mention, one direct message."""

from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.escalations import usecases
from bot.escalations.models import Ask


def test_a_whole_line_is_asked_at_once(world: World, office: Any, ask: Any, card: Any, below: Any) -> None:
    outcome = world.li.types("/escalate", f"华东精工 <@{world.wang.slack_id}|wang> 供应链金融额度能否到2000万? 周四前")

    assert outcome.ok
    made: Ask = ask()
    assert made.question == "供应链金融额度能否到2000万?"
    assert (made.department, made.assigned_id, made.owner_id) == ("product", world.wang.id, None)
    assert made.customer_id == world.huadong.id
    assert made.due_at.isoformat() == "2026-11-26T10:00:00+00:00"
    assert "已请 王敏 处理" in world.li.hints()[-1]

    shown = text_of(card(office.product))
    assert "供应链金融额度能否到2000万" in shown
    assert "华东精工" not in shown
    assert "苏**********司" in shown
    assert card(office.product).reactions.keys() == {"eyes", "white_check_mark", "raising_hand"}
    (mention,) = below(office.product)
    assert f"@{world.wang.slack_id}" in text_of(mention)
    assert mention.thread_ts == card(office.product).ts
    assert "苏州华东精工机械有限公司" in text_of(world.wang.only_message())
    assert "等人接手" in text_of(world.li.only_message())


def test_the_kind_finds_the_department_and_its_duty(world: World, office: Any, ask: Any, card: Any) -> None:
    world.li.types("/escalate", "宏达机械 抵押物不足还能放多少额度 明天下班前")

    assert (ask().kind, ask().department, ask().severity) == ("credit_risk", "risk", "S2")
    assert ask().assigned_id == world.zhao.id
    assert "宏达机械" not in text_of(card(office.risk))


def test_without_an_addressee_the_form_opens_with_what_was_typed(world: World, office: Any, ask: Any) -> None:
    world.li.types("/escalate", "华东精工 这个问题谁来看看 周四前")
    assert world.all(Ask) == []
    world.li.submits(department="product")
    assert ask().question == "这个问题谁来看看"
    assert ask().customer_id == world.huadong.id
    assert ask().assigned_id == world.wang.id


@pytest.mark.parametrize(
    ("who", "line", "form"),
    [
        ("li", "华东精工 这个问题谁来看看 明天中午12点前", {"department": "product"}),
        ("emma", "can we waive the fee? risk, tomorrow noon", {}),
        ("emma", "who can tell whether we may waive the fee? tomorrow noon", {"department": "product"}),
    ],
)
def test_the_hour_it_is_needed_by_is_kept_with_and_without_the_form(
    world: World, office: Any, ask: Any, who: str, line: str, form: dict[str, str]
) -> None:
    asker = getattr(world, who)
    asker.types("/escalate", line)
    if form:
        asker.submits(**form)
    assert ask().due_at.isoformat() == f"2026-11-24T{4 if who == 'li' else 12:02}:00:00+00:00"


@pytest.mark.parametrize(
    ("who", "line", "question"),
    [
        (
            "emma",
            "risk: can Acme Steel Ltd stretch it to 24 months? need it by Friday",
            "can Acme Steel Ltd stretch it to 24 months? need it by Friday",
        ),
        ("emma", "can we waive the 2.5 % fee? needed by Friday, risk", "can we waive the 2.5 % fee? risk"),
        (
            "emma",
            "credit limit: can they have 3m by Friday or later",
            "credit limit: can they have 3m by Friday or later",
        ),
        (
            "li",
            "宏达机械的抵押物不足还能放多少额度，我们明天下班前就要签",
            "宏达机械的抵押物不足还能放多少额度，我们明天下班前就要签",
        ),
        ("li", "宏达机械 抵押物不足还能放多少额度，要明天下班前答复", "抵押物不足还能放多少额度"),
    ],
)
def test_no_sentence_of_the_question_is_left_broken(
    world: World, office: Any, ask: Any, who: str, line: str, question: str
) -> None:
    getattr(world, who).types("/escalate", line)
    assert ask().question == question
    assert ask().due_at is not None


def test_nothing_typed_opens_the_form(world: World, office: Any, ask: Any) -> None:
    world.emma.types("/escalate")
    world.emma.submits(question="Can the fee be waived?", kind="tailored_solution")

    assert (ask().severity, ask().department) == ("S3", "product")
    assert "Can the fee be waived" in text_of(world.emma.last_message())
    assert "To be taken" in text_of(world.emma.last_message())


def test_a_message_becomes_a_question_through_its_shortcut(world: World, office: Any, ask: Any) -> None:
    message = world.li.says("合同里的违约金条款能不能改", channel=office_channel(world, office))
    world.li.shortcut(message, "escalations.ask")
    world.li.submits(department="product")

    assert ask().question == "合同里的违约金条款能不能改"


def office_channel(world: World, office: Any) -> Any:
    return world.slack.workspace.add_channel("team-east", members=[world.li.slack_id], private=True)


def test_a_direct_message_asks_too(world: World, office: Any, ask: Any) -> None:
    world.li.says("求助 宏达机械 抵押物不足还能放多少额度 明天")
    assert (ask().kind, ask().customer_id) == ("credit_risk", world.hongda.id)

    world.li.says("求助 宏达机械 这件事谁能看看 明天")
    world.li.presses(world.li.last_message(), "ask.form")
    world.li.submits(department="product")
    assert [one.question for one in world.all(Ask)][1] == "这件事谁能看看"


def test_a_hidden_customer_cannot_be_asked_about(world: World, office: Any) -> None:
    with world.work(world.li) as work, pytest.raises(Refusal) as refused:
        usecases.ask(work, usecases.Draft("额度?", kind="credit_risk", customer_id=world.acme.id))

    assert refused.value.key == "customers/not-found"
    world.li.types("/escalate", "Acme Steel Ltd 额度能放多少")
    assert world.only(Ask).customer_id is None


def test_a_number_in_the_question_is_masked(world: World, office: Any, ask: Any) -> None:
    world.li.types("/escalate", "宏达机械 担保人手机13812348000能否做担保 明天")

    assert "13812348000" not in ask().question
    assert "138****8000" in ask().question


def test_a_past_date_is_refused_at_the_field(world: World, office: Any) -> None:
    world.li.types("/escalate")
    outcome = world.li.submits(question="额度?", kind="credit_risk", due="2026-11-20")

    assert world.all(Ask) == []
    assert "due" in outcome.errors


def test_asking_oneself_is_refused(world: World, office: Any) -> None:
    outcome = world.wang.types("/escalate", f"<@{world.wang.slack_id}> 产品问题 明天")

    assert world.all(Ask) == []
    assert "回到您自己" in outcome.text
