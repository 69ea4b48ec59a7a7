"""Lengths of time as packs write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.policy import Span, Unit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("15 days", 15, Unit.DAYS),
        ("15 natural days", 15, Unit.DAYS),
        ("60 calendar days", 60, Unit.DAYS),
        ("1 working day", 1, Unit.WORKING_DAYS),
        ("3 business days", 3, Unit.WORKING_DAYS),
        ("4 Working Hours", 4, Unit.WORKING_HOURS),
        ("30minutes", 30, Unit.MINUTES),
        ("8 weeks", 56, Unit.DAYS),
        ("6 months", 6, Unit.MONTHS),
        ("10 years", 120, Unit.MONTHS),
        ("0 working days", 0, Unit.WORKING_DAYS),
    ],
)
def test_a_length_is_read(text, amount, unit):
    assert Span.parse(text) == Span(amount=amount, unit=unit)


@pytest.mark.parametrize("text", ["", "days", "-1 days", "1.5 hours", "15", "3 working months", "two days", "9 d"])
def test_what_is_no_length_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="15 days"):
        Span.parse(text)


@given(st.integers(0, 99999), st.sampled_from(Unit))
def test_what_is_written_reads_back_the_same(amount, unit):
    span = Span(amount=amount, unit=unit)

    assert Span.parse(str(span)) == span


def test_hours_are_a_duration_and_days_are_counted():
    assert Span.parse("90 minutes").delta == timedelta(minutes=90)
    assert Span.parse("2 working hours").delta == timedelta(hours=2)
    assert Span.parse("2 months").days == 60
    with pytest.raises(ValueError, match="calendar"):
        _ = Span.parse("2 days").delta
    with pytest.raises(ValueError, match="shorter than a day"):
        _ = Span.parse("2 hours").days
