"""Every example of the guide page "what you can type" is read as the page says."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.customers.memory import CustomersInMemory
from bot.understanding import Context, understand
from bot.understanding.dates import Frame, find_dates

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
ZONE = ZoneInfo("Asia/Shanghai")
FRAME = Frame(
    datetime(2026, 11, 23, 14, 30, tzinfo=ZONE), ZONE, Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT
)
BOOK = CustomersInMemory()
for number, name in enumerate(
    ["苏州华东精工机械有限公司", "鑫达商贸有限公司", "Acme Steel Ltd", "Northern Foods plc"], start=1
):
    BOOK.add(number, name, None, [])


def rows(heading: int) -> list[tuple[str, str]]:
    """The rows of a page's table under its first (0) or second (1) kind of examples, in both languages."""
    found = []
    for page in sorted(GUIDE.glob("*/what-you-can-type.md")):
        section = page.read_text("utf-8").split("\n## ")[heading + 1]
        found += re.findall(r"^\| (?!you type|您输入|-)(.+?) \| (.+?) \|$", section, re.MULTILINE)
    return found


@pytest.mark.parametrize(("typed", "said"), rows(0))
def test_a_note_is_read_as_the_page_says(typed: str, said: str) -> None:
    answer = understand(typed, Context(FRAME, BOOK))
    mine = [promise for promise in answer.promises if not promise.by_customer]
    told = {
        "customer": answer.customer.name if answer.customer else None,
        "how": answer.channel,
        "satisfaction": str(answer.satisfaction),
        "promises": str(len(mine)),
        "by": f"customer {sum(promise.by_customer for promise in answer.promises)}",
        "talk": "" if answer.is_talk else None,
    }
    for claim in re.split("[;\uff1b] ?", said):
        key, _, value = claim.partition(" ")
        if key == "who":
            assert value in [contact.text for contact in answer.contacts]
        elif key == "promise":
            due = mine[0].due.due(FRAME).astimezone(ZONE) if mine[0].due else None
            assert f"{mine[0].text} → {due:%Y-%m-%d %H:%M}" == value
        else:
            assert told[key] == value


@pytest.mark.parametrize(("typed", "said"), rows(1))
def test_a_date_is_read_as_the_page_says(typed: str, said: str) -> None:
    dates = find_dates(typed, FRAME)
    if said == "none":
        assert not dates
        return
    for date, claim in zip(dates, re.split("[;\uff1b] ?", said), strict=True):
        direction, _, moment = claim.partition(" ")
        assert date.direction == direction
        pattern = "%Y-%m-%d %H:%M" if ":" in moment else "%Y-%m-%d"
        assert date.start.strftime(pattern) == moment


def test_the_page_has_examples_in_both_languages() -> None:
    assert len(rows(0)) >= 12
    assert len(rows(1)) >= 18
