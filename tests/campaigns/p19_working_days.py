"""P19: working days with holidays and make-up days; and a calendar that will run out says so in time."""

from datetime import UTC, date, datetime, timedelta

from bot.core.calendar import Calendar
from campaigns.promise import Findings, Promise, Stage

# The State Council's notices for 2025 and 2026: days off, and weekend days that are worked for them.
OFF = (
    "2025-01-01/2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05 2025-05-31/2025-06-02 "
    "2025-10-01/2025-10-08 2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 "
    "2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07"
)
WORKED = "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
TRIALS = 20_000


def oracle() -> dict[date, bool]:
    """Each day of 2025 and 2026 and whether it is worked, written down from the notices."""
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(730)]
    worked = {day: day.weekday() < 5 for day in days}
    for span in OFF.split():
        first, last = (date.fromisoformat(text) for text in span.split("/"))
        worked |= {day: False for day in days if first <= day <= last}
    return worked | {date.fromisoformat(text): True for text in WORKED.split()}


def counted_by_hand(stage: Stage, calendar: Calendar) -> Findings:
    """Adding working days against counting them one after another."""
    truth, dice, wrong = oracle(), stage.dice("P19"), 0
    days = list(truth)
    for _ in range(stage.many(TRIALS, 500)):
        start, number = dice.choice(days[60:-60]), dice.randrange(1, 31)
        day, left = start, number
        while left:
            day += timedelta(days=1)
            left -= truth[day]
        wrong += calendar.add_workdays(start, number) != day or calendar.workdays_between(start, day) != number
    found = Findings()
    found.count("deadlines", stage.many(TRIALS, 500))
    found.none(
        "days of two years judged wrongly", sum(calendar.is_workday(day) != worked for day, worked in truth.items())
    )
    found.none("deadlines off", wrong)
    found.at_least("days of warning before the table ends", warned_ahead(), 30)
    return found


def warned_ahead() -> int:
    """How many days before a year without data the calendar begins to warn of it."""
    calendar = Calendar.bundled("CN", 2020, 2026)
    end = datetime(2027, 1, 1, tzinfo=UTC)
    return next(days for days in range(365, -1, -1) if calendar.warnings(end - timedelta(days=days)))


PROMISE = Promise(
    "P19", "Deadlines count working days with holidays and make-up days; a calendar that runs out says so in time",
    "20,000 deadlines against counting by hand: 0 off; warning at least 30 days ahead",
    lambda stage: counted_by_hand(stage, Calendar.bundled("CN", 2020, 2036)),
    controls={"weekends only": lambda stage: counted_by_hand(stage.smaller(0.1), Calendar())}, quick=0.1,
)  # fmt: skip
