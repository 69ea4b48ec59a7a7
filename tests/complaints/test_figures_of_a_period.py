"""How complaints went, for leads, customer service and auditors: of any period, beside the one before, never by person."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from staging.world import World, words_of

from bot.complaints.models import CallBack, Complaint, ComplaintEvent, Remedy
from bot.complaints.reporting import periods
from bot.complaints.reporting.periods import Period
from bot.core.errors import Refusal
from handlers import complaint_figures
from handlers.inbound import Press, Typed

COMMON = {"regime": "house", "severity": "S3", "claim": "x", "ack_in_time": True, "resolved_in_time": True}


def save(world: World, handler: Any, days_ago: int, took: int | None = None, **values: Any) -> None:
    """A case received so many days before 23 November 2026, closed after `took` days."""
    received = world.clock.now - timedelta(days=days_ago)
    ended = received + timedelta(days=took) if took is not None else None
    usual = {"customer_id": world.huadong.id, "state": "closed" if ended else "verifying"}
    extra = {name: values.pop(name) for name in ("score", "paid", "contacts") if name in values}
    with world.work() as work:
        told = {"decided_at": ended, "notified_at": ended, "attribution": "no_fault_rule_applied"} if ended else {}
        row = work.save(
            Complaint(
                reporter_id=handler.id, handler_id=handler.id, received_at=received, ended_at=ended, **usual | COMMON | told | values,
            )
        )  # fmt: skip
        for score in extra.get("score", ()):
            work.save(CallBack(complaint_id=row.id, at=ended, by_id=handler.id, satisfaction=score))
        if "paid" in extra:
            work.save(Remedy(complaint_id=row.id, type="waiver", amount=extra["paid"], approver_id=handler.id))
        for _ in range(extra.get("contacts", 1)):
            work.save(ComplaintEvent(complaint_id=row.id, kind="contacted", at=received))


@pytest.fixture
def lived(world: World) -> None:
    """Ten cases: six of this quarter in Chen's team, one of the last one, one elsewhere, two that do not count."""
    elsewhere = world.person("高翔")
    ours = {"cause": "C12", "product": "payment"}
    save(world, world.li, 40, 2, score=(2, 5), paid=300.0, **ours | {"attribution": "company_fault_isolated"})
    save(world, world.li, 30, 4, score=(3,), contacts=2, extended=1, **ours)
    save(world, world.emma, 20, 10, score=(4,), reopened=1, cause="C5", product="wealth")
    save(world, world.emma, 12, 6, ack_in_time=False, resolved_in_time=False, vulnerable=True)
    save(world, world.li, 5, ack_in_time=None, resolved_in_time=None)
    save(world, world.li, 1, resolved_in_time=None)
    save(world, world.li, 125, 1, **ours)
    save(world, elsewhere, 3, 1, customer_id=world.acme.id)
    save(world, world.li, 3, state="merged")
    save(world, world.li, 3, state="rejected_out_of_scope")


def told(where: Any, *figures: str) -> str:
    """The words of the page; each of these figures stands on it."""
    words = words_of(where.hands.open_modal.blocks)
    shown = words.replace(" ", "")
    assert [one for one in figures if one.replace(" ", "") not in shown] == []
    return words


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_a_lead_reads_how_his_team_did_and_picks_another_period(world: World, lived: None) -> None:
    world.chen.types("/desk", "complaints")
    world.chen.taps(world.chen.hands.open_modal, "统计")
    words = told(
        world.chen, "10月1日至11月23日", "本组", "收到：6（1）", "未结：2（0）", "已结：4（1）",
        "按时告知收到：80% · 5 件中 4 件（100%）", "法定期限内办结：75% · 4 件中 3 件（100%）",
        "联系一次就解决：50% · 4 件中 2 件（100%）", "延期：17% · 6 件中 1 件（0%）",
        "告知后重开：25% · 4 件中 1 件（0%）", "属实（公司责任）：25% · 4 件中 1 件（0%）",
        "同因再诉：33% · 6 件中 2 件（0%）", "回访满意：67% · 3 件中 2 件（–）", "（中位数）：4（1）",
        "（九成不超过）：10（1）", "赔付和减免：300元（0元）", "需要特别照顾的客户：1（0）",
        "定价收费 · 支付结算：2 件",
    )  # fmt: skip
    for name in (world.li.name, world.emma.name, "华东"):
        assert name not in words, "never by person, never by customer"

    world.chen.presses(world.chen.hands.open_modal, "complaint.figures", "last_quarter")
    told(world.chen, "上季度 · 7月1日至9月30日", "收到：1（0）")
    world.chen.taps(world.chen.hands.open_modal, "选日期")
    world.chen.submits(since="2026-11-23", until="2026-11-01")
    world.chen.submits(since="2026-11-01", until="2026-11-23")
    told(world.chen, "11月1日至11月23日", "收到：4（2）")


def test_auditors_and_the_desk_read_of_all_cases_others_are_told_whom_to_ask(world: World, lived: None) -> None:
    auditor = world.person("Ana Audit", role="auditor", department="audit", locale="en-GB")
    assert "Complaint figures" in auditor.opens_home()
    auditor.types("/desk", "figures last quarter")
    told(auditor, "the whole house", "Received: 1 (0)")
    auditor.types("/desk", "figures 2026")
    told(auditor, "Received: 8 (0)")
    auditor.types("/desk", "figures since the flood")
    assert "since the flood" in auditor.hints()[-1] and "2026Q1" in auditor.hints()[-1]
    world.sun.types("/desk", "统计")
    told(world.sun, "全部", "收到：7（1）")
    for stranger in (world.li, world.admin, world.wang):
        assert "投诉统计" not in stranger.opens_home()
        with pytest.raises(Refusal) as refused, world.work(stranger) as work:
            complaint_figures.pressed(work, Press("complaint.figures", 0, "k"))
        assert refused.value.key == "complaints/figures-not-yours"
    with pytest.raises(Refusal) as refused, world.work(world.sun) as work:
        complaint_figures.typed(work, Typed("什么时候", "command", "k"))
    assert refused.value.key == "complaints/period-unclear"


def test_the_register_brings_its_figures_along(world: World, lived: None) -> None:
    world.chen.types("/desk", "register")
    world.chen.submits(since="2026-10-01", until="2026-11-23")
    world.run("complaints.files")
    world.run("core.parcels")
    (file,) = [one for one in world.slack.workspace.files.values() if one.completed]
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_name("统计").to_python()
    assert head == ["项目", "2026-10-01 - 2026-11-23", "2026-08-08 - 2026-09-30", "基数（件）"]
    assert rows[0][:3] == ["收到", 6, 0]
    assert rows[3] == ["按时告知收到", 0.8, "", 5]


@pytest.mark.parametrize(
    ("typed", "since", "until", "code"),
    [
        ("", "2027-01-01", "2027-02-28", "this_quarter"), ("上个月", "2027-01-01", "2027-01-31", "last_month"),
        ("last quarter", "2026-10-01", "2026-12-31", "last_quarter"), ("去年", "2026-01-01", "2026-12-31", "last_year"),
        ("2028年2月", "2028-02-01", "2028-02-29", None), ("2026第四季度", "2026-10-01", "2026-12-31", None),
        ("2026q1", "2026-01-01", "2026-03-31", None), ("2026-03-09 至 2026-03-02", "2026-03-02", "2026-03-09", None),
    ],
)  # fmt: skip
def test_periods_are_read_as_people_type_them(typed: str, since: str, until: str, code: str | None) -> None:
    wanted = Period(date.fromisoformat(since), date.fromisoformat(until), code)
    assert periods.read(typed, date(2027, 2, 28)) == wanted


@pytest.mark.parametrize("typed", ["2026-13", "soon", "2026-02-30 2026-03-01", "0000"])
def test_what_is_no_period_is_asked_for(typed: str) -> None:
    assert periods.read(typed, date(2027, 2, 28)) is None


def test_a_period_is_compared_with_as_many_days_before_it() -> None:
    today = date(2028, 3, 31)
    compared = {code: periods.before(periods.named(code, today)) for code in periods.CODES}
    assert (compared["this_month"].since, compared["this_month"].until) == (date(2028, 2, 1), date(2028, 2, 29))
    assert (compared["last_month"].since, compared["last_month"].until) == (date(2028, 1, 1), date(2028, 1, 31))
    assert compared["this_year"].until == date(2027, 4, 1), "the 91st day of a common year"
    chosen = periods.before(Period(date(2028, 3, 1), date(2028, 3, 10)))
    assert (chosen.since, chosen.until) == (date(2028, 2, 20), date(2028, 2, 29))
