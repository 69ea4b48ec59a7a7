"""What people say of a customer in danger, of one who complains and of another supplier; and what is no such sign.

One phrase a row, behind the customer's name: its kind, or `-` where it suggests neither risk, complaint nor competitor.
"""

from pathlib import Path

import pytest

from bot.understanding import understand
from tests.understanding.test_lines_of_a_third_hand import context

HERE = Path(__file__).parent
BEFORE = {"zh": "德宝 ", "en": "Hartley: "}


def phrases(language: str) -> list[tuple[str, str, str]]:
    rows = (HERE / f"signs_{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(language, *row.split("\t")) for row in rows if row and row[0] != "#"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["risk", "complaint", "competitor"])
def test_a_sign_is_suggested_whatever_words_it_comes_in(language: str, kind: str) -> None:
    wanted = [text for _, sign, text in phrases(language) if sign == kind]

    missed = [
        text
        for text in wanted
        if kind not in {hint.kind for hint in understand(BEFORE[language] + text, context(language)).suggestions}
    ]

    assert wanted
    assert missed == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_good_news_and_everyday_business_are_no_signs(language: str) -> None:
    ordinary = [text for _, sign, text in phrases(language) if sign == "-"]

    heard = {
        text: found
        for text in ordinary
        if (
            found := [
                (hint.kind, hint.text)
                for hint in understand(BEFORE[language] + text, context(language)).suggestions
                if hint.kind != "need"
            ]
        )
    }

    assert ordinary
    assert heard == {}


@pytest.mark.parametrize(
    "line",
    [
        "德宝暂时不想买车险", "他们不打算换系统", "没打算买两台叉车", "德宝不需要3台设备",
        "客户明确不要加50个账号", "目前没有要3台设备", "不缺2台电脑",
    ],
)  # fmt: skip
def test_a_wish_that_is_denied_is_no_need(line: str) -> None:
    assert [hint.text for hint in understand(line, context("zh")).suggestions if hint.kind == "need"] == []


def test_a_wish_that_is_only_heard_of_says_so() -> None:
    needs = [hint for hint in understand("据说德宝想买两台叉车", context("zh")).suggestions if hint.kind == "need"]

    assert [(hint.text, hint.hearsay) for hint in needs] == [("两台叉车", True)]
