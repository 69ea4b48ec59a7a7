"""Routing: kind, department, roster, leave, deputy, load; then head, lead, admin."""

from datetime import date
from typing import Any

import pytest
from staging.world import World, text_of

from bot.complaints import intake
from bot.core.errors import Refusal
from bot.directory import usecases as people
from bot.directory.models import Duty, Leave
from bot.escalations import hands, usecases
from bot.escalations.models import Ask


def question(world: World, **more: Any) -> Ask:
    with world.work(world.li) as work:
        made = usecases.ask(work, usecases.Draft("额度能否到2000万?", **({"kind": "credit_risk"} | more)))
    world.deliver()
    return made


def away(world: World, person: Any, deputy: Any = None) -> None:
    with world.work() as work:
        day = date(2026, 11, 23)
        work.save(Leave(person_id=person.id, first_day=day, last_day=day, deputy_id=deputy.id if deputy else None))


def test_the_least_loaded_is_asked(world: World, office: Any) -> None:
    people = [question(world).assigned_id for _ in range(4)]

    assert people == [world.zhao.id, office.he.id, world.zhao.id, office.he.id]


def test_only_the_competent_are_asked(world: World, office: Any) -> None:
    with world.work() as work:
        work.save(Duty(department="legal", person_id=world.sun.id, kind="media"))
        work.save(Duty(department="legal", person_id=world.wang.id, kind="legal"))

    assert question(world, kind="legal").assigned_id == world.wang.id


def test_who_is_away_is_passed_over(world: World, office: Any) -> None:
    away(world, world.zhao)

    assert question(world).assigned_id == office.he.id


def test_a_deputy_comes_in_the_place_of_who_is_away(world: World, office: Any) -> None:
    away(world, world.zhao, office.qian)
    away(world, office.he)

    assert question(world).assigned_id == office.qian.id


def test_nobody_on_the_roster_means_the_head_and_the_admin_is_told(world: World, office: Any) -> None:
    away(world, world.zhao)
    away(world, office.he)

    assert question(world).assigned_id == office.qian.id
    assert "没有人值班" in world.admin.last_words()


def test_without_a_head_it_is_the_lead_then_the_admin(world: World) -> None:
    assert question(world, kind="legal").assigned_id == world.chen.id
    told = [text_of(one) for one in world.admin.messages()]
    assert any("没有人值班" in one for one in told)
    assert any("还没有选频道" in one for one in told)
    question(world, kind="legal")
    assert len([one for one in world.admin.messages() if "频道" in text_of(one)]) == 1, "told once"


def test_the_asker_never_gets_his_own_question(world: World, office: Any) -> None:
    with world.work(world.zhao) as work:
        made = usecases.ask(work, usecases.Draft("额度?", kind="credit_risk"))

    assert made.assigned_id == office.he.id


def test_a_leaver_hands_over_to_the_roster(world: World, office: Any, ask: Any) -> None:
    question(world)
    with world.work() as work:
        people.deactivate(work, world.zhao.id)
    world.deliver()

    assert ask().assigned_id == office.he.id
    assert "E-1" in text_of(office.he.only_message())


def test_who_answers_for_a_department_and_is_complained_about_is_not_asked(world: World) -> None:
    product = world.department("product", [world.wang, world.zhao], head=world.zhao)
    with world.work() as work:
        work.save(Duty(department="product", person_id=world.wang.id))
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 投诉王敏", intake.Given(subject_id=world.wang.id, product="other"))
    world.deliver()
    world.li.presses(world.li.last_message(), "complaint.contacted")
    world.li.presses(world.li.last_message(), "ask.new")
    world.li.submits(question="当天怎么说的?", person=world.wang.slack_id)
    world.li.submits(question="当天怎么说的?", person=None, department="product")
    world.deliver()

    assert world.only(Ask).assigned_id == world.zhao.id
    world.wang.reacts(next(iter(product.messages.values())), "eyes")
    for attempt in (lambda work: usecases.answer(work, 1, "没有的事"), lambda work: usecases.take(work, 1)):
        with pytest.raises(Refusal), world.work(world.wang) as work:
            attempt(work)
    with pytest.raises(Refusal) as named, world.work(world.zhao) as work:
        hands.pass_on(work, 1, world.wang.id)
    assert named.value.key == "escalations/barred"
    assert world.wang.messages() == [] and world.only(Ask).owner_id is None
