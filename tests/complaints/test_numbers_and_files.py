"""Files for regulators that show every change."""

import copy
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from staging.world import World

from bot.complaints import deciding, ending, handling, intake
from bot.complaints.acting import Told
from bot.complaints.reporting import exports, register
from bot.core.errors import Refusal

PHONE = Told("phone", "=HYPERLINK(evil)")


@pytest.fixture
def closed(world: World) -> int:
    with world.work(world.li) as work:
        number = intake.register(work, "宏达机械 王会计来电,手续费多扣两次 <script>", intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found("company_fault_isolated", "宏达机械被扣两次", "流水"))
        deciding.explained(work, number, PHONE)
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, ending.Summary("重复扣费", "C12", "加了核对"))
    return number


def test_an_export_has_no_names_and_shows_every_change(world: World, closed: int) -> None:
    with world.work(world.li) as work:
        document = exports.case_file(work, closed)
    text = exports.as_json(document)
    for name in ("宏达机械", "王会计"):
        assert name not in text
    assert exports.broken(document) is None
    for place in range(len(document["entries"])):
        forged = copy.deepcopy(document)
        forged["entries"][place]["reason"] = "changed"
        assert exports.broken(forged) == place
    for name, lie in (("number", "C-2"), ("exported_at", "2020-01-01T00:00:00+00:00"), ("mark", "somebody else")):
        assert exports.broken({**document, name: lie}) == len(document["entries"]), name
    forged, before = copy.deepcopy(document), exports.GENESIS
    forged["entries"][0]["severity"] = "S4"
    for entry in forged["entries"]:
        before = entry["hash"] = exports.digest(before, entry)
    forged["seal"] = exports.digest(before, {name: forged[name] for name in exports.HEAD})
    with world.work() as work:
        assert exports.broken(forged) is None and not exports.on_record(work, forged), "a whole forged chain"
        assert exports.on_record(work, document)
    shorter = copy.deepcopy(document)
    del shorter["entries"][-1]
    assert exports.broken(shorter) is not None


def test_the_printed_page_holds_nothing_that_runs(world: World, closed: int) -> None:
    with world.work(world.li) as work:
        page = exports.as_html(exports.case_file(work, closed), "zh-CN", lambda table, code: code)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_who_may_not_see_a_case_may_not_export_it(world: World, closed: int) -> None:
    with pytest.raises(Refusal), world.work(world.emma) as work:
        exports.case_file(work, closed)


def test_the_register_opens_as_a_workbook_without_formulas(world: World, closed: int, tmp_path) -> None:
    file = tmp_path / "register.xlsx"
    with world.work(world.chen) as work:
        span = world.clock.now - timedelta(days=1), world.clock.now + timedelta(days=1)
        more = register.More([register.uk_return(work, *span)])
        register.write(file, register.rows(work, *span), work.actor.zone, more)
    book = CalamineWorkbook.from_path(str(file))
    rows = book.get_sheet_by_name("register").to_python()
    assert rows[0][0] == "number"
    assert rows[1][0] == f"C-{closed}"
    assert "宏达机械" not in str(rows)
    assert book.get_sheet_by_name("UK return").to_python()[1][1] == 1.0
