"""A product is proposed: the hold stays until the client was judged, told, and said so; then it may be signed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from staging.world import Colleague, World, text_of

from bot.compliance import products, selling
from bot.compliance.models_selling import Assessment, Disclosure
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.customers.models import Hold

PROPOSAL = Subject("proposal", 7)
ALL = ("basics", "risk_level", "loss_of_principal", "fees", "matching_opinion")
TODAY = date(2026, 11, 23)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rated(world: World) -> None:
    with world.work(world.wang) as work:
        products.rate(work, "wm-01", "稳健理财", "2026-2", "R2", "R4")


@pytest.fixture
def assess(world: World) -> Callable[..., Assessment]:
    def keep(level: str, **more: Any) -> Assessment:
        said = selling.Assessed(level, more.pop("on", TODAY), more.pop("evidence", "Q-1"), **more)
        with world.work(world.li) as work:
            return selling.assess(work, world.huadong.id, said)

    return keep


def holding(world: World) -> set[str]:
    return {one.kind for one in world.all(Hold) if one.lifted_at is None}


def told(**changes: Any) -> selling.Told:
    given: dict[str, Any] = {
        "items": ALL, "channel": "face_to_face", "acknowledged_on": TODAY, "acknowledged_how": "signed",
        "evidence": "REC-7",
    }  # fmt: skip
    return selling.Told(**(given | changes))


def test_from_proposal_to_signing(world: World, rated: None, assess: Callable[..., Assessment]) -> None:
    with world.work(world.li) as work:
        first = selling.require(work, world.huadong.id, "WM-01", PROPOSAL)
        assert selling.require(work, world.huadong.id, "wm-01", PROPOSAL).id == first.id
        assert selling.signing_blocked(work, Subject("proposal", 8)) == ["disclosure"]
    world.deliver()
    card = world.li.last_message()
    assert holding(world) == {"disclosure"} and "客户还没评估" in text_of(card) and "R4" in text_of(card)

    assess("C3")
    world.deliver()
    assert "产品风险超过客户承受能力" in text_of(world.current(card))
    with world.work(world.li) as work:
        selling.record(work, first.id, told())
        assert selling.signing_blocked(work, PROPOSAL) == ["risk_too_high"]
    assert holding(world) == {"disclosure"}

    changed = assess("C4")
    with world.work(world.li) as work:
        assert selling.signing_blocked(work, PROPOSAL) == ["level_not_confirmed"]
        selling.confirm(work, changed.id, "面谈中签字确认")
        assert selling.signing_blocked(work, PROPOSAL) == []
    world.deliver()
    assert holding(world) == set() and "风险揭示完成" in text_of(world.current(card))

    world.clock.to("2027-11-23 10:00")
    with world.work(world.li) as work:
        assert selling.signing_blocked(work, PROPOSAL) == ["assessment_expired"]
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        selling.record(work, first.id, told(items=()))
    assert refused.value.key == "compliance/disclosure-over"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"items": ("basics",)}, ["risk_level", "loss_of_principal", "fees", "matching_opinion"]),
        ({"acknowledged_on": None}, ["acknowledgement"]),
        ({"acknowledged_how": None}, ["acknowledgement"]),
        ({"evidence": "  "}, ["evidence"]),
    ],
)
def test_an_incomplete_disclosure_lifts_nothing(
    world: World, rated: None, assess: Callable[..., Assessment], changes: dict[str, Any], missing: list[str]
) -> None:
    assess("C5")
    with world.work(world.li) as work:
        row = selling.require(work, world.huadong.id, "WM-01", PROPOSAL)
        selling.record(work, row.id, told(**changes))
        assert selling.signing_blocked(work, PROPOSAL) == missing
    assert holding(world) == {"disclosure"}


def test_older_clients_are_taken_special_care_of(world: World, rated: None, assess: Callable[..., Assessment]) -> None:
    assess("C5", born_on=date(1961, 11, 23))
    with world.work(world.li) as work:
        row = selling.require(work, world.huadong.id, "WM-01", PROPOSAL)
        selling.record(work, row.id, told(care=("call_back",)))
        assert selling.signing_blocked(work, PROPOSAL) == ["extra_information", "cooling_off"]
        selling.record(work, row.id, told(care=("call_back", "cooling_off", "extra_information")))
        assert selling.signing_blocked(work, PROPOSAL) == []
    with world.work() as work:
        raw = work.session.connection().exec_driver_sql("SELECT born_on FROM assessment").scalar_one()
    assert "1961" not in raw


def test_two_assessments_a_day_and_eight_a_year(world: World, assess: Callable[..., Assessment]) -> None:
    for month in range(1, 7):
        assess("C2", on=date(2026, month, 1))
    with pytest.raises(Refusal) as refused:
        assess("C2", on=date(2026, 5, 1))
    assert refused.value.key == "compliance/assessed-older"
    assess("C2", on=date(2026, 10, 1))
    assess("C2", on=date(2026, 10, 1))
    for day, why in ((1, "too_many_today"), (2, "too_many_this_year")):
        with pytest.raises(Refusal) as refused:
            assess("C2", on=date(2026, 10, day))
        assert refused.value.data["why"] == why
    for wrong in ({"on": date(2026, 11, 24)}, {"evidence": " "}):
        with pytest.raises(Refusal):
            assess("C2", **wrong)
    with pytest.raises(Refusal):
        assess("C9")


def test_the_proposal_given_up_lifts_its_hold(world: World, rated: None) -> None:
    with world.work(world.li) as work:
        selling.require(work, world.huadong.id, "WM-01", PROPOSAL)
        selling.withdraw(work, PROPOSAL)
    assert holding(world) == set() and world.only(Disclosure).cancelled_at is not None


def test_strangers_see_and_do_nothing(world: World, rated: None, assess: Callable[..., Assessment]) -> None:
    assess("C5")
    with world.work(world.li) as work:
        row = selling.require(work, world.huadong.id, "WM-01", PROPOSAL)
    for key, attempt in (
        ("core/not-found", lambda work: selling.record(work, row.id, told())),
        ("customers/not-found", lambda work: selling.require(work, world.huadong.id, "WM-01")),
        ("compliance/for-raters", lambda work: products.rate(work, "X", "X", "1", "R1")),
    ):
        with pytest.raises(Refusal) as refused, world.work(world.emma) as work:
            attempt(work)
        assert refused.value.key == key
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        selling.require(work, world.huadong.id, "WM-99")
    assert refused.value.key == "compliance/product-unrated"


def test_by_hand_in_both_languages(world: World, rated: None, assess: Callable[..., Assessment]) -> None:
    lin: Colleague = world.person("Grace Lin", role="colleague", department="compliance", locale="en-GB")
    lin.types("/desk", "disclosure")
    assert "No disclosure is open" in lin.hints()[-1]
    world.li.types("/desk", "揭示 华东精工")
    assert "还没评估" in world.li.hints()[-1]
    assess("C5", confirmed_how="")
    with world.work(world.li) as work:
        selling.require(work, world.huadong.id, "WM-01")
    world.deliver()
    card = world.li.last_message()
    world.li.taps(card, "记录揭示内容")
    world.li.submits(
        items=list(ALL), channel="face_to_face", acknowledged_on="2026-11-23", acknowledged_how="recorded",
        evidence="双录 7",
    )  # fmt: skip
    assert "风险揭示完成" in text_of(world.current(card)) and holding(world) == set()
