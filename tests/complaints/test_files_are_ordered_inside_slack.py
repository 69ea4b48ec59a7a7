"""A case for a regulator, the register and the United Kingdom's return come as files into one's own messages."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from staging.world import Colleague, World, text_of, words_of

from bot.complaints import deciding, ending, handling, intake
from bot.complaints.acting import Told
from bot.complaints.models import FileOrder
from bot.complaints.reporting import exports, file_orders
from bot.core.audit import AuditLine
from bot.core.errors import Refusal
from bot.core.outbox import Posting
from bot.core.parcels import Parcel
from bot.core.policy import load_pack
from bot.directory import exporting

PHONE = Told("phone", "=HYPERLINK(evil)")
LINE = "宏达机械 王会计来电,手续费多扣两次 =1+1"


@pytest.fixture
def closed(world: World, desk: Any) -> int:
    with world.work(world.li) as work:
        number = intake.register(work, LINE, intake.Given(channel="phone", complainant="王会计")).id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found("company_fault_isolated", "宏达机械被扣两次", "流水"))
        deciding.explained(work, number, PHONE)
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, ending.Summary("重复扣费", "C12", "加了核对"))
    world.deliver()
    return number


def delivered(world: World) -> None:
    world.run("complaints.files")
    world.run("core.parcels", times=2)


def files(world: World, who: Colleague) -> dict[str, bytes]:
    """The files in somebody's direct messages, by name."""
    got = [one for one in world.slack.workspace.files.values() if one.completed]
    return {one.name: one.content for one in got if who.messages() and one.channels == [who.last_message().channel]}


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_a_case_comes_as_json_and_as_a_page_without_names_and_with_an_unbroken_chain(world: World, closed: int) -> None:
    world.li.presses(world.li.last_message(), "complaint.open")
    world.li.taps(world.li.hands.open_modal, "导出给监管的文件")
    assert "正在生成 C-1 的文件" in world.li.last_words()
    delivered(world)

    got = files(world, world.li)
    assert sorted(got) == ["C-1.html", "C-1.json"]
    document = json.loads(got["C-1.json"])
    assert exports.broken(document) is None
    assert world.li.name in document["mark"]
    for text in (got["C-1.json"].decode(), got["C-1.html"].decode()):
        assert "宏达机械" not in text and "王会计" not in text
    assert "个案失误" in got["C-1.html"].decode()
    assert any("C-1 给监管的文件" in text_of(one) for one in world.li.messages())
    assert "投诉" in world.admin.last_words() and world.li.name in world.admin.last_words(), "the admins are told"
    assert {"complaints.exported", exporting.VERB} <= {one.verb for one in world.all(AuditLine)}
    assert all(one.handed_at for one in world.all(Parcel)), "a second look hands nothing over again"


def test_the_register_is_for_leads_and_the_desk_in_their_own_language_and_holds_no_formula(
    world: World, closed: int
) -> None:
    world.li.types("/desk", "台账")
    assert "台账只给主管" in world.li.hints()[-1]
    world.chen.types("/desk", "complaints")
    world.chen.presses(world.chen.hands.open_modal, "complaint.register")
    world.chen.submits(since="2026-01-01", until="2026-12-31")
    delivered(world)

    ((name, content),) = files(world, world.chen).items()
    assert name == "complaints-20260101-20261231.xlsx"
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    head, row = book.get_sheet_by_index(0).to_python()[:2]
    assert head[:3] == ["编号", "收到", "客户"]
    assert row[0] == "C-1" and row[2] == "宏**械" and "已结案" in row
    assert book.sheet_names == ["台账", "统计"], "no return outside the United Kingdom"


def test_with_the_british_pack_the_return_has_a_line_for_each_half_year(world: World, closed: int) -> None:
    shop = world.rapport.workshop
    shop.house = replace(shop.house, policy=load_pack("uk-fca"))
    world.clock.to("2027-01-20 10:00")
    with world.work(world.sun) as work:
        file_orders.order_register(work, work.now.date().replace(year=2026, month=11), work.now.date())
    delivered(world)

    (content,) = files(world, world.sun).values()
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("UK return").to_python()
    assert head[:3] == ["period", "opened", "closed_within_3_days"]
    assert [row[0] for row in rows] == ["2026-11-20 to 2026-12-31", "2027-01-01 to 2027-01-20"]
    assert [row[1:3] for row in rows] == [[1.0, 1.0], [0.0, 0.0]]


def test_who_may_not_act_on_a_case_gets_no_file_of_it(world: World, desk: Any) -> None:
    with world.work(world.chen) as work:
        number = intake.register(work, LINE, intake.Given(subject_id=world.li.id)).id
    with world.work(world.li) as work:
        mine = intake.register(work, "宏达机械 投诉我本人", intake.Given(subject_id=world.li.id)).id
    for by, case, why in (
        (world.li, number, "not-found"), (world.emma, number, "not-found"), (world.li, mine, "conflict-of-interest"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused, world.work(by) as work:
            file_orders.order_case(work, case)
        assert refused.value.key == f"complaints/{why}"
    assert world.all(FileOrder) == []


def test_who_is_named_as_subject_meanwhile_gets_nothing(world: World, desk: Any) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, LINE).id
        file_orders.order_case(work, number)
    with world.work(world.chen) as work:
        handling.set_subject(work, number, world.li.id)
    delivered(world)

    assert files(world, world.li) == {}
    assert any("回避" in text_of(one) for one in world.li.messages())


def test_days_in_the_wrong_order_and_too_many_files_are_refused(world: World, closed: int) -> None:
    world.chen.types("/desk", "register")
    world.chen.submits(since="2026-12-31", until="2026-01-01")
    assert world.all(FileOrder) == []
    with pytest.raises(Refusal) as refused, world.work(world.chen) as work:
        file_orders.order_register(work, date(2026, 12, 31), date(2026, 1, 1))
    assert (refused.value.key, refused.value.field) == ("complaints/period", "until")
    with world.work() as work:
        for _ in range(exporting.MOST_PER_DAY):
            exporting.record(work, "register", 1, "x", "server")
    with world.work(world.li) as work:
        file_orders.order_case(work, closed)
    delivered(world)
    assert "最多导出 20 次" in world.li.last_words()
    assert "complaints/too-many-files" in [one.template for one in world.all(Posting)]
    assert files(world, world.li) == {}


def test_where_slack_takes_no_files_it_is_said(world: World, closed: int) -> None:
    world.slack.workspace.scopes.discard("files:write")
    with world.work(world.li) as work:
        file_orders.order_case(work, closed)
    delivered(world)

    assert "missing_scope" in world.li.last_words()
    assert words_of(world.li.last_message().blocks)
