"""Rows of readings or figures from CSV and XLSX files; columns are found by code or by their usual names."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from bot.core import tables
from bot.risk import numbers
from bot.risk.numbers import decimal_comma
from bot.risk.ratios import PERCENT

SAMPLE = 1_000
"""Rows that tell how a file writes its numbers."""

_WRONG = {
    "too-large": "{name} is larger than {megabytes} MB; split it into parts",
    "too-long": "{name} has more than {rows} rows; split it into parts",
    "missing": "there is no file {name}; check the name",
    "old-format": "{name} cannot be read: it is in the old Excel format; save it as XLSX",
    "macros": "{name} contains macros, which are never opened; save it as XLSX without them",
    "bomb": "{name} would unpack to far more than a table holds; copy its rows into a new file",
    "unreadable": "{name} cannot be read; save it as CSV (UTF-8) or XLSX",
    "empty": "{name} is empty; the first row must name the columns",
    "column-twice": "{name} has two columns named {column}; rename one",
}
# Usual headings; statement lines as Chinese accounting standards print them.
_NAMES = """
current_ratio 流动比率
quick_ratio 速动比率
debt_to_asset 资产负债率 debt_ratio debt_to_assets debt_to_assets_ratio 负债率
icr 利息保障倍数 已获利息倍数 interest_coverage interest_cover interest_coverage_ratio
dscr 偿债备付率
ar_days 应收账款周转天数
inv_days 存货周转天数
ap_days 应付账款周转天数
ccc 现金循环周期 现金周期
ocf 经营现金流
revenue_yoy 营业收入同比 收入同比 营收同比 营业收入增长率 sales_growth revenue_growth sales_yoy
op_margin 营业利润率 operating_margin
equity 所有者权益 净资产 股东权益
z2 z'' z\" z值 altman_z2 altman_z'' altman_z''_score z''_score z''值 altman_z\" altman_z\"_score
short_debt_cover 现金短债比
contingent 对外担保率
roa 总资产报酬率 资产净利率 总资产净利率 总资产收益率 return_on_assets 资产收益率 资产回报率 return_on_total_assets
current_assets 流动资产 流动资产合计 total_current_assets 流动资产总计 流动资产总额
inventory 存货 inventories 存货净额 stock
prepaid 预付 预付款项 预付账款 prepayments prepaid_expenses
current_liabilities 流动负债 流动负债合计 total_current_liabilities 流动负债总计 流动负债总额
total_assets 总资产 资产总计 资产合计 资产总额
total_liabilities 总负债 负债总计 负债合计 负债总额
retained_earnings 留存收益 留存利润 未分配利润 盈余公积和未分配利润
ebit 息税前利润 息税前盈余
interest 利息支出 利息费用 利息 interest_expense interest_expenses
depreciation_amortisation 折旧摊销 折旧与摊销 折旧和摊销
depreciation_amortisation depreciation_amortization d&a depreciation_and_amortisation depreciation_and_amortization
depreciation_amortisation depreciation_&_amortisation
principal_due 应还本金 到期本金
tax 所得税 所得税费用 income_tax
revenue 营业收入 收入 销售收入 sales turnover net_sales 营业总收入 net_revenue total_revenue
cost_of_sales 营业成本 销售成本 cogs cost_of_goods_sold
receivables 应收账款 应收 accounts_receivable trade_receivables 应收账款净额 receivable
payables 应付账款 应付 accounts_payable trade_payables
cash 货币资金 现金 现金及现金等价物 cash_and_cash_equivalents cash_and_equivalents
short_term_debt 短期有息负债 短期借款 短期债务 short_term_borrowings short_term_loans
outside_guarantees 对外担保 对外担保余额
operating_cash_flow 经营活动现金流量净额 经营活动产生的现金流量净额 经营现金流量净额 cash_flow_from_operations
operating_profit 营业利润
net_profit 净利润 net_income 净利 profit_after_tax
"""
_PERIODS = (
    (
        "_prior",
        "上年同期 上年同期数 上年度 去年同期 上年 上期 去年 prior_year previous_year last_year prior previous py",
    ),
    ("_opening", "期初 期初数 期初余额 年初 年初数 年初余额 opening opening_balance beginning_balance"),
    (
        "",
        "本期 本期数 本期金额 本年 本年度 期末 期末数 期末余额 年末 年末余额 current_year",
    ),
)
_SUFFIXES = {word: suffix for suffix, words in _PERIODS for word in words.split()}


class UnreadableTable(ValueError):
    """A file that cannot be judged; the message is one line: what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns as written and the rows below one after another, blanks as empty strings.

    `decimal_comma`: how the first thousand rows write numbers.
    """

    columns: tuple[str, ...]
    rows: Iterator[tables.Row]
    decimal_comma: bool


def load(path: Path) -> Table:
    """The first sheet or the whole CSV file, by the safe reader every import uses; raises UnreadableTable."""
    if path.is_dir():
        raise UnreadableTable(f"{path} is a folder; name one CSV or XLSX file in it")
    with _said(path):
        columns, rows = tables.stream(path)
        head = list(islice(rows, SAMPLE))
    comma = decimal_comma(cell for row in head for cell in row.cells)
    return Table(columns, _checked(path, chain(head, rows), len(columns)), comma)


def _checked(path: Path, rows: Iterator[tables.Row], width: int) -> Iterator[tables.Row]:
    with _said(path):
        for row in rows:
            if len(row.cells) > width:
                told = f"{path.name}, row {row.line} has {len(row.cells)} cells for {width} columns; correct that row"
                raise UnreadableTable(told)
            yield row


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except tables.UnreadableTable as refused:
        said = _WRONG.get(refused.key.removeprefix("core/file-"), _WRONG["unreadable"])
        raise UnreadableTable(said.format(**{"name": path.name, **refused.data})) from None


def _plain(heading: str) -> str:
    heading = unicodedata.normalize("NFKC", heading).strip().lower()
    return re.sub(r"[\s_-]+", "_", re.sub(r"\(.*?\)|%", "", heading).strip())


_BRACKETS = re.compile(r"\((.*?)\)")


def _synonyms() -> dict[str, str]:
    table = {}
    for entry in _NAMES.strip().splitlines():
        code, *names = entry.split()
        table.update(dict.fromkeys((code, *names), code))
    return table


_CODES = _synonyms()


def headings() -> dict[str, list[str]]:
    """The usual headings of each code."""
    found: dict[str, list[str]] = {}
    for name, code in _CODES.items():
        found.setdefault(code, []).append(name)
    return found


def code_of(heading: str) -> str | None:
    """The code a heading means, with `_prior` or `_opening` for other periods; None if it means none of ours."""
    plain = _plain(heading)
    for name in _period_last(plain, heading):
        if name in _CODES:
            return _CODES[name]
        for word, suffix in _SUFFIXES.items():
            rest = name.removesuffix(word) if name.endswith(word) else name.removeprefix(word)
            if rest != name and rest.strip("_") in _CODES:
                return _CODES[rest.strip("_")] + suffix
    return None


def _period_last(plain: str, heading: str) -> Sequence[str]:
    """A heading without what stands in brackets, which is a unit but where it is a period: that one is put behind."""
    inner = [_plain(found) for found in _BRACKETS.findall(unicodedata.normalize("NFKC", heading))]
    return [plain + word for word in inner if word in _SUFFIXES] or [plain]


def assign(table: Table, wanted: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which wanted code; `mapping` (column -> code) goes before headings.

    Raises UnreadableTable for a mapping or a file that names nothing we know.
    """
    places: dict[str, int] = {}
    for column, code in mapping.items():
        if column not in table.columns:
            there = ", ".join(table.columns)
            raise UnreadableTable(f"--map names a column {column!r} that is not there; columns: {there}")
        if code not in wanted:
            raise UnreadableTable(f"--map names an unknown code {code!r}; known: {', '.join(wanted)}")
        places[code] = table.columns.index(column)
    # A column named by the code itself goes before one that only usually means it.
    exact = [(place, _plain(column)) for place, column in enumerate(table.columns)]
    usual = [(place, code_of(column)) for place, column in enumerate(table.columns)]
    for place, named in [*exact, *usual]:
        if named is not None and named in wanted and named not in places and place not in places.values():
            places[named] = place
    if not places:
        known = ", ".join(wanted[:20])
        raise UnreadableTable(f"no column is one of ours; rename columns or use --map column=code; codes: {known} ...")
    return places


def number(cell: str, code: str, row: int, *, comma: bool = False) -> float | None:
    """The cell of a code as a number, None if blank. Raises UnreadableTable naming row and column."""
    try:
        return numbers.number(cell, percent=code in PERCENT, decimal_comma=comma)
    except numbers.NotANumber:
        told = f"row {row}, {code}: {cell[:40]!r} is not a number; write digits or leave it blank"
        raise UnreadableTable(told) from None
