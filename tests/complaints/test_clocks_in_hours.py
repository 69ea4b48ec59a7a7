"""Clocks of minutes and hours: nights, lunch, weekends and clock changes."""

import json

import pytest

from bot.complaints.deadlines.trial import run

TIMED = [
    # pack, received, severity, clock, due, why
    ("cn-bank", "2026-03-02T10:00", "S1", "acknowledge", "2026-03-02T10:30:00+08:00", "thirty minutes"),
    ("cn-bank", "2026-03-07T23:50", "S1", "acknowledge", "2026-03-08T00:20:00+08:00", "S1 runs at night"),
    ("cn-bank", "2026-03-02T10:00", "S1", "first_contact", "2026-03-02T12:00:00+08:00", "two hours by the clock"),
    ("cn-bank", "2026-03-02T10:00", "S1", "plan", "2026-03-03T10:00:00+08:00", "twenty-four hours"),
    ("cn-bank", "2026-03-02T10:00", "S2", "acknowledge", "2026-03-02T12:00:00+08:00", "two hours"),
    ("cn-bank", "2026-03-02T09:00", "S3", "acknowledge", "2026-03-02T14:30:00+08:00", "three before lunch, one after"),
    ("cn-bank", "2026-03-02T12:30", "S3", "acknowledge", "2026-03-02T17:30:00+08:00", "received at lunch, from 13:30"),
    ("cn-bank", "2026-03-02T17:00", "S3", "acknowledge", "2026-03-03T12:00:00+08:00", "one hour today, three tomorrow"),
    ("cn-bank", "2026-03-02T22:00", "S3", "acknowledge", "2026-03-03T14:30:00+08:00", "received at night"),
    ("cn-bank", "2026-03-06T17:00", "S3", "acknowledge", "2026-03-09T12:00:00+08:00", "Friday evening to Monday noon"),
    ("cn-bank", "2026-02-13T17:00", "S3", "acknowledge", "2026-02-14T12:00:00+08:00", "make-up Saturday is worked"),
    ("cn-bank", "2026-02-14T17:00", "S3", "acknowledge", "2026-02-24T12:00:00+08:00", "over Spring Festival"),
    ("cn-bank", "2026-09-19T11:00", "S3", "acknowledge", "2026-09-20T14:30:00+08:00", "Saturday off, make-up Sunday"),
    ("uk-fca", "2026-03-06T16:00", "S3", "acknowledge", "2026-03-09T12:00:00+00:00", "one hour Friday, three Monday"),
    ("uk-fca", "2026-03-27T16:00", "S3", "acknowledge", "2026-03-30T12:00:00+01:00", "summer time began on Sunday"),
    ("uk-fca", "2026-03-28T13:00", "S1", "plan", "2026-03-29T14:00:00+01:00", "24 real hours over a 23-hour day"),
    ("uk-fca", "2026-10-24T13:00", "S1", "plan", "2026-10-25T12:00:00+00:00", "24 real hours over a 25-hour day"),
    ("uk-fca", "2026-04-02T16:00", "S3", "acknowledge", "2026-04-07T12:00:00+01:00", "over Easter"),
    ("uk-fca", "2026-03-29T00:45", "S1", "acknowledge", "2026-03-29T02:15:00+01:00", "over the hour that is left out"),
    ("us-cfpb", "2026-11-01T01:45", "S1", "acknowledge", "2026-11-01T01:15:00-05:00", "into the hour that comes twice"),
    ("us-cfpb", "2026-03-07T13:00", "S1", "plan", "2026-03-08T14:00:00-04:00", "clocks go forward on 8 March"),
    ("us-cfpb", "2026-10-31T13:00", "S1", "plan", "2026-11-01T12:00:00-05:00", "clocks go back on 1 November"),
    ("us-cfpb", "2026-07-02T16:00", "S3", "acknowledge", "2026-07-06T12:00:00-04:00", "Friday observed, Monday noon"),
    ("generic-enterprise", "2026-03-02T16:00", "S4", "acknowledge", "2026-03-03", "one working day is the next day"),
    ("generic-enterprise", "2026-03-02T16:00", "S1", "internal_target", "2026-03-07", "five days, plain Saturday"),
    ("generic-enterprise", "2026-03-02T16:00", "S2", "internal_target", "2026-03-09", "seven days"),
    ("generic-enterprise", "2026-03-02T16:00", "S4", "internal_target", "2026-03-05", "three days"),
    ("uk-fca", "2026-04-01T16:00", "S4", "internal_target", "2026-04-08", "the quick route's three business days"),
]


@pytest.mark.parametrize(("pack", "received", "severity", "clock", "due", "why"), TIMED)
def test_a_short_clock_ends_at_the_minute_the_rules_say(pack, received, severity, clock, due, why):
    rows = {row["name"]: row for row in json.loads(run(pack, received, fmt="json", severity=severity))}

    assert rows[clock]["due"] == due, why


def test_the_day_of_receipt_is_the_local_one():
    rows = {row["name"]: row for row in json.loads(run("cn-bank", "2026-03-01T17:30:00+00:00", fmt="json"))}

    assert rows["legal"]["started"] == "2026-03-02T01:30:00+08:00"
    assert rows["legal"]["due"] == "2026-03-17"


def test_a_zone_of_choice_moves_the_day_of_receipt():
    rows = {row["name"]: row for row in json.loads(run("us-cfpb", "2026-03-02T01:00Z", fmt="json", zone="Asia/Tokyo"))}

    assert rows["legal"]["due"] == "2026-03-17"


def test_limits_of_a_chinese_bank_end_when_business_closes_and_british_ones_at_midnight():
    chinese = {row["name"]: row for row in json.loads(run("cn-bank", "2026-03-02", fmt="json"))}
    british = {row["name"]: row for row in json.loads(run("uk-fca", "2026-03-02", fmt="json"))}

    assert chinese["legal"]["due_at"] == "2026-03-17T18:00:00+08:00"
    assert british["legal"]["due_at"] == "2026-04-27T23:59:59+01:00"
    assert british["quick_route"]["due_at"] == "2026-03-05T17:00:00+00:00"
