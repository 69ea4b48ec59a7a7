"""Eight flags counted, hard triggers, overdue days; blanks raise nothing and hide nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.policy import load_pack
from bot.risk.rules import ORDER, Event, assess, worsening

POLICY = load_pack("cn-bank").risk
BAD = {
    "debt_to_asset": 90, "current_ratio": 0.5, "quick_ratio": 0.2, "icr": 0.1, "roa": -4, "ocf": -0.01,
    "revenue_yoy": -40, "z2": 0.3,
}  # fmt: skip
GOOD = {
    "debt_to_asset": 40, "current_ratio": 2, "quick_ratio": 1, "icr": 6, "roa": 5, "ocf": 3, "revenue_yoy": 8, "z2": 4,
}  # fmt: skip


STEPS = ["green"] * 3 + ["yellow"] * 2 + ["orange"] * 2 + ["red"] * 2


@pytest.mark.parametrize("hits, level", list(enumerate(STEPS)))
def test_three_hits_are_yellow_five_orange_seven_red(hits, level):
    found = assess(GOOD | dict(list(BAD.items())[:hits]), POLICY)
    assert (found.level, len(found.hits), found.by) == (level, hits, "count")


@pytest.mark.parametrize(
    "code, line",
    [("debt_to_asset", 70), ("current_ratio", 1), ("quick_ratio", 0.5), ("icr", 1), ("roa", 0), ("ocf", 0),
     ("revenue_yoy", -20), ("z2", 1.10)],
)  # fmt: skip
def test_a_value_on_the_line_raises_nothing(code, line):
    assert assess({code: line}, POLICY).hits == ()


def test_an_alert_explains_itself_with_figures_and_lines():
    found = assess({"icr": 0.4, "roa": None}, POLICY)
    hit = found.hits[0]
    assert (hit.reading, hit.value, hit.direction, hit.line) == ("icr", 0.4, "<", 1.0)
    assert "roa" in found.missing and "icr" not in found.missing
    assert (found.known, found.flags) == (1, 8)


@given(st.sets(st.sampled_from(sorted(BAD))))
def test_blanks_keep_the_hits_there_are(blank):
    readings = {code: None if code in blank else value for code, value in BAD.items()}
    found = assess(readings, POLICY)
    assert {hit.reading for hit in found.hits} == set(BAD) - blank
    assert set(found.missing) == blank
    assert found.could_be == "red"
    assert found.blind == (blank == set(BAD))


@given(st.dictionaries(st.sampled_from(sorted(BAD)), st.one_of(st.none(), st.floats(allow_nan=True))))
def test_worse_readings_never_lower_the_level(readings):
    before = assess(readings, POLICY)
    after = assess(readings | {"revenue_yoy": -99.0}, POLICY)
    assert ORDER.index(after.level) >= ORDER.index(before.level)


def test_interest_that_hardly_counts_raises_no_flag():
    readings = {"icr": 0.2, "interest": 4, "total_assets": 1000}
    assert assess(readings, POLICY).hits == ()
    assert assess(readings, POLICY).negligible == ("icr",)
    assert len(assess(readings | {"interest": 6}, POLICY).hits) == 1
    assert len(assess({"icr": 0.2}, POLICY).hits) == 1


def test_a_hard_trigger_outranks_good_ratios_and_says_so():
    found = assess(GOOD, POLICY, [Event("enforcement"), Event("litigation")])
    assert (found.level, found.by) == ("orange", "trigger")
    assert assess(GOOD, POLICY, [Event("key_person", worse=True)]).level == "red"


@pytest.mark.parametrize("days, level", [(0, "green"), (1, "yellow"), (30, "yellow"), (31, "orange"), (61, "red")])
def test_overdue_days_have_their_own_steps(days, level):
    assert assess(GOOD, POLICY, overdue_days=days).level == level


def test_crossed_lines_explain_but_are_not_counted():
    found = assess(GOOD | {"current_ratio": 1.1, "op_margin": -2, "ar_days_yoy": 45}, POLICY)
    assert found.level == "green"
    assert {(remark.line, remark.level) for remark in found.remarks} == {
        ("current_ratio", "yellow"), ("op_margin", "yellow"), ("ar_days", "yellow"),
    }  # fmt: skip


def test_worsening_needs_two_periods_running():
    assert worsening([1.4, 1.3, 1.2], "<")
    assert not worsening([1.2, 1.3, 1.2], "<")
    assert not worsening([1.4, None, 1.2], "<")
    assert not worsening([1.3, 1.2], "<")
