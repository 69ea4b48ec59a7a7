"""Figures as people type them into a form: one a line, by code or usual name."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers.models import Customer
from bot.risk import imports, readings
from bot.risk.explaining import unit_of
from bot.risk.models import Alert
from bot.risk.numbers import NotANumber, number
from bot.risk.ratios import PERCENT
from bot.risk.tables import code_of

_LINE = re.compile(r"(?P<name>.+?)\s*[:=\s]\s*(?P<value>[-+(]?[\d.,]+\s*[%)]?(?:\s*[万亿kmKM])?)")
_SCALES = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6}


def read(text: str) -> dict[str, float]:
    """The figures of a text. Refuses a line that is none, naming it."""
    found: dict[str, float] = {}
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.strip():
            continue
        matched = _LINE.fullmatch(line.strip().rstrip(";,."))
        code = _code(matched["name"]) if matched else None
        if matched is None or code is None:
            raise Refusal("risk/figure-unclear", field="figures", line=line.strip()[:80])
        written = matched["value"].strip()
        scale = _SCALES.get(written[-1:].lower(), 1.0)
        try:
            value = number(written.rstrip("万亿kmKM").strip(), percent=code in PERCENT)
        except NotANumber:
            raise Refusal("risk/figure-unclear", field="figures", line=line.strip()[:80]) from None
        if value is not None:
            found[code] = value * scale
    return found


def _code(name: str) -> str | None:
    name = name.strip()
    return name if name in readings.CODES else code_of(name) if code_of(name) in imports.FIGURE_CODES else _extra(name)


def _extra(name: str) -> str | None:
    plain = re.sub(r"[\s_-]+", "_", name.lower())
    return {
        "逾期天数": "overdue_days",
        "逾期": "overdue_days",
        "days_overdue": "overdue_days",
        "订单变化": "orders_change",
    }.get(plain, plain if plain in readings.EXTRA else None)


def last_quarter(work: Work) -> date:
    """The last day of the quarter before this one, in the acting person's zone."""
    today = work.now.astimezone(work.actor.zone).date()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=1)


def told(customer: Customer, given: dict[str, float], alert: Alert | None) -> dict[str, Any]:
    """What the answer to the form says."""
    rows = [
        {"code": code, "value": value, "unit": unit_of(code)} for code, value in given.items() if code in readings.CODES
    ]
    return {
        "customer": customer.name, "rows": rows, "id": alert.id if alert else None,
        "level": alert.level if alert else "green",
    }  # fmt: skip
