"""The guide's table of packs, held against the packs: every rule with its limit, its extensions, its money."""

from pathlib import Path

import pytest

from bot.core.policy import load_pack

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PACKS = ("generic-enterprise", "cn-bank", "uk-fca", "us-cfpb")
UNITS = {
    "en": {"day": "days", "working_day": "working days"},
    "zh-CN": {"day": "\u5929", "working_day": "\u4e2a\u5de5\u4f5c\u65e5"},
}
"""Unit of a span -> the word the guide uses for it."""


def told(language: str, span: object) -> str:
    amount, unit = str(span).split(" ", 1)
    return f"{amount} {UNITS[language][unit.rstrip('s').replace(' ', '_')]}"


def rows(language: str) -> dict[str, str]:
    """Code of a rule -> its row of the table."""
    lines = (GUIDE / language / "complaints.md").read_text("utf-8").splitlines()
    cells = [line for line in lines if line.startswith("|") and line.count("|") == 8]
    return {line.split("|")[2].split("`")[1]: line for line in cells if "`" in line.split("|")[2]}


@pytest.mark.parametrize("language", list(UNITS))
@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_stands_in_the_guide_with_its_limits(pack: str, language: str) -> None:
    table = rows(language)
    for code, rule in load_pack(pack).complaints.regimes.items():
        row = table[code]
        if rule.resolution is not None:
            assert told(language, rule.resolution) in row, code
        if code != "cn-nfra-forwarded":
            for step in rule.extensions:
                assert told(language, step.total) in row, (code, step)
        assert ("\u6838\u67e5" in row or "review" in row) == (
            rule.review is not None and not code.endswith("forwarded")
        )


@pytest.mark.parametrize("language", list(UNITS))
@pytest.mark.parametrize("pack", PACKS)
def test_the_money_one_may_grant_stands_in_the_guide(pack: str, language: str) -> None:
    text = (GUIDE / language / "complaints.md").read_text("utf-8")
    rules = load_pack(pack).complaints
    for amount in (*list(rules.compensation.authority.values())[1:], rules.triage.high_amount):
        assert f"{amount:,}" in text
    assert str(rules.compensation.within_days) in text
