"""What a question refuses: the wrong hands, the wrong moment, nobody to ask, and what is for compliance alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from staging.world import Colleague, World

from bot.core.errors import Refusal
from bot.directory.models import Person
from bot.escalations import concerns, hands, threads, usecases
from bot.escalations.models import Ask


@pytest.fixture
def made(world: World, office: Any) -> Ask:
    with world.work(world.li) as work:
        draft = usecases.Draft("额度能否到2000万?", kind="credit_risk", customer_id=world.hongda.id)
        return usecases.ask(work, draft)


def refused(world: World, by: Colleague, verb: Any, *words: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refusal, world.work(by) as work:
        verb(work, *words, **named)
    return refusal.value.key


def test_an_unknown_kind_nobody_named_and_oneself_are_asked_back(world: World, office: Any) -> None:
    ask = usecases.ask
    assert refused(world, world.li, ask, usecases.Draft("?", kind="weather")) == "escalations/unknown-kind"
    assert refused(world, world.li, ask, usecases.Draft("?", kind="legal", severity="S9")) == "escalations/unknown-kind"
    assert refused(world, world.li, ask, usecases.Draft("能做吗?")) == "escalations/whom"
    assert refused(world, world.li, ask, usecases.Draft("能做吗?", owner_id=world.li.id)) == "escalations/yourself"
    assert refused(world, world.li, ask, usecases.Draft("能做吗?", owner_id=99_999)) == "escalations/not-here"
    past = usecases.Draft("能做吗?", kind="legal", due_at=world.clock.now - timedelta(hours=1))
    assert refused(world, world.li, ask, past) == "escalations/past"


def test_where_nobody_is_left_to_ask_it_is_said(world: World) -> None:
    with world.work() as work:
        for one in (world.chen, world.admin):
            work.session.get_one(Person, one.id).deactivated_at = work.now
        work.session.get_one(Person, world.li.id).lead_id = None
    assert refused(world, world.li, usecases.ask, usecases.Draft("能做吗?", kind="legal")) == "escalations/nobody"


def test_the_wrong_hands_are_refused(world: World, office: Any, made: Ask) -> None:
    for verb, words in (
        (usecases.take, ()), (usecases.answer, ("可以",)), (hands.decline, ("不归我们",)),
        (hands.pass_on, (office.he.id,)),
    ):  # fmt: skip
        assert refused(world, world.li, verb, made.id, *words) == "escalations/not-yours"
    for verb, words in ((usecases.enough, ()), (usecases.not_yet, ("还差",)), (usecases.withdraw, ())):
        assert refused(world, world.zhao, verb, made.id, *words) == "escalations/not-your-question"
    assert refused(world, world.emma, usecases.take, made.id) == "escalations/not-found"


def test_who_comes_second_is_told_who_has_it(world: World, office: Any, made: Ask) -> None:
    with world.work(world.zhao) as work:
        usecases.take(work, made.id)
    assert refused(world, office.he, usecases.take, made.id) == "escalations/taken"
    assert refused(world, world.zhao, hands.pass_on, made.id, world.zhao.id) == "escalations/has-it-already"
    with pytest.raises(Refusal) as lost, world.work(world.zhao) as work:
        stale = work.session.get_one(Ask, made.id)
        faster = update(Ask).where(Ask.id == made.id).values(owner_id=office.he.id)
        work.session.execute(faster, execution_options={"synchronize_session": False})
        usecases.own(work, stale, world.zhao.id)
    assert lost.value.key == "escalations/taken-meanwhile"


def test_a_step_at_the_wrong_moment_is_refused(world: World, office: Any, made: Ask) -> None:
    assert refused(world, world.li, usecases.enough, made.id) == "escalations/no-answer-yet"
    assert refused(world, world.zhao, usecases.answer, made.id, "  ") == "escalations/text-missing"
    assert refused(world, world.li, hands.redirect, made.id, "product") == "escalations/not-now"
    yesterday = world.clock.now - timedelta(days=1)
    assert refused(world, world.zhao, usecases.plan, made.id, yesterday) == "escalations/past"
    with world.work(world.li) as work:
        usecases.withdraw(work, made.id)
    assert refused(world, world.zhao, usecases.answer, made.id, "可以") == "escalations/over"
    assert refused(world, world.zhao, hands.decline, made.id, "不归我们") == "escalations/over"


def test_who_left_is_not_added(world: World, office: Any, made: Ask) -> None:
    with world.work() as work:
        work.session.get_one(Person, world.wang.id).deactivated_at = work.now
    assert refused(world, world.li, threads.let_in, made.id, world.wang.id) == "escalations/not-here"


def test_a_suspicion_is_kept_in_no_thread_and_goes_nowhere_without_compliance(
    world: World, office: Any, made: Ask
) -> None:
    said = threads.Said("C1", "1.1", "怀疑这家公司在洗钱")
    assert refused(world, world.zhao, threads.keep, made.id, said) == "escalations/not-in-threads"
    with world.work() as work:
        work.session.get_one(Person, office.gu.id).deactivated_at = work.now
    assert refused(world, world.li, concerns.raise_concern, "怀疑洗钱") == "escalations/no-compliance"
