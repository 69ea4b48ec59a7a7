"""Working hours are read as people write them and written back the same."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import HoursUnreadable, WorkingHours

MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(18))


def test_the_default_is_an_office_week_with_a_lunch_break():
    assert str(WorkingHours.DEFAULT) == "Mon-Fri 09:00-12:00 13:30-18:00"
    assert WorkingHours.DEFAULT.ranges(4) == (MORNING, AFTERNOON)
    assert WorkingHours.DEFAULT.ranges(5) == ()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mon-fri 9:00-12:00, 13:30-18:00", "Mon-Fri 09:00-12:00 13:30-18:00"),
        ("周一至周五 9：00－12：00 13：30－18：00", "Mon-Fri 09:00-12:00 13:30-18:00"),
        ("星期一到星期五9:00至18:00；周六 9:00-12:00", "Mon-Fri 09:00-18:00; Sat 09:00-12:00"),
        ("工作日 9-18", "Mon-Fri 09:00-18:00"),
        ("Monday to Thursday 8 to 17; Friday 8–15", "Mon-Thu 08:00-17:00; Fri 08:00-15:00"),
        ("Mon, Wed, Fri 09:00-17:00", "Mon 09:00-17:00; Wed 09:00-17:00; Fri 09:00-17:00"),
        ("Sun-Thu 08:00-16:00", "Mon-Thu 08:00-16:00; Sun 08:00-16:00"),
        ("daily 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("Mon 22:00-24:00; Tue 00:00-06:00", "Mon 22:00-24:00; Tue 00:00-06:00"),
        ("Mon 13:30-18:00; Mon 09:00-12:00", "Mon 09:00-12:00 13:30-18:00"),
        ("Mon 09:00-12:00 12:00-18:00", "Mon 09:00-12:00 12:00-18:00"),
        ("closed", "closed"),
        ("休息", "closed"),
    ],
)
def test_many_ways_of_writing_mean_one_thing(text, canonical):
    hours = WorkingHours.parse(text)
    assert str(hours) == canonical
    assert WorkingHours.parse(canonical) == hours


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" ; ;", "empty"),
        ("9 to five", "times"),
        ("Mon-Fri", "times"),
        ("Mon-Fri 09:00", "times"),
        ("Mon 25:00-26:00", "times"),
        ("Mon 09:75-12:00", "times"),
        ("Mon 23:00-24:30", "times"),
        ("Mon 009:00-12:00", "times"),
        ("09:00-18:00", "days"),
        ("Someday 09:00-18:00", "days"),
        ("Mon-Funday 09:00-18:00", "days"),
        ("Mon 18:00-09:00", "backwards"),
        ("Mon 09:00-09:00", "backwards"),
        ("Mon 09:00-12:00 11:00-18:00", "overlap"),
        ("Mon-Fri 09:00-12:00; Wed 11:00-13:00", "overlap"),
        ("😀" * 5000, "times"),
    ],
)
def test_unreadable_hours_say_what_is_wrong(text, reason):
    with pytest.raises(HoursUnreadable) as caught:
        WorkingHours.parse(text)
    assert caught.value.reason == reason
    assert str(caught.value)


@st.composite
def weeks(draw):
    week = {}
    for day in range(7):
        cuts = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        cuts = cuts[: len(cuts) // 2 * 2]
        pairs = zip(cuts[::2], cuts[1::2], strict=True)
        week[day] = [(time(*divmod(a * 15, 60)), time(*divmod(b * 15 % 1440, 60))) for a, b in pairs]
    return WorkingHours.of(week)


@settings(max_examples=100)
@given(weeks())
def test_writing_and_reading_gives_the_same_hours(hours):
    assert WorkingHours.parse(str(hours)) == hours
    assert bool(hours) is (str(hours) != "closed")


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text("MonFri周一五-09:;, \n", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        hours = WorkingHours.parse(text)
    except HoursUnreadable as refused:
        assert refused.reason in ("empty", "days", "times", "backwards", "overlap")
    else:
        assert WorkingHours.parse(str(hours)) == hours
