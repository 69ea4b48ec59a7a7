"""A suspicion never reaches a channel, a list, a log or a readable row."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.escalations import queries, usecases, wordlists
from bot.escalations.models import Ask, AskMessage, Concern
from bot.visits import usecases as visits
from bot.visits.models import Visit

WORDS = "宏达机械疑似洗钱,短期拆分转账"


def everything(world: World) -> str:
    """Every readable text of the database file."""
    path = world.settings.database_url.removeprefix("sqlite:///")
    assert Path(path).exists()
    with sqlite3.connect(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))


def test_it_goes_to_compliance_by_direct_message_alone(world: World, office: Any) -> None:
    world.li.types("/escalate", WORDS)
    assert world.all(Concern) == [], "nothing is kept before he says so"
    world.li.submits(text=WORDS)

    assert "拆分转账" in text_of(office.gu.only_message())
    assert "已经私下交给合规同事" in world.li.last_words()
    assert world.all(Ask) == []
    assert "拆分转账" not in everything(world)
    for other in (world.chen, world.admin, office.qian):
        assert other.messages() == []


def test_only_compliance_can_read_it(world: World, office: Any) -> None:
    world.li.types("/desk", "aml")
    world.li.submits(text=WORDS)
    concern = world.only(Concern)

    for person, sees in ((office.gu, True), (world.li, False), (world.chen, False), (world.admin, False)):
        with world.work(person) as work:
            assert bool(work.session.scalars(work.visible(Concern)).all()) is sees
            assert queries.open_asks(work) == ([], 0)
    office.gu.presses(office.gu.only_message(), "concern.take")
    assert world.only(Concern).taken_by_id == office.gu.id
    assert concern.id == 1


def test_silence_asks_the_next_one_of_compliance(world: World, office: Any) -> None:
    second = world.person("方明", role="colleague", department="compliance")
    world.li.types("/desk", "aml")
    world.li.submits(text=WORDS)
    world.clock.forward(minutes=16)
    world.run("escalations.wake")

    assert "拆分转账" in text_of(second.only_message())


def test_without_compliance_nothing_is_kept_and_the_form_stays(world: World) -> None:
    world.li.types("/desk", "aml")
    outcome = world.li.submits(text=WORDS)

    assert "没有合规同事" in str(outcome.errors)
    assert world.all(Concern) == []
    assert "拆分转账" not in everything(world)


def test_the_form_for_departments_refuses_it(world: World, office: Any) -> None:
    world.li.types("/escalate")
    outcome = world.li.submits(question="客户可疑交易怎么处理", kind="process")

    assert "question" in outcome.errors
    assert world.all(Ask) == []
    with world.work(world.li) as work, pytest.raises(Refusal) as refused:
        usecases.ask(work, usecases.Draft("问一下", kind="compliance"))
    assert refused.value.key == "escalations/not-in-channels"


def test_words_in_a_thread_are_not_kept(world: World, office: Any, card: Any) -> None:
    world.li.types("/escalate", "宏达机械 抵押物不足还能放多少额度 周四前")
    world.zhao.says("我怀疑这家在洗钱", thread=card(office.risk))

    assert world.all(AskMessage) == []
    hint = [one for one in world.zhao.hands.sees(office.risk) if one.is_ephemeral][-1]
    assert "我没有保存" in text_of(hint)


def test_not_even_a_refusal_keeps_the_words(world: World, office: Any) -> None:
    world.li.types("/escalate", "宏达机械 抵押物不足还能放多少额度 周四前")
    world.li.says("我怀疑短期拆分转账是洗钱", thread=world.li.last_message())
    world.li.says("求助 短期拆分转账像是洗钱")

    assert "/desk 反洗钱" in world.li.last_words()
    assert "拆分转账" not in everything(world)


def test_neither_notes_nor_the_thread_of_a_complaint_keep_it(world: World, office: Any) -> None:
    customer_service = world.department("customer_service", [world.sun], head=world.sun)
    said = "拜访宏达机械,资金当天进当天出,像替人走账"
    world.li.types("/visit", said)
    assert world.li.hands.open_modal.blocks, "the form for compliance, with his words"
    world.li.types("/visit")
    assert "note" in world.li.submits(note=said).errors
    world.li.says(said)
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        visits.record(work, visits.Line(said))
    assert (refused.value.key, refused.value.data["typed"]) == ("escalations/not-in-notes", "")
    world.li.types("/visit", "宏达机械 今天拜访王总,谈了续贷")
    world.li.says(said, thread=world.li.last_message())
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次")
    world.sun.says("怀疑他们虚开发票套现", thread=next(iter(customer_service.messages.values())))

    assert len(world.all(Visit)) == 1
    assert "走账" not in everything(world) and "虚开" not in everything(world)
    assert any("这段话没有保存" in one for one in [*world.li.hints(), *map(text_of, world.li.messages())])


HEARD = """
疑似洗钱 | 发现可疑交易 | 员工飞单 | 这个客户可能在洗黑钱 | 账户流水快进快出 | 资金当天进当天出 | 客户分拆现金存款 | 每天存49000,像是故意避开报送
空壳公司在倒钱 | 怀疑他们套现 | 怀疑李经理收了客户回扣 | 同事挪用客户资金 | 在替别人跑分 | 这个STR要不要报 | 洗 钱 | 洗.钱 | 洗錢 | xiqian | 疑似电信诈骗
反洗钱可疑报告怎么写,针对宏达 | possible money laundering | A suspicious transaction | is this structuring? cash deposits every day
smurfing | should we file a SAR on Acme | dirty money | looks like a shell company | on a sanctions list | OFAC hit | smells of bribery
proceeds of crime | a mule account | would that be tipping off | the MLRO should know | kickbacks paid to our colleague | I suspect fraud | hawala
"""
NOT_MEANT = """
反洗钱培训什么时候 | AML training next week | Where is the anti-money laundering training? | 额度能否到2000万 | 客户洗车店开户 | 客户问反洗钱系统升级的时间
能否提供反洗钱合规证明 | 零件清洗 钱款下月到 | 客户遭遇电信诈骗,请马上止付 | 怀疑系统出错,手续费扣了两次 | 客户怀疑多收了费 | 当天到账当天能转出吗
分拆业务的开户流程 | 快进快出的短线理财需求 | loan sanctioned for 2.5 crore | the sanctioned limit is 20 million | sanctions clause for the contract
structured deposit pricing | restructuring of the loan | who can lift the fraud alert on the card | AML questionnaire from the correspondent bank
"""


@pytest.mark.parametrize(("words", "suspicion"), [
    *((one.strip(), True) for line in HEARD.split("\n") for one in line.split("|") if one.strip()),
    *((one.strip(), False) for line in NOT_MEANT.split("\n") for one in line.split("|") if one.strip()),
])  # fmt: skip
def test_what_counts_as_a_suspicion(words: str, suspicion: bool) -> None:
    assert wordlists.is_concern(words) is suspicion
