"""A worked example, conventions, averages, trends; and what is missing stays missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.risk.benchmarks import shipped
from bot.risk.ratios import CODES, FIGURES, altman_zone, ratios, working_capital_need

EXAMPLE = {
    "current_assets": 4200, "inventory": 1500, "prepaid": 100, "current_liabilities": 3500, "total_assets": 9000,
    "total_liabilities": 6300, "retained_earnings": 900, "ebit": 450, "interest": 260,
    "depreciation_amortisation": 250, "principal_due": 800, "revenue": 8000, "cost_of_sales": 6600,
    "receivables": 1600, "payables": 1400,
}  # fmt: skip


def value(code, **changes):
    figures = EXAMPLE | changes
    return ratios(figures)[code].value


@pytest.mark.parametrize(
    "code, expected",
    [
        ("current_ratio", 1.200), ("quick_ratio", 0.743), ("debt_to_asset", 70.0), ("icr", 1.731), ("dscr", 0.660),
        ("ar_days", 72.0), ("inv_days", 81.818), ("ap_days", 76.364), ("ccc", 77.455), ("z2", 1.622),
        ("z2_emerging", 4.872), ("equity", 2700), ("op_margin", 5.625),
    ],
)  # fmt: skip
def test_the_worked_example_comes_out(code, expected):
    assert ratios(EXAMPLE)[code].value == pytest.approx(expected, abs=1e-3)


def test_days_obey_the_convention_of_the_house():
    found = ratios(EXAMPLE, year_days=365)
    days = [round(found[code].value, 1) for code in ("ar_days", "inv_days", "ap_days", "ccc")]
    assert days == [73.0, 83.0, 77.4, 78.5]


def test_the_working_capital_need_of_the_worked_example():
    need = working_capital_need(EXAMPLE, margin=0.05, growth=0.10, own_funds=700, existing_loans=600)
    assert need is not None
    assert (round(need.turns, 3), round(need.need, 1), round(need.new_loan, 1)) == (4.648, 1798.7, 498.7)


def test_no_loan_is_computed_when_money_comes_back_before_it_goes_out():
    figures = EXAMPLE | {"payables": 9000}
    assert working_capital_need(figures, margin=0.05, growth=0, own_funds=0, existing_loans=0) is None


@pytest.mark.parametrize("figure", FIGURES)
def test_a_missing_figure_makes_its_ratios_missing_and_leaves_the_others(figure):
    whole = ratios(EXAMPLE)
    for blank in (None, float("nan")):
        found = ratios(EXAMPLE | {figure: blank})
        for code in CODES:
            if found[code].value is None:
                assert found[code].reason in {"missing", "zero"}
            elif code != "dscr":
                assert found[code].value == whole[code].value


def test_a_ratio_says_which_figure_it_lacks():
    reading = ratios(EXAMPLE | {"prepaid": None})["quick_ratio"]
    assert (reading.value, reading.reason, reading.figure) == (None, "missing", "prepaid")


def test_division_by_zero_is_missing_with_its_reason():
    reading = ratios(EXAMPLE | {"interest": 0})["icr"]
    assert (reading.value, reading.reason, reading.figure) == (None, "zero", "interest")


def test_debt_service_is_after_tax_when_tax_is_known_and_says_pretax_when_not():
    assert value("dscr", tax=60) == pytest.approx((450 + 250 - 60) / 1060)
    assert ratios(EXAMPLE)["dscr"].basis == "pretax"


def test_days_use_the_average_when_the_opening_figure_is_given():
    reading = ratios(EXAMPLE | {"receivables_opening": 1200})["ar_days"]
    assert (reading.value, reading.basis) == (pytest.approx(63.0), "average")


def test_trends_compare_with_the_same_period_a_year_before():
    found = ratios(EXAMPLE | {"revenue_prior": 10000, "receivables_prior": 1500, "total_assets_prior": 8000,
                              "total_liabilities_prior": 5000})  # fmt: skip
    assert found["revenue_yoy"].value == pytest.approx(-20.0)
    assert found["ar_days_yoy"].value == pytest.approx((72 / 54 - 1) * 100)
    assert found["equity_yoy"].value == pytest.approx(-10.0)
    assert found["inv_days_yoy"].value is None


def test_growth_on_nothing_or_on_a_loss_is_not_told():
    assert ratios({"revenue": 5, "revenue_prior": 0})["revenue_yoy"].reason == "zero"
    assert ratios({"revenue": 5, "revenue_prior": -1})["revenue_yoy"].reason == "negative_base"


def test_the_two_forms_of_altman_have_their_own_lines():
    assert [altman_zone(score) for score in (1.09, 1.10, 2.59, 2.60)] == ["distress", "grey", "grey", "safe"]
    assert [altman_zone(score, emerging=True) for score in (4.34, 4.36, 5.86)] == ["distress", "grey", "safe"]
    assert [altman_zone(score, (1.5, 3.0)) for score in (1.49, 2.60, 3.0)] == ["distress", "grey", "safe"]


FIGURE = st.one_of(st.none(), st.floats(-1e9, 1e9), st.just(0.0))


@given(st.dictionaries(st.sampled_from([*FIGURES, *(f"{name}_prior" for name in FIGURES)]), FIGURE))
def test_any_statement_gives_every_code_a_value_or_a_reason(figures):
    for code, reading in ratios(figures).items():
        assert reading.code == code
        assert (reading.value is None) == (reading.reason is not None)


def test_a_reading_is_placed_within_its_industry():
    table = shipped()
    assert table.standing("coal", "quick_ratio", 0.86) == "average"
    assert table.standing("coal", "debt_to_asset", 62) == "below_average"
    assert table.standing("coal", "debt_to_asset", 49) == "good"
    assert table.standing("fishing", "debt_to_asset", 49) is None
