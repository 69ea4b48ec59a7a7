"""A document is noted, checked by a second person, reminded of, expires, holds the customer, and is renewed."""

from collections.abc import Callable
from datetime import date

import pytest
from staging.world import Colleague, World, text_of

from bot.compliance import papers
from bot.compliance.models import Diligence, Paper
from bot.core.errors import Refusal
from bot.customers.models import Hold
from bot.directory.models import Person

LICENCE = "91320594088140947F"


CHINESE = {
    "papers": "资料", "licence": "营业执照", "lacking": "缺，影响准入", "note": "登记", "check": "请核对",
    "in_order": "核对无误", "blocked": "不能准入，也不推销", "soon": "🟠  苏州华东精工机械有限公司", "over": "已过期",
    "card": "营业执照缺少或过期，不能准入", "restricted": "业务受限", "renew": "更新", "more": "详情",
}  # fmt: skip
ENGLISH = {
    "papers": "papers", "licence": "Business licence", "lacking": "missing, needed before selling", "note": "Note it",
    "check": "please check", "in_order": "In order", "blocked": "No selling until in order", "soon": "🟠  苏州华东精工机械有限公司",
    "over": "expired", "card": "Business licence missing or expired: no selling until in order",
    "restricted": "business with this customer is restricted", "renew": "Renew", "more": "Details",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def said(backend: str, world: World, lin: Colleague) -> dict[str, str]:
    """What people read, on each database in another language."""
    if backend == "sqlite":
        return CHINESE
    with world.work() as work:
        for one in (world.li, world.chen, lin):
            work.session.get_one(Person, one.id).locale = "en-GB"
    return ENGLISH


def holding(world: World) -> set[str]:
    return {one.kind for one in world.all(Hold) if one.lifted_at is None}


def told(who: Colleague, words: str) -> int:
    return sum(words in text_of(one) for one in who.messages())


def test_from_facts_to_expiry_block_and_renewal(world: World, lin: Colleague, said: dict[str, str]) -> None:
    li, chen = world.li, world.chen
    li.types("/desk", f"{said['papers']} 华东精工")
    assert li.submits(kind="company", rating="medium").ok
    checklist = li.last_message()
    assert said["licence"] in text_of(checklist) and said["lacking"] in text_of(checklist)
    assert holding(world) == {"papers"}

    li.taps(checklist, said["note"])
    li.submits(holder="苏州华东精工机械有限公司", uscc=LICENCE, valid_until="2027-03-01", kept_at="档案柜 B-12")
    assert chen.name in li.last_words() and chen.name in text_of(world.current(checklist)), "one knows who checks it"
    asked = chen.last_message()
    assert said["check"] in text_of(asked) and LICENCE in text_of(asked) and holding(world) == {"papers"}
    chen.taps(asked, said["in_order"])
    assert holding(world) == set() and world.only(Paper).verified_by_id == chen.id
    assert said["blocked"] not in text_of(world.current(checklist))

    for count, day in enumerate(("2026-12-31", "2027-01-30", "2027-02-22"), len(li.messages()) + 1):
        world.clock.to(f"{day} 10:00")
        world.run("compliance.wake", times=2)
        world.clock.forward(days=2)
        world.deliver()
        # The line before says only that it is said again.
        assert told(li, said["soon"]) == 1 and len(li.messages()) == count
        # One line; the facts are on the card behind its button.
        assert len(text_of(li.last_message()).splitlines()) == 1 and LICENCE not in text_of(li.last_message())
    assert len(chen.messages()) == 1
    li.taps(li.last_message(), said["more"])
    assert LICENCE in li.last_words()

    world.clock.to("2027-03-02 10:00")
    world.run("compliance.wake", times=2)
    assert holding(world) == {"papers"}
    assert all(told(one, said["over"]) for one in (li, chen, lin))
    li.types("/client", "HD001")
    assert said["card"] in li.hints()[-1]

    world.clock.to("2027-06-01 10:00")
    world.run("compliance.wake", times=2)
    assert holding(world) == {"papers", "restricted"}
    assert said["restricted"] in li.last_words()

    li.taps(li.last_message(), said["renew"])
    li.submits(valid_until="2037-03-01", kept_at="档案柜 B-13")
    assert holding(world) == {"papers", "restricted"}
    renewed = next(one for one in chen.messages()[::-1] if said["check"] in text_of(one))
    chen.taps(renewed, said["in_order"])
    assert holding(world) == set()
    first, second = world.all(Paper)
    assert second.line_id == first.id and first.replaced_at is not None and second.valid_until == date(2037, 3, 1)
    assert world.only(Diligence).next_on == date(2037, 3, 1)


def test_what_ran_late_is_told_once(
    world: World, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened()
    verified("business_licence", date(2027, 3, 1))
    world.clock.to("2027-02-25 10:00")
    world.run("compliance.wake", times=3)
    assert told(world.li, CHINESE["soon"]) == 1 and world.only(Paper).step == "7"


def test_somebody_else_must_check(world: World, opened: Callable[..., Diligence], noted: Callable[..., Paper]) -> None:
    opened()
    noted("business_licence", date(2030, 1, 1), by=world.chen)
    with world.work(world.chen) as work, pytest.raises(Refusal) as refused:
        papers.verify(work, 1)
    assert refused.value.key == "compliance/second-person"
