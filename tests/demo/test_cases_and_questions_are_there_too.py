"""The demo's complaints and questions: every list has something to show, whatever day it is loaded."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from staging.world import Clock

from bot.complaints import pages, queries
from bot.complaints.models import Case, Complaint
from bot.core.outbox import Posting
from bot.core.work import Work, Workshop
from bot.directory import queries as directory
from bot.escalations.cards import overview
from bot.escalations.models import Ask

MOMENTS = (
    datetime(2026, 11, 23, 6, 30, tzinfo=UTC), datetime(2026, 11, 29, 0, 10, tzinfo=UTC),
    datetime(2027, 2, 8, 2, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture(params=MOMENTS, ids=["monday", "sunday", "spring festival"])
def clock(request: pytest.FixtureRequest) -> Clock:
    return Clock(request.param)


@pytest.fixture
def channels() -> Mapping[str, str]:
    return {"product": "C1", "risk": "C2"}


def seen_by(work: Work, handle: str) -> Work:
    found = directory.by_email(work.session, f"{handle}@rapport.example")
    assert found is not None
    return work.acting_as(directory.actor_of(work.session, found))


def test_every_state_worth_a_look_is_there(shop: Workshop, clock: Clock) -> None:
    with shop.read() as work:
        found = work.session.scalars(select(Complaint)).all()
        asks = work.session.scalars(select(Ask)).all()
        states = {one.state for one in found}
        assert {"new", "verifying", "approval", "closed"} <= states
        assert states & {"notified", "call_back"}
        assert any(one.paused_for for one in found)
        assert all(one.customer_id for one in found), "every line names a customer that was understood"
        assert all(one.received_at < clock() for one in found)
        assert {one.stage.value for one in asks if one.stage} >= {"acknowledge", "confirm"}
        assert any(one.owner_id for one in asks)
        assert len(work.session.scalars(select(Case)).all()) == 2
        waking = [one.wake_at for one in (*found, *asks) if one.wake_at is not None]
        assert min(waking) > clock(), "nothing is left for the first minute"
        assert not work.session.scalars(select(Posting).where(Posting.state == "queued")).all()


@pytest.mark.parametrize("handle", ["li.lei", "han.mei", "emma.brown", "tom.becker"])
def test_no_list_is_empty(shop: Workshop, handle: str) -> None:
    with shop.read() as opened:
        work = seen_by(opened, handle)
        assert pages.overview(work)["rows"]
        assert overview(work)["rows"]
        assert queries.mine(work)[1] >= 1


def test_past_cases_are_found_in_both_languages(shop: Workshop) -> None:
    with shop.read() as opened:
        work = seen_by(opened, "tom.becker")
        for words, title in (("跨行手续费重复扣", "跨行手续费"), ("logged out of e-banking", "e-banking")):
            cases = pages.search(work, words)["cases"]
            assert title in cases[0]["title"]
            assert not any("海纳" in str(one) or "Summit" in str(one) for one in cases)
