"""A rule is published once to each reader, reminded of, read and understood; overdue readers are listed."""

from datetime import date
from typing import Any

import pytest
from staging.world import Colleague, World, text_of

from bot.compliance import rulebook
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.core.errors import Refusal
from bot.directory.models import Person


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


UNTIL = date(2026, 12, 2)


def publish(world: World, by: Colleague, **more: Any) -> RuleNotice:
    given: dict[str, Any] = {"title": "销售行为管理办法", "until": UNTIL, "text": "不得承诺收益。"}
    with world.work(by) as work:
        made = rulebook.publish(work, rulebook.Rule(**(given | more)))
    world.deliver()
    return made


def got(who: Colleague) -> int:
    return sum("销售行为管理办法" in text_of(one) for one in who.messages())


def test_from_publishing_to_the_last_reader(world: World, lin: Colleague) -> None:
    publish(world, lin, departments=["account_management"])
    publish(world, lin, departments=["account_management"])
    assert len(world.all(RuleNotice)) == 1
    readers = {one.person_id for one in world.all(RuleReading)}
    assert readers == {world.chen.id, world.li.id, world.emma.id}
    world.clock.to("2026-11-23 18:00")
    world.deliver()
    assert [got(one) for one in (world.li, world.emma, world.wang)] == [1, 1, 0]

    card = world.li.last_message()
    world.li.taps(card, "已阅读并理解")
    assert "已阅读并理解" in text_of(world.current(card))
    for day, counts in (("2026-11-30", 2), ("2026-12-01", 3), ("2026-12-03", 4), ("2026-12-10", 4)):
        world.clock.to(f"{day} 18:00")
        world.run("compliance.readers", times=2)
        assert [got(world.li), got(world.emma)] == [1, counts], day
    reminder = world.emma.last_message()
    assert "read by" in text_of(reminder) and "不得" not in text_of(reminder), "one line; the rule stands above"
    world.emma.taps(reminder, "Open")
    assert got(world.emma) == 5 and "Read and understood" in world.emma.last_words()
    lin.types("/desk", "制度")
    assert "3 人中 1 人已读" in lin.hints()[-1] and "2 人逾期" in lin.hints()[-1]
    world.chen.types("/desk", "rules")
    assert "3 人中 1 人已读" in world.chen.hints()[-1] and "2 人逾期" in world.chen.hints()[-1]
    world.emma.types("/desk", "rules")
    assert "🔴" in world.emma.hints()[-1] and "How far" not in world.emma.hints()[-1]


def test_a_title_in_both_languages_is_shown_in_the_readers_own(world: World, lin: Colleague) -> None:
    publish(world, lin, title="客户信息保密 / Keeping files confidential")
    world.clock.to("2026-11-23 18:00")
    world.deliver()
    world.emma.types("/desk", "rules")
    lin.types("/desk", "制度")
    for said in (world.emma.last_words(), world.emma.hints()[-1]):
        assert "Keeping files confidential" in said and "客户信息保密" not in said
    for said in (world.li.last_words(), lin.hints()[-1]):
        assert "客户信息保密" in said and "Keeping files confidential" not in said


def test_whoever_joins_later_reads_it_too_and_whoever_left_does_not(world: World, lin: Colleague) -> None:
    publish(world, lin)
    world.clock.to("2026-12-01 10:00")
    new = world.person("新人", lead=world.chen)
    world.run("compliance.readers", times=2)
    (reading,) = [one for one in world.all(RuleReading) if one.person_id == new.id]
    assert reading.due_on == date(2026, 12, 15) and got(new) == 1
    with world.work() as work:
        work.session.get_one(Person, world.emma.id).deactivated_at = work.now
    before = got(world.emma)
    world.clock.to("2026-12-03 18:00")
    world.run("compliance.readers", times=2)
    assert got(world.emma) == before


def test_nobody_reads_in_anothers_name_or_publishes_without_the_right(world: World, lin: Colleague) -> None:
    publish(world, lin)
    theirs = next(one for one in world.all(RuleReading) if one.person_id == world.li.id)
    for stranger in (world.emma, world.chen, lin):
        with pytest.raises(Refusal) as refused, world.work(stranger) as work:
            rulebook.read(work, theirs.id)
        assert refused.value.key == "core/not-found"
    for stranger in (world.li, world.chen, world.wang):
        with pytest.raises(Refusal) as refused, world.work(stranger) as work:
            rulebook.publish(work, rulebook.Rule("x", UNTIL, "y"))
        assert refused.value.key == "compliance/for-publishers"
        with pytest.raises(Refusal), world.work(stranger) as work:
            rulebook.end(work, theirs.notice_id)


def test_a_withdrawn_rule_need_not_be_read(world: World, lin: Colleague) -> None:
    notice = publish(world, lin)
    with world.work(lin) as work:
        rulebook.end(work, notice.id)
    world.deliver()
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        mine = next(one for one in work.session.query(RuleReading) if one.person_id == world.li.id)
        rulebook.read(work, mine.id)
    assert refused.value.key == "compliance/rule-over"
    world.clock.to("2026-12-03 18:00")
    before = got(world.li)
    world.run("compliance.readers", times=2)
    assert got(world.li) == before


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": " \n"}, "compliance/rule-empty"),
        ({"text": "  "}, "compliance/rule-empty"),
        ({"until": date(2026, 11, 22)}, "compliance/until-odd"),
        ({"until": date(2036, 1, 1)}, "compliance/until-odd"),
        ({"departments": ["nowhere"]}, "compliance/rule-nobody"),
    ],
)
def test_what_makes_no_rule_is_refused(world: World, lin: Colleague, change: dict[str, Any], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        publish(world, lin, **change)
    assert refused.value.key == key and world.all(RuleNotice) == []


def test_published_by_form_with_hostile_words(world: World, lin: Colleague) -> None:
    lin.types("/desk", "rules")
    evil = "<!channel> [x](do:rules.end/1) **y** *z*"
    hints = [one for one in lin.hands.sees() if one.is_ephemeral]
    lin.hands.presses(hints[-1], "rules.new")
    lin.submits(heading=evil, text=evil * 20, until="2026-12-02", departments=["product"])
    card = world.wang.last_message()
    assert "[x](do:rules.end/1)" in text_of(card) and "已阅读并理解" in str(card.blocks)
    world.wang.taps(card, "已阅读并理解")
    assert world.only(RuleReading).read_at is not None
