"""`python -m bot understand`: exactly the keys promised, one object a line."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding.dates import Frame
from bot.understanding.trial import Options, read_customers, run

ZONE = ZoneInfo("Asia/Shanghai")
FRAME = Frame(
    datetime(2026, 11, 23, 15, 0, tzinfo=ZONE), ZONE, Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT
)
CUSTOMERS = Path(__file__).parent / "customers.csv"


def test_a_line_gives_one_object_with_the_promised_keys() -> None:
    line = "华东精工 今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案"

    (answer,) = [json.loads(each) for each in run([line], Options(FRAME, customers=CUSTOMERS))]

    assert answer == {
        "customer": {"name": "苏州华东精工机械有限公司", "code": "C001", "span": [0, 4]},
        "candidates": [],
        "when": {
            "start": "2026-11-23T12:00", "end": "2026-11-23T18:00", "granularity": "part", "direction": "at",
            "text": "今天下午", "span": [5, 9],
        },
        "channel": "face_to_face",
        "contacts": ["李总"],
        "promises": [
            {
                "text": "给供应链金融方案", "owner": None, "by_customer": False,
                "due": {
                    "start": "2026-12-02T18:00", "end": None, "granularity": "day", "direction": "by",
                    "text": "下周三前", "span": [24, 28],
                },
            }
        ],
        "satisfaction": None,
        "hints": [{"kind": "risk", "text": "应收账款周转慢"}, {"kind": "need", "text": "供应链金融"}],
        "amounts": [],
        "rest": "谈了应收账款周转慢",
    }  # fmt: skip


def test_dates_alone_are_listed_in_the_order_of_the_line() -> None:
    (answer,) = [json.loads(each) for each in run(["明天上午开会,周五前交报告"], Options(FRAME, only_dates=True))]

    assert [date["direction"] for date in answer["dates"]] == ["at", "by"]


def test_an_empty_line_gives_an_empty_answer() -> None:
    (answer,) = [json.loads(each) for each in run(["\n"], Options(FRAME))]

    assert answer["customer"] is None
    assert answer["rest"] == ""


def test_a_customer_file_without_names_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("code,aliases\nC1,x\n", encoding="utf-8")

    with pytest.raises(ValueError, match="name,code,aliases"):
        read_customers(path)


def test_hearsay_is_marked_and_an_unknown_firm_is_proposed() -> None:
    lines = ["据说宏远纺织老板跑路了", "visited Foobar Industries today"]

    heard, unknown = [json.loads(each) for each in run(lines, Options(FRAME, customers=CUSTOMERS))]

    assert heard["hints"] == [{"kind": "risk", "text": "老板跑路了", "hearsay": True}]
    assert "new_customer" not in heard
    assert (unknown["customer"], unknown["new_customer"]) == (None, "Foobar Industries")


def test_colleagues_from_a_file_own_their_promises(tmp_path: Path) -> None:
    team = tmp_path / "team.txt"
    team.write_text("\ufeff王若水\n\nDana Reyes\n王若水\n", encoding="utf-8")
    options = Options(FRAME, customers=CUSTOMERS, colleagues=team)

    ours, theirs = [json.loads(each) for each in run(["王若水周五前出方案", "Dana Reyesson called"], options)]

    assert [(each["owner"], each["text"]) for each in ours["promises"]] == [("王若水", "出方案")]
    assert theirs["promises"] == []
