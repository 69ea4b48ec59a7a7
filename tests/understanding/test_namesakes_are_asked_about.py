"""Two customers of nearly one name: buttons, one's own customer first, never the colleague's one in silence."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.customers.memory import CustomersInMemory
from bot.understanding import Context, understand
from bot.understanding.dates import Frame

ZONE = ZoneInfo("Asia/Shanghai")
FRAME = Frame(
    datetime(2026, 4, 15, 15, 40, tzinfo=ZONE), ZONE, Calendar.bundled("CN", 2025, 2027), WorkingHours.DEFAULT
)
ME, OTHER = 7, 9


@pytest.fixture
def context() -> Context:
    book = CustomersInMemory()
    book.add(1, "博瑞医疗器械股份有限公司", "A1", ["博瑞医疗", "博瑞"], owner=OTHER)
    book.add(2, "博睿软件科技有限公司", "A2", ["博睿软件", "博睿"], owner=ME)
    book.add(3, "恒昌精密制造有限公司", "A3", ["恒昌"], owner=OTHER)
    book.add(4, "恒昌国际贸易(上海)有限公司", "A4", owner=ME)
    book.add(5, "海天机械有限公司", "A5", owner=OTHER)
    book.add(6, "海田机械有限公司", "A6", owner=ME)
    book.add(7, "Northgate Foods Ltd", "E1", owner=OTHER)
    book.add(8, "Northgale Foods Ltd", "E2", owner=ME)
    return Context(FRAME, book, own=ME)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("博瑞来电", ["A2", "A1"]),  # the slip of an input method
        ("博锐来电", ["A2", "A1"]),  # neither of them as typed
        ("恒昌来电", ["A4", "A3"]),  # an alias of one, the short name of the other
        ("海天机械来电", ["A6", "A5"]),
        ("海添机械来电", ["A6", "A5"]),
        ("Northgate called today", ["E2", "E1"]),
    ],
)
def test_it_asks_with_the_own_customer_first(context: Context, line: str, asked: list[str]) -> None:
    answer = understand(line, context)

    assert answer.customer is None
    assert [each.code for each in answer.candidates] == asked


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("博睿来电", "A2"),
        ("博瑞医疗来电", "A1"),
        ("恒昌精密来电", "A3"),
        ("海天机械有限公司来电", "A5"),
        ("met Northgale today", "E2"),
    ],
)
def test_what_can_only_be_one_of_them_is_not_asked_about(context: Context, line: str, code: str) -> None:
    answer = understand(line, context)

    assert answer.customer is not None
    assert answer.customer.code == code


def test_whoever_looks_after_neither_is_not_asked_about_what_he_typed_right(context: Context) -> None:
    answer = understand("海天机械来电", Context(context.frame, context.customers, own=1))

    assert answer.customer is not None
    assert answer.customer.code == "A5"
