"""Beneficial owners along the chain, refresh dates, reminders before expiry."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compliance.rules import (
    beneficial_owners,
    paper_state,
    refresh_due,
    reminders,
    restricted_from,
    shares,
)
from bot.core.policy import load_pack

RULES = load_pack("cn-bank").compliance
DILIGENCE = RULES.due_diligence


def test_shares_are_multiplied_along_the_chain_and_added_over_paths():
    target = {"Holding": 50, "Li": 20, "Fund": 30}
    holdings = {"Target": target, "Holding": {"Wang": 60, "Li": 40}, "Fund": {"Zhao": 100}}
    assert shares("Target", holdings) == pytest.approx({"Wang": 30, "Li": 40, "Zhao": 30})
    found = beneficial_owners("Target", holdings, DILIGENCE)
    assert (found.basis, sorted(found.people), found.known_percent) == ("shares", ["Li", "Wang", "Zhao"], 100)


def test_exactly_a_quarter_counts_and_high_risk_lowers_the_line():
    holdings = {"T": {"A": 25, "B": 24.99, "C": 9}}
    assert list(beneficial_owners("T", holdings, DILIGENCE).people) == ["A"]
    assert list(beneficial_owners("T", holdings, DILIGENCE, high_risk=True).people) == ["A", "B"]


def test_the_tests_are_tried_in_their_order():
    holdings = {"T": {"A": 20, "B": 20}}
    votes = beneficial_owners("T", holdings, DILIGENCE, income_or_votes={"A": 30}, controllers=["B"])
    control = beneficial_owners("T", holdings, DILIGENCE, controllers=["B"], managers=["M"])
    manager = beneficial_owners("T", holdings, DILIGENCE, managers=["M"])
    assert [each.basis for each in (votes, control, manager)] == ["income_or_votes", "control", "management"]
    assert beneficial_owners("T", holdings, DILIGENCE).basis == "unknown"
    assert beneficial_owners("T", holdings, DILIGENCE).known_percent == 40


def test_companies_that_hold_each_other_come_to_an_end():
    holdings = {"T": {"X": 100}, "X": {"Y": 50, "A": 50}, "Y": {"X": 100}}
    assert shares("T", holdings) == pytest.approx({"A": 50})


REGISTER = st.dictionaries(st.sampled_from("XYZABC"), st.floats(0, 16))


@given(st.dictionaries(st.sampled_from("TXYZ"), REGISTER, max_size=4))
def test_nobody_holds_more_than_there_is(holdings):
    assert sum(shares("T", holdings).values()) <= 100.0001


@pytest.mark.parametrize(
    "rating, due",
    [
        ("high", date(2026, 8, 28)),
        ("medium", date(2028, 2, 28)),
        ("low", date(2029, 2, 28)),
        ("odd", date(2026, 8, 28)),
    ],
)
def test_the_review_comes_by_rating_and_soonest_when_it_is_unknown(rating, due):
    assert refresh_due(date(2026, 2, 28), rating, RULES.refresh) == due


def test_reminders_come_60_30_7_and_0_days_before_expiry():
    assert reminders(date(2026, 3, 1), DILIGENCE) == (
        date(2025, 12, 31), date(2026, 1, 30), date(2026, 2, 22), date(2026, 3, 1),
    )  # fmt: skip


def test_a_paper_is_good_on_its_last_day_and_expired_on_the_next():
    expires = date(2026, 3, 1)
    states = [paper_state(True, expires, day, DILIGENCE) for day in (date(2025, 12, 1), expires, date(2026, 3, 2))]
    assert states == ["valid", "expiring", "expired"]
    assert paper_state(False, None, expires, DILIGENCE) == "unverified"
    assert restricted_from(date(2026, 3, 2), DILIGENCE) == date(2026, 5, 31)
