"""Ratios of a customer's statements. A missing figure makes a reading missing, never zero.

Money in one unit throughout (yuan, thousands ... all alike); a figure of the same period a year before ends in
`_prior`, one at the beginning of the period in `_opening`. Turnover days follow the convention given: 360 in China, 365
elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Figures = Mapping[str, float | None]
Unit = Literal["x", "%", "d", "money", "score"]

FIGURES = (
    "current_assets",
    "inventory",
    "prepaid",
    "current_liabilities",
    "total_assets",
    "total_liabilities",
    "retained_earnings",
    "ebit",
    "interest",
    "depreciation_amortisation",
    "principal_due",
    "tax",
    "revenue",
    "cost_of_sales",
    "receivables",
    "payables",
    "cash",
    "short_term_debt",
    "outside_guarantees",
    "operating_cash_flow",
    "operating_profit",
    "net_profit",
)
PERCENT = frozenset({
    "debt_to_asset", "revenue_yoy", "op_margin", "roa", "contingent", "ar_days_yoy", "inv_days_yoy", "ap_days_yoy",
    "equity_yoy", "orders_change", "balance_share", "settlement_share", "top_customer_share", "transactions_change",
    "sales_margin", "expected_growth",
})  # fmt: skip
"""Codes whose values are counted in percent."""
# Altman's Z'' (1995) for private and non-manufacturing firms. Some pages print 6.5 and reuse the Z' cut-offs: wrong.
ALTMAN = (6.56, 3.26, 6.72, 1.05)
ALTMAN_LINES = (1.10, 2.60)
EMERGING_CONSTANT = 3.25


class _Lacking(Exception):
    def __init__(self, reason: str, figure: str) -> None:
        super().__init__(reason)
        self.reason, self.figure = reason, figure


@dataclass(frozen=True, slots=True)
class Reading:
    """One ratio of one period.

    `value` is None when it cannot be told; then `reason` says why (`missing`: a figure is not given, `zero`: the
    divisor is zero, `negative_base`: growth on a negative or zero base) and `figure` of which figure. `basis` names
    what was used where the formula leaves a choice: `average`, `closing`, `pretax`, `ebit`.
    """

    code: str
    unit: Unit
    value: float | None
    reason: str | None = None
    figure: str | None = None
    basis: str | None = None


DIGITS = 9
"""Decimals of a ratio: 1.2 - 0.5 - 0.2 is a hair under 0.5 to a machine, and a line is not crossed by that."""


class _Sheet:
    """Figures that refuse to be read when they are missing."""

    def __init__(self, figures: Figures, year_days: int, altman: tuple[float, float, float, float]) -> None:
        self.figures, self.year_days, self.altman = figures, year_days, altman
        self.basis: str | None = None

    def __getitem__(self, figure: str) -> float:
        value = self.figures.get(figure)
        if value is None or value != value:
            raise _Lacking("missing", figure)
        return value

    def has(self, figure: str) -> bool:
        value = self.figures.get(figure)
        return value is not None and value == value

    def over(self, value: float, figure: str) -> float:
        if self[figure] == 0:
            raise _Lacking("zero", figure)
        return value / self[figure]

    def average(self, figure: str) -> float:
        opening = f"{figure}_opening"
        self.basis = "average" if self.has(opening) else "closing"
        return (self[figure] + self[opening]) / 2 if self.has(opening) else self[figure]

    def days(self, figure: str, flow: str) -> float:
        return self.over(self.average(figure) * self.year_days, flow)

    @property
    def equity(self) -> float:
        return self["total_assets"] - self["total_liabilities"]


def _quick(sheet: _Sheet) -> float:
    return sheet.over(sheet["current_assets"] - sheet["inventory"] - sheet["prepaid"], "current_liabilities")


def _debt_service_cover(sheet: _Sheet) -> float:
    earned = sheet["ebit"] + sheet["depreciation_amortisation"]
    if sheet.has("tax"):
        earned -= sheet["tax"]
    else:
        # A covenant is often read before tax; that is another ratio, so it is labelled, not a tax of zero.
        sheet.basis = "pretax"
    due = sheet["principal_due"] + sheet["interest"]
    if due == 0:
        raise _Lacking("zero", "principal_due")
    return earned / due


def _cash_cycle(sheet: _Sheet) -> float:
    days = sheet.days("receivables", "revenue") + sheet.days("inventory", "cost_of_sales")
    return days - sheet.days("payables", "cost_of_sales")


def _operating_margin(sheet: _Sheet) -> float:
    sheet.basis = None if sheet.has("operating_profit") else "ebit"
    profit = sheet["operating_profit"] if sheet.has("operating_profit") else sheet["ebit"]
    return sheet.over(profit * 100, "revenue")


def _z2(sheet: _Sheet) -> float:
    working, retained, earning, equity = sheet.altman
    total = working * sheet.over(sheet["current_assets"] - sheet["current_liabilities"], "total_assets")
    total += retained * sheet.over(sheet["retained_earnings"], "total_assets")
    total += earning * sheet.over(sheet["ebit"], "total_assets")
    return total + equity * sheet.over(sheet.equity, "total_liabilities")


def _contingent(sheet: _Sheet) -> float:
    if sheet.equity <= 0:
        raise _Lacking("negative_base", "equity")
    return sheet["outside_guarantees"] / sheet.equity * 100


_FORMULAS: dict[str, tuple[Unit, Callable[[_Sheet], float]]] = {
    "current_ratio": ("x", lambda sheet: sheet.over(sheet["current_assets"], "current_liabilities")),
    "quick_ratio": ("x", _quick),
    "debt_to_asset": ("%", lambda sheet: sheet.over(sheet["total_liabilities"] * 100, "total_assets")),
    "icr": ("x", lambda sheet: sheet.over(sheet["ebit"], "interest")),
    "dscr": ("x", _debt_service_cover),
    "ar_days": ("d", lambda sheet: sheet.days("receivables", "revenue")),
    "inv_days": ("d", lambda sheet: sheet.days("inventory", "cost_of_sales")),
    "ap_days": ("d", lambda sheet: sheet.days("payables", "cost_of_sales")),
    "ccc": ("d", _cash_cycle),
    "ocf": ("money", lambda sheet: sheet["operating_cash_flow"]),
    "ocf_to_current_liabilities": ("x", lambda sheet: sheet.over(sheet["operating_cash_flow"], "current_liabilities")),
    "op_margin": ("%", _operating_margin),
    "equity": ("money", lambda sheet: sheet.equity),
    "roa": ("%", lambda sheet: sheet.over(sheet["net_profit"] * 100, "total_assets")),
    "z2": ("score", _z2),
    "z2_emerging": ("score", lambda sheet: _z2(sheet) + EMERGING_CONSTANT),
    "short_debt_cover": ("x", lambda sheet: sheet.over(sheet["cash"], "short_term_debt")),
    "contingent": ("%", _contingent),
}
_GROWTH = ("ar_days", "inv_days", "ap_days", "equity")
CODES = (*_FORMULAS, "revenue_yoy", *(f"{code}_yoy" for code in _GROWTH), "ccc_change")


def ratios(
    figures: Figures, year_days: int = 360, altman: tuple[float, float, float, float] = ALTMAN
) -> dict[str, Reading]:
    """Every ratio with its trend against the year before, by code; missing ones say what is missing."""
    sheet = _Sheet(figures, year_days, altman)
    found = {code: _reading(code, sheet) for code in _FORMULAS}
    before = {name.removesuffix("_prior"): value for name, value in figures.items() if name.endswith("_prior")}
    earlier = _trended(_Sheet(before, year_days, altman)) if before else _UNKNOWN
    found["revenue_yoy"] = _growth("revenue_yoy", figures.get("revenue"), figures.get("revenue_prior"), "revenue")
    for code in _GROWTH:
        found[f"{code}_yoy"] = _growth(f"{code}_yoy", found[code].value, earlier[code].value, code)
    found["ccc_change"] = _change(found["ccc"], earlier["ccc"])
    return found


def _trended(sheet: _Sheet) -> dict[str, Reading]:
    return {code: _reading(code, sheet) for code in (*_GROWTH, "ccc")}


def _reading(code: str, sheet: _Sheet) -> Reading:
    unit, formula = _FORMULAS[code]
    sheet.basis = None
    try:
        value = formula(sheet)
    except _Lacking as lacking:
        return Reading(code, unit, None, lacking.reason, lacking.figure)
    return Reading(code, unit, round(value, DIGITS), basis=sheet.basis)


_UNKNOWN = _trended(_Sheet({}, 360, ALTMAN))
"""The year before, when nothing is known of it."""


def _growth(code: str, now: float | None, before: float | None, figure: str) -> Reading:
    if now is None or now != now:
        return Reading(code, "%", None, "missing", figure)
    if before is None or before != before:
        return Reading(code, "%", None, "missing", f"{figure}_prior")
    if before <= 0:
        return Reading(code, "%", None, "zero" if before == 0 else "negative_base", f"{figure}_prior")
    return Reading(code, "%", round((now / before - 1) * 100, DIGITS))


def _change(now: Reading, before: Reading) -> Reading:
    if now.value is None or before.value is None:
        lacking = now.figure if now.value is None else f"{before.figure}_prior"
        reason = now.reason if now.value is None else before.reason
        return Reading("ccc_change", "d", None, reason, lacking)
    return Reading("ccc_change", "d", round(now.value - before.value, DIGITS))


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """Turns a year, money needed, and the part a new loan would fund (may be negative: none is needed)."""

    turns: float
    need: float
    new_loan: float


def working_capital_need(
    figures: Figures, *, margin: float, growth: float, own_funds: float, existing_loans: float, year_days: int = 360
) -> WorkingCapital | None:
    """Working capital by the annex of the working-capital loan rule 流贷测算; margin and growth as fractions.

    None when a figure is missing or money never returns (a cash cycle of zero days or less). Days of prepayments count
    if `prepaid_days` is given, days of advances received if `advance_days` is.
    """
    sheet = _Sheet(figures, year_days, ALTMAN)
    try:
        days = _cash_cycle(sheet) + (figures.get("prepaid_days") or 0.0) - (figures.get("advance_days") or 0.0)
        revenue = sheet["revenue"]
    except _Lacking:
        return None
    if days <= 0:
        return None
    turns = year_days / days
    need = revenue * (1 - margin) * (1 + growth) / turns
    return WorkingCapital(turns, need, need - own_funds - existing_loans)


def altman_zone(
    score: float, lines: tuple[float, float] = ALTMAN_LINES, emerging: bool = False
) -> Literal["distress", "grey", "safe"]:
    """The zone of a Z'' by the lines below which it is distress and from which it is safe, or of its emerging-market
    form (both 3.25 higher). Never mix the two. The lines of a policy pack win over the published ones."""
    distress_below, safe_from = lines
    plain = score - EMERGING_CONSTANT if emerging else score
    if plain < distress_below:
        return "distress"
    return "grey" if plain < safe_from else "safe"
