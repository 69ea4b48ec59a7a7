"""`deadlines`: what a pack means for a case, before anybody relies on it."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.complaints.deadlines.trial import run, tried
from bot.core.errors import Misconfigured


def rows(*arguments: str, **options: str) -> dict[str, dict]:
    """The clocks by name."""
    return {row["name"]: row for row in json.loads(run(*arguments, fmt="json", **options))}


def test_every_clock_names_its_basis_its_dates_and_its_alerts():
    for row in rows("cn-bank", "2026-03-02").values():
        assert row["basis"]
        assert row["due"] <= row["due_rolled"]
        assert [set(alert) for alert in row["alerts"]] == [{"label", "at"}] * len(row["alerts"])


def test_the_clocks_of_the_default_regime_come_first_and_the_others_carry_their_name():
    names = list(rows("uk-fca", "2026-01-05"))

    assert names[:6] == ["acknowledge", "first_contact", "plan", "internal_target", "quick_route", "legal"]
    assert {"legal.payments", "legal_extended.payments", "quick_route.payments"} <= set(names)


def test_one_regime_can_be_asked_for():
    assert "legal" in rows("uk-fca", "2026-01-05", regime="payments")
    assert rows("uk-fca", "2026-01-05", regime="payments")["legal"]["limit"] == "15 working days"


def test_clocks_that_have_not_begun_are_marked_projected():
    clocks = rows("cn-bank", "2026-03-02")

    projected = {name for name, row in clocks.items() if row["state"] == "projected" and "." not in name}
    assert projected == {"legal_extended", "legal_extended_2", "call_back", "review_window", "review"}
    assert clocks["review_window"]["due"] == "2026-04-16", "thirty days after a decision on 17 March"


def test_the_ombudsman_window_of_six_months_runs_from_the_final_response():
    assert rows("uk-fca", "2026-01-05")["referral"]["due"] == "2026-09-02"


def test_a_taken_extension_is_no_longer_offered():
    clocks = rows("cn-bank", "2026-03-02", '{"event": "extend", "at": "2026-03-10"}')

    assert clocks["legal"]["extended"] == 1
    assert "legal_extended" not in clocks
    assert "legal_extended_2" in clocks


def test_a_pause_without_reason_takes_the_first_of_the_regime():
    events = '{"event": "pause", "at": "2026-03-06"}\n\n{"event": "resume", "at": "2026-03-10"}\n'
    clocks = rows("cn-bank", "2026-03-02", events)

    assert clocks["legal"]["due"] == "2026-03-21"
    assert clocks["legal.cn-pboc"]["due"] == "2026-03-21", "there it is the supplement period"


def test_a_paused_clock_shows_what_remains():
    pause = '{"event": "pause", "at": "2026-03-06T18:00", "reason": "appraisal"}'
    legal = rows("cn-bank", "2026-03-02", pause)["legal"]

    assert legal["state"] == "paused"
    assert legal["remaining_minutes"] == 11 * 24 * 60
    assert legal["paused_since"] == "2026-03-06T18:00:00+08:00"


@pytest.mark.parametrize(
    "line",
    [
        '{"kind": "paused", "date": "2026-03-06", "reason": "external appraisal"}',
        '{"type": "Pause", "when": "2026-03-06T09:00:00+08:00", "reason": "Appraisal"}',
        '{"event": "hold", "at": "2026-03-06 09:00", "reason": "appraisal", "note": "expert asked"}',
    ],
)
def test_events_may_be_spelled_in_several_ways(line):
    assert rows("cn-bank", "2026-03-02", line)["legal"]["state"] == "paused"


def test_an_event_on_the_day_of_receipt_never_precedes_the_receipt():
    pause = '{"event": "pause", "at": "2026-03-02", "reason": "appraisal"}'
    legal = rows("cn-bank", "2026-03-02T15:00", pause)["legal"]

    assert legal["state"] == "paused"
    assert legal["refused"] == []


def test_what_changed_nothing_is_said():
    events = '{"event": "extend", "at": "2026-03-18"}'
    refused = {"event": "extended", "line": 1, "at": "2026-03-18T09:00:00+08:00", "why": "expired"}

    assert rows("cn-bank", "2026-03-02", events)["legal"]["refused"] == [refused]
    assert "extended at 2026-03-18 09:00 changed nothing: expired" in run("cn-bank", "2026-03-02", events)


def test_the_table_shows_the_same_dates():
    table = run("cn-bank", "2026-01-31")

    assert table.startswith("cn-bank v1")
    assert "2026-02-15" in table
    assert "2026-02-24" in table
    assert "CBIRC order 2020-3" in table


def test_dates_of_a_year_without_published_working_days_are_marked():
    clocks = rows("cn-bank", "2027-01-25")

    assert clocks["legal"]["provisional"]
    assert not rows("cn-bank", "2026-01-25")["legal"]["provisional"]
    assert "may still move" in run("cn-bank", "2027-01-25")


@pytest.mark.parametrize(
    ("arguments", "options", "says"),
    [
        (("cn-bnk", "2026-03-02"), {}, 'did you mean "cn-bank"?'),
        (("cn-bank", "2 March"), {}, '"2 March" is not a date or time: write 2026-01-31'),
        (("cn-bank", "2026-02-30"), {}, "2026-02-30"),
        (("cn-bank", "0001-01-01"), {}, "0001-01-01"),
        (("cn-bank", "9999-12-31T23:00-12:00"), {}, "9999-12-31"),
        (("cn-bank", "2026-03-02"), {"zone": "Mars/Base"}, 'zone "Mars/Base" is unknown'),
        (("cn-bank", "2026-03-02"), {"severity": "S9"}, "choose S1, S2, S3 or S4"),
        (("cn-bank", "2026-03-02"), {"regime": "disp"}, "choose one of cn-aml"),
        (("cn-bank", "2026-03-02", "pause"), {}, "events line 1: not a JSON object"),
        (("cn-bank", "2026-03-02", '\n{"event": "paus", "at": "2026-03-06"}'), {}, 'line 2: "paus" is not an event'),
        (("cn-bank", "2026-03-02", '{"event": "pause"}'), {}, "is not a date or time"),
        (("cn-bank", "2026-03-02", '{"event": "pause", "at": "2026-03-06", "why": "x"}'), {}, 'unknown key "why"'),
        (("cn-bank", "2026-03-02", '{"event": "promise", "at": "2026-03-06"}'), {}, "promised needs a date"),
        (("cn-bank", "2026-03-02", '{"event": "extend", "at": "2026-03-06", "days": "ten"}'), {}, "whole number"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_write(arguments, options, says):
    with pytest.raises(Misconfigured) as refused:
        run(*arguments, **options)

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_own_pack_is_tried_by_its_path(tmp_path):
    own = tmp_path / "our-bank.toml"
    own.write_text(
        'name = "our-bank"\nversion = 1\nextends = "cn-bank"\n'
        '[complaints.regimes.cn-aml]\nresolution = "10 days"\n'
        'source = "house"\nreviewed_on = 2026-11-23\nmark = "house"\n',
        encoding="utf-8",
    )

    assert rows(str(own), "2026-03-02")["legal.cn-aml"]["due"] == "2026-03-12"


EXTEND, PAUSE, RESUME = (
    '{{"event": "extend", "at": "{}"}}', '{{"event": "pause", "at": "{}", "reason": "appraisal"}}',
    '{{"event": "resume", "at": "{}"}}',
)  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "lines", "says"),
    [
        ("cn-bank", [EXTEND.format("2026-03-18")], "line 1: extended changed nothing: the limit had passed"),
        ("cn-bank", ['{"event": "extend", "at": "2026-03-10", "days": 90}'], "line 1: extended changed nothing: the "
         "longest limit is 60 days in all"),
        ("cn-bank", ['{"event": "extend", "at": "2026-03-10", "to": 60, "notice": false}'], 'write "notice": true'),
        ("cn-bank", [PAUSE.format("2026-03-06"), RESUME.format("2026-03-09"), EXTEND.format("2026-03-05")],
         "line 3: extended changed nothing: it is dated before a line above it"),
        ("cn-bank", [PAUSE.format("2026-03-06"), PAUSE.format("2026-03-07")], "line 2: paused changed nothing: the case"),
        ("cn-bank", [RESUME.format("2026-03-07")], "line 1: resumed changed nothing: nothing is paused"),
        ("cn-bank", ['{"event": "pause", "at": "2026-03-06", "reason": "holiday"}'], "choose one of appraisal"),
        ("us-cfpb", ['{"event": "restart", "at": "2026-03-06"}'], "this pack knows no new start"),
        ("us-cfpb", [EXTEND.format("2026-03-06"), EXTEND.format("2026-03-07")], "line 2: extended changed nothing"),
    ],
)  # fmt: skip
def test_an_event_that_every_rule_refuses_names_its_line_and_what_to_write(pack, lines, says):
    wrong = tried(pack, "2026-03-02", "\n".join(lines)).wrong

    assert len(wrong) == 1
    assert says in wrong[0]
    assert "\n" not in wrong[0]


def test_a_back_dated_extension_moves_nothing():
    lines = "\n".join([PAUSE.format("2026-03-06"), RESUME.format("2026-03-09"), EXTEND.format("2026-03-05")])
    clocks = rows("cn-bank", "2026-03-02", lines)

    assert clocks["legal"]["due"] == "2026-03-20", "three days were paused, nothing was extended"
    assert [each["why"] for each in clocks["legal"]["refused"]] == ["back_dated"]


def test_what_one_regime_of_a_pack_allows_is_no_mistake():
    assert tried("uk-fca", "2026-01-05", EXTEND.format("2026-01-10")).wrong == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"event": "extend", "at": "2026-02-01"}', "line 1: it lies before the receipt on 2026-03-02"),
        ('{"event": "promise", "at": "2026-03-10", "until": "2026-03-09"}', '"until" is not after the event itself'),
        ('{"event": "extend", "at": "2026-03-10", "notice": "yes"}', '"notice" is true or false'),
        ('{"event": "pause", "at": "2026-03-10", "reason": ["x"]}', '"reason" is a word such as appraisal'),
        ('["pause"]', "line 1: not a JSON object"),
        ('{"event": "pause", "at": "2026-03-10"', "line 1: not a JSON object"),
        ('{"event": 7, "at": "2026-03-10"}', '"7" is not an event'),
        ('{"event": "extend", "at": "2026-03-10", "days": true}', "whole number"),
    ],
)
def test_the_command_ends_with_code_two_and_one_clear_line(tmp_path, line, says):
    file = tmp_path / "events.jsonl"
    file.write_text(line + "\n", encoding="utf-8")

    told = CliRunner().invoke(app, ["deadlines", "cn-bank", "--received", "2026-03-02", "--events", str(file)])

    assert told.exit_code == 2
    assert says in told.stderr
    assert told.stderr.count("\n") == 1


def test_the_command_still_shows_the_clocks_when_an_event_changed_nothing(tmp_path):
    file = tmp_path / "events.jsonl"
    file.write_text(EXTEND.format("2026-03-18"), encoding="utf-8")
    words = ["deadlines", "cn-bank", "--received", "2026-03-02", "--format", "json", "--events", str(file)]

    told = CliRunner().invoke(app, words)

    assert told.exit_code == 2
    assert {row["name"]: row["due"] for row in json.loads(told.stdout)}["legal"] == "2026-03-17"
    assert "events line 1" in told.stderr


def test_a_history_may_begin_with_its_own_receipt():
    lines = '{"event": "received", "at": "2026-03-02"}\n' + EXTEND.format("2026-03-10")

    assert tried("cn-bank", "2026-03-02", lines).wrong == ()
