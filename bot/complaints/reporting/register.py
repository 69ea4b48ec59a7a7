"""The register of complaints as a workbook, and the fields of the United Kingdom's return. No cell is a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]
from sqlalchemy import func, select

from bot.complaints import people
from bot.complaints.models import Complaint, Remedy
from bot.complaints.reporting.exports import Label
from bot.complaints.reporting.periods import Period, before
from bot.complaints.rules import FAULTS
from bot.core.privacy import mask_company
from bot.core.work import Work
from bot.customers.models import Customer

UTC = ZoneInfo("UTC")
COLUMNS = (
    "number", "received", "customer", "channel", "product", "cause", "severity", "regime", "state", "acknowledged",
    "legal_limit", "told", "closed", "days", "attribution", "extended", "reopened", "satisfaction", "cost", "breaches",
)  # fmt: skip
UK = ("period", "opened", "closed_within_3_days", "closed_3_days_to_8_weeks", "closed_after_8_weeks", "upheld",
      "redress", "vulnerable")  # fmt: skip
"""What the consolidated return asks for (PS25/19, secondary source: verify before filing)."""


def oldest(work: Work) -> datetime | None:
    """When the first case was received."""
    return work.session.scalar(select(func.min(Complaint.received_at)))


def rows(work: Work, start: datetime, end: datetime) -> list[list[Any]]:
    """One row a case received from `start` up to, not including, `end` in the order of COLUMNS, customers masked.
    Instants are aware (UTC)."""
    query = work.visible(Complaint).where(Complaint.received_at >= start, Complaint.received_at < end)
    found = work.session.scalars(query.order_by(Complaint.id)).all()
    ids = query.with_only_columns(Complaint.customer_id)
    known = select(Customer.id, Customer.name).where(Customer.id.in_(ids))
    names = {row[0]: row[1] for row in work.session.execute(known)}
    summed = select(Remedy.complaint_id, func.sum(Remedy.amount)).group_by(Remedy.complaint_id)
    costs = {row[0]: float(row[1] or 0) for row in work.session.execute(summed)}
    return [_row(one, names.get(one.customer_id or 0), costs.get(one.id, 0.0)) for one in found]


def _row(one: Complaint, name: str | None, cost: float) -> list[Any]:
    days = round((one.ended_at - one.received_at) / timedelta(days=1), 1) if one.ended_at else None
    return [
        f"C-{one.id}", one.received_at, mask_company(name) if name else "", one.channel, one.product, one.cause,
        one.severity, one.regime, one.state, one.acknowledged_at, one.legal_due_at, one.notified_at, one.ended_at, days,
        one.attribution, one.extended, one.reopened, one.satisfaction, cost,
        ", ".join(dict.fromkeys(key.partition(":")[0] for key in one.breaches)),
    ]  # fmt: skip


def uk_return(work: Work, start: datetime, end: datetime, zone: ZoneInfo = UTC) -> dict[str, Any]:
    """The fields of the return for cases received from `start` up to, not including, `end`; days named in `zone`,
    redress in the pack's currency. (Its fields keep the words of the regulator's form, in English.)"""
    query = work.visible(Complaint).where(Complaint.received_at >= start, Complaint.received_at < end)
    found = work.session.scalars(query).all()
    closed = [one for one in found if one.state == "closed" and one.ended_at]
    days = [((one.ended_at or end) - one.received_at) / timedelta(days=1) for one in closed]
    ids = query.with_only_columns(Complaint.id)
    total = select(func.sum(Remedy.amount)).where(Remedy.complaint_id.in_(ids), Remedy.approver_id.is_not(None))
    return {
        "period": f"{start.astimezone(zone):%Y-%m-%d} to {_last_day(end, zone):%Y-%m-%d}", "opened": len(found),
        "closed_within_3_days": sum(day <= 3 for day in days),
        "closed_3_days_to_8_weeks": sum(3 < day <= 56 for day in days),
        "closed_after_8_weeks": sum(day > 56 for day in days),
        "upheld": sum(one.attribution in FAULTS for one in found), "redress": float(work.session.scalar(total) or 0),
        "vulnerable": sum(one.vulnerable for one in found),
    }  # fmt: skip


def _last_day(end: datetime, zone: ZoneInfo) -> datetime:
    return end.astimezone(zone) - timedelta(microseconds=1)


def half_years(work: Work, zone: ZoneInfo, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The fields of the return for each half of a year that the period touches (the return is half-yearly from 2027 on,
    PS25/19); nothing where the pack has no rule of the United Kingdom."""
    if "disp" not in people.policy(work).regimes:
        return []
    found, at = [], start.astimezone(zone)
    while at < end:
        year, half = (at.year, 7) if at.month < 7 else (at.year + 1, 1)
        following = min(datetime(year, half, 1, tzinfo=zone), end)
        found.append(uk_return(work, at, following, zone))
        at = following.astimezone(zone)
    return found


CODED = {
    "channel": "channel", "product": "product", "cause": "cause", "severity": "severity", "regime": "regime",
    "state": "state", "attribution": "attribution",
}  # fmt: skip
"""Column -> the table of words its codes stand in."""


def in_words(lines: Sequence[Sequence[Any]], label: Label) -> list[list[Any]]:
    """The rows with words instead of codes."""
    tables = [CODED.get(name) for name in COLUMNS]
    found = [
        [label(table, str(value)) if table and value else value for table, value in zip(tables, line, strict=True)]
        for line in lines
    ]  # fmt: skip
    for line in found:
        line[-1] = ", ".join(label("clock", code) for code in line[-1].split(", ") if code)
    return found


@dataclass(frozen=True)
class More:
    """What stands in the workbook beside the cases: the lines of the United Kingdom's return, who made the file, and
    the figures of the period beside those of the one before."""

    uk: Sequence[dict[str, Any]] = ()
    mark: str = ""
    figures: tuple[Period, Sequence[dict[str, Any]]] | None = None


def write(
    target: Path | BytesIO, lines: Sequence[Sequence[Any]], zone: ZoneInfo, more: More | None = None,
    label: Label = lambda _table, code: code,
) -> None:  # fmt: skip
    """Write the workbook; text stays text, whatever it begins with. Times are in `zone`, headings by `label`."""
    more = more or More()
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": isinstance(target, BytesIO),
    }  # fmt: skip
    with xlsxwriter.Workbook(target if isinstance(target, BytesIO) else str(target), options) as book:
        bold, when = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        # Who made the file stands on every printed page and in its properties.
        book.set_properties({"comments": more.mark})
        _cases(book, (bold, when), lines, zone, label).set_footer("&L" + more.mark.replace("&", "&&"))
        if more.figures is not None:
            _figures(book, bold, *more.figures, label)
        if more.uk:
            page = book.add_worksheet("UK return")
            page.set_column(0, len(UK) - 1, 20)
            page.write_row(0, 0, UK, bold)
            for number, fields in enumerate(more.uk, start=1):
                page.write_row(number, 0, [fields[name] for name in UK])


def _cases(book: Any, formats: tuple[Any, Any], lines: Sequence[Sequence[Any]], zone: ZoneInfo, label: Label) -> Any:
    bold, when = formats
    sheet = book.add_worksheet(label("register", "register"))
    sheet.write_row(0, 0, [label("register", name) for name in COLUMNS], bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value.astimezone(zone).replace(tzinfo=None), when)
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, str(value))
    return sheet


def _figures(book: Any, bold: Any, period: Period, rows: Sequence[dict[str, Any]], label: Label) -> None:
    """A sheet of the figures: this period, the one before, and of how many cases a share is told."""
    sheet = book.add_worksheet(label("register", "figures"))
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 3, 26)
    formats = {kind: book.add_format({"num_format": shape}) for kind, shape in SHAPES.items()}
    heads = [label("register", "figure"), *(f"{one.since} - {one.until}" for one in (period, before(period)))]
    sheet.write_row(0, 0, [*heads, label("register", "cases")], bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_string(number, 0, label("figure", row["code"]))
        for column, value in ((1, row["value"]), (2, row["before"])):
            if value is not None:
                sheet.write_number(number, column, value, formats[row["kind"]])
        if row["kind"] == "share":
            sheet.write_number(number, 3, row["whole"])


SHAPES = {"count": "0", "share": "0.0%", "days": "0.0", "money": "#,##0.00"}
"""How a figure of each kind is written."""
