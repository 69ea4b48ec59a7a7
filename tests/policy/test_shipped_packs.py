"""The packs that come with Rapport."""

from datetime import date

import pytest

from bot.core.policy import Mark, Pack, Part, Rule, available, load_pack

NAMES = ["cn-bank", "generic-enterprise", "uk-fca", "us-cfpb"]


def parts(value: object):
    """Every part below a value, however deep."""
    if isinstance(value, Part):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from parts(inner)


def test_four_packs_are_shipped():
    assert available() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_says_where_it_comes_from_and_when_it_was_read(name):
    rules = [part for part in parts(load_pack(name)) if isinstance(part, Rule)]

    assert len(rules) > 100
    assert all(rule.source and rule.reviewed_on >= date(2026, 1, 1) for rule in rules)
    assert all("verify" in rule.basis for rule in rules if rule.mark is Mark.MEMORY)


@pytest.mark.parametrize("name", NAMES)
def test_packs_hold_no_words_in_chinese(name):
    assert load_pack(name).model_dump_json().isascii()


def test_the_default_pack_speaks_of_no_loans_and_no_due_diligence_of_banks():
    text = load_pack().model_dump_json()

    assert not [word for word in ("loan", "credit_report", "npl", "guarantor") if word in text]


def test_a_pack_is_loaded_once():
    assert load_pack("cn-bank") is load_pack("cn-bank")


def test_fingerprints_tell_packs_apart_and_do_not_change():
    prints = {load_pack(name).fingerprint for name in NAMES}

    assert len(prints) == 4
    assert all(len(mark) == 64 for mark in prints)
    again = Pack.model_validate(load_pack("cn-bank").model_dump())
    assert again.fingerprint == load_pack("cn-bank").fingerprint


def test_the_bank_replaces_the_house_regime_by_those_of_its_regulators():
    assert sorted(load_pack("cn-bank").complaints.regimes) == ["cn-aml", "cn-nfra", "cn-nfra-forwarded", "cn-pboc"]


def test_compensation_goes_to_the_smallest_authority_that_covers_it():
    money = load_pack("cn-bank").complaints.compensation

    approvers = [money.approver(amount) for amount in (0, 0.01, 500, 501, 5000, 50000, 50001)]
    assert approvers == ["manager", "lead", "lead", "dept_head", "dept_head", "branch_head", "head_office"]
    assert money.covers("lead", 500)
    assert not money.covers("lead", 500.5)
    assert not money.covers("stranger", 1)


@pytest.mark.parametrize(
    ("count", "level"),
    [(0, "green"), (2, "green"), (3, "yellow"), (4, "yellow"), (5, "orange"), (7, "red"), (8, "red")],
)
def test_levels_follow_the_number_of_flags(count, level):
    assert load_pack().risk.levels.of(count) == level


def test_eight_flags_are_counted_and_missing_figures_raise_none():
    flags = load_pack().risk.flags

    assert {flag.reading for flag in flags.values()} == {
        "debt_to_asset",
        "current_ratio",
        "quick_ratio",
        "icr",
        "roa",
        "ocf",
        "revenue_yoy",
        "z2",
    }
    assert not any(flag.raised_by(None) for flag in flags.values())
    assert not flags["high_debt"].raised_by(70)
    assert flags["high_debt"].raised_by(70.01)


@pytest.mark.parametrize(("days", "level"), [(0, "green"), (1, "yellow"), (30, "yellow"), (31, "orange"), (61, "red")])
def test_days_overdue_mean_a_level(days, level):
    assert load_pack("cn-bank").risk.overdue.level(days) == level


def test_explaining_lines_tell_yellow_from_orange():
    lines = load_pack().risk.lines

    assert lines["current_ratio"].level_of(1.1) == "yellow"
    assert lines["current_ratio"].level_of(0.9) == "orange"
    assert lines["current_ratio"].level_of(1.2) is None
    assert lines["current_ratio"].level_of(None) is None
    assert lines["equity"].level_of(0) == "orange"
    assert lines["equity_fall"].level_of(-25) == "yellow"


def test_tiers_are_ranked_by_worth():
    service = load_pack().service

    assert [code for code, _ in service.tiers_by_rank()][:3] == ["strategic", "high_value", "key"]


def test_the_promise_ladder_climbs_at_once_after_one_three_and_five_working_days():
    ladder = load_pack().service.promises.ladder

    assert [str(step.after) for step in ladder] == [
        "0 working days",
        "1 working day",
        "3 working days",
        "5 working days",
    ]
    assert ladder[-1].decide == ("new_date", "reassign", "drop")


def test_a_client_may_buy_up_to_his_level():
    rules = load_pack("cn-bank").compliance.suitability

    assert rules.allows("C3", "R3")
    assert not rules.allows("C3", "R4")
    assert not rules.allows("C9", "R1")


def test_suspicion_of_money_laundering_is_asked_in_private_only():
    kinds = load_pack("cn-bank").escalation.kinds

    assert [name for name, kind in kinds.items() if kind.private] == ["compliance"]


def test_an_unknown_regime_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="choose one of disp, payments"):
        load_pack("uk-fca").complaints.regime("psd")
