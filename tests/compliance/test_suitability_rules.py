"""Who may buy what, how often a client is assessed, and what a disclosure lacks."""

from datetime import date, timedelta

import pytest

from bot.compliance.rules import assessment_ends, assessment_refused, disclosure_missing, match, product_level
from bot.core.policy import load_pack

RULES = load_pack("cn-bank").compliance.suitability
TODAY = date(2026, 6, 1)


def judged(client, product, **changes):
    return match(client, product, RULES, **({"assessed_on": TODAY, "today": TODAY} | changes))


@pytest.mark.parametrize("client", range(1, 6))
@pytest.mark.parametrize("product", range(1, 6))
def test_a_product_suits_when_its_risk_is_not_above_the_client(client, product):
    assert judged(f"C{client}", f"R{product}").suitable == (product <= client)


def test_every_reason_against_a_sale_is_named():
    found = judged("C1", "R5", assessed_on=date(2025, 6, 1), confirmed=False, age=65)
    assert found.reasons == ("assessment_expired", "risk_too_high", "level_not_confirmed")
    assert found.special_care
    assert judged(None, "R1").reasons == ("not_assessed",)
    assert judged("C5", "R9").reasons == ("risk_too_high",)


def test_an_assessment_holds_twelve_months():
    assert assessment_ends(date(2024, 2, 29), RULES) == date(2025, 2, 28)
    assert judged("C3", "R3", assessed_on=date(2025, 6, 2)).suitable
    assert not judged("C3", "R3", assessed_on=date(2025, 6, 1)).suitable
    assert not judged("C3", "R3", assessed_on=TODAY + timedelta(days=1)).suitable


def test_professional_investors_need_no_assessment():
    assert judged(None, "R5", assessed_on=None, professional=True).suitable


def test_two_assessments_a_day_and_eight_in_twelve_months():
    assert assessment_refused([TODAY], TODAY, RULES) is None
    assert assessment_refused([TODAY, TODAY], TODAY, RULES) == "too_many_today"
    eight = [TODAY - timedelta(days=40 * back) for back in range(1, 9)]
    assert assessment_refused(eight, TODAY, RULES) == "too_many_this_year"
    assert assessment_refused(eight[:7], TODAY, RULES) is None
    assert assessment_refused([*eight[:7], date(2025, 6, 1)], TODAY, RULES) is None
    assert assessment_refused([*eight[:7], date(2025, 6, 2)], TODAY, RULES) == "too_many_this_year"


def test_the_higher_of_two_product_ratings_counts():
    assert [product_level("R2", "R4"), product_level("R3", "R1"), product_level("R3", None)] == ["R4", "R3", "R3"]


def test_a_disclosure_is_complete_with_items_acknowledgement_and_evidence():
    assert disclosure_missing(RULES.disclosure_items, True, "https://files/1", RULES) == []
    assert disclosure_missing(["basics"], False, " ", RULES) == [
        "risk_level", "loss_of_principal", "fees", "matching_opinion", "acknowledgement", "evidence",
    ]  # fmt: skip
