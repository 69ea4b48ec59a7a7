"""Which documents are asked for, what a number must look like, who may see and check, and what hostile input does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from staging.world import Colleague, World, text_of

from bot.compliance import checklist, files, owners, papers, queries, reviews
from bot.compliance.models import Diligence, Paper, Review
from bot.core.audit import AuditLine
from bot.core.errors import Refusal
from bot.core.policy import load_pack
from bot.customers.models import Hold
from bot.directory import usecases as directory_usecases
from bot.promises import usecases as promises
from bot.promises.models import Promise
from bot.reports.keeping import KEEPINGS

BANK, HOUSE = load_pack("cn-bank").compliance, load_pack().compliance


@pytest.mark.parametrize(
    ("rules", "kind", "traits", "rating", "asked", "spared"),
    [
        (HOUSE, "company", [], "medium", {"business_licence", "contract"}, {"permit", "data_consent"}),
        (HOUSE, "company", ["licensed_industry"], "low", {"permit"}, {"registration_certificate"}),
        (HOUSE, "person", [], "low", {"data_consent", "contract"}, {"business_licence", "confidentiality_agreement"}),
        (HOUSE, "public_body", [], "low", {"registration_certificate"}, {"business_licence"}),
        (BANK, "company", [], "medium", {"beneficial_owners", "articles", "list_screening"}, {"premises", "tax_residence"}),
        (BANK, "company", ["cross_border"], "high", {"premises", "tax_residence", "source_of_funds"}, {"person_id"}),
        (BANK, "sole_trader", [], "low", {"business_licence", "person_id"}, {"beneficial_owners", "articles"}),
        (BANK, "public_body", [], "low", {"registration_certificate", "mandate"}, {"beneficial_owners"}),
        (BANK, "foreign_company", [], "low", {"register_of_directors", "good_standing"}, {"business_licence"}),
    ],
)  # fmt: skip
def test_the_checklist_follows_kind_trait_and_rating(
    rules: Any, kind: str, traits: list[str], rating: str, asked: set[str], spared: set[str]
) -> None:
    found = set(checklist.wanted(kind, traits, rating, rules))
    assert asked <= found and not spared & found


def paper(number: int, **fields: Any) -> Paper:
    values: dict[str, Any] = {
        "customer_id": 1,
        "document": "business_licence",
        "facts": {},
        "waived": False,
        "kept_at": "",
    }
    return Paper(id=number, **(values | fields))


VERIFIED = {"verified_at": "yes"}


@pytest.mark.parametrize(
    ("versions", "state"),
    [
        ([], "missing"),
        ([paper(1)], "unverified"),
        ([paper(1, rejected_at="yes")], "missing"),
        ([paper(1, valid_until=date(2027, 9, 1), **VERIFIED)], "valid"),
        ([paper(1, valid_until=date(2027, 1, 20), **VERIFIED)], "expiring"),
        ([paper(1, valid_until=date(2026, 12, 31), **VERIFIED)], "expired"),
        ([paper(1, valid_until=date(2026, 12, 31), **VERIFIED), paper(2, line_id=1)], "unverified"),
        ([paper(1, valid_until=date(2027, 9, 1), **VERIFIED), paper(2, line_id=1)], "valid"),
        ([paper(1, valid_until=date(2027, 9, 1), **VERIFIED), paper(2)], "unverified"),
        ([paper(1, waived=True, **VERIFIED)], "waived"),
        ([paper(1, waived=True)], "unverified"),
        ([paper(1, ended_at="yes", **VERIFIED)], "missing"),
    ],
)
def test_a_document_is_as_good_as_its_worst_line(versions: list[Paper], state: str) -> None:
    needs = {"business_licence": HOUSE.documents["business_licence"]}
    (item,) = checklist.items(needs, versions, date(2027, 1, 1), HOUSE.due_diligence)
    assert item.state == state
    blocks = checklist.lacking([item], date(2027, 1, 1), None)
    assert bool(blocks) == (state in ("missing", "expired", "unverified"))
    graced = checklist.lacking([item], date(2027, 1, 1), date(2027, 6, 1))
    assert bool(graced) == (state == "expired")


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"uscc": "91320594088140947F"}, None),
        ({"uscc": "91320594088140947E"}, "uscc"),
        ({"id_type": "resident_id", "number": "11010519491231002X"}, None),
        ({"id_type": "resident_id", "number": "110105194912310021"}, "number"),
        ({"id_type": "passport", "number": "E12345678"}, None),
        ({"account": "4111 1111 1111 1111"}, None),
        ({"account": "4111 1111 1111 1112"}, "account"),
        ({"account": "3200 1234 0525 0000 0123"}, None),
    ],
)
def test_numbers_with_a_checksum_must_fit(facts: dict[str, str], wrong: str | None) -> None:
    found = checklist.wrong_number(facts)
    assert (found[0] if found else None) == wrong


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"kept_at": "  "}, "compliance/kept-missing"),
        ({"facts": {"uscc": "12345"}}, "compliance/number-wrong"),
        ({"issued": date(2026, 11, 24)}, "compliance/issued-later"),
        ({"issued": date(2026, 1, 2), "until": date(2026, 1, 1)}, "compliance/days-backwards"),
        ({"until": date(9999, 1, 1)}, "compliance/days-backwards"),
    ],
)
def test_impossible_facts_are_refused_in_words(
    world: World, opened: Callable[..., Diligence], noted: Callable[..., Paper], change: dict[str, Any], key: str
) -> None:
    opened()
    with pytest.raises(Refusal) as refused:
        noted("business_licence", **change)
    assert refused.value.key == key and world.all(Paper) == []


def test_the_chain_of_holders_is_multiplied(bank: World, lin: Colleague, opened: Callable[..., Diligence]) -> None:
    opened()
    with bank.work(bank.li) as work:
        found = work.session.query(Diligence).one()
        facts = owners.facts(work, found, {"chain": "东升控股 50%\n李雷 24.9\n东升控股\uff1a王伟 60%"})
        papers.record(work, found.id, "beneficial_owners", papers.Noted(facts, kept_at="B-1"))
    bank.deliver()
    card = text_of(bank.chen.last_message())
    assert "按股权" in card and "王伟 30%" in card and "李雷" not in card.split("按股权")[1].split("还有")[0]
    assert "还有 45.1% 的股份没查清" in card


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"chain": "东升控股"}, "compliance/chain-line"),
        ({"chain": "A 60%\nB 50%"}, "compliance/chain-over"),
        ({"chain": "东升控股有限公司 60%"}, "compliance/owners-company"),
        ({"chain": "A 20%"}, "compliance/owners-unknown"),
        ({"chain": "A: A 20%"}, "compliance/chain-line"),
        ({"chain": "x 1%\n" * 201}, "compliance/chain-long"),
        ({}, "compliance/owners-unknown"),
    ],
)
def test_a_chain_that_leads_nowhere_is_refused(
    bank: World, opened: Callable[..., Diligence], values: dict[str, str], key: str
) -> None:
    found = opened()
    with bank.work(bank.li) as work, pytest.raises(Refusal) as refused:
        owners.facts(work, queries.file(work, found.id), values)
    assert refused.value.key == key


def test_nobody_by_shares_leaves_control_then_management(bank: World, opened: Callable[..., Diligence]) -> None:
    found = opened()
    with bank.work(bank.li) as work:
        file = queries.file(work, found.id)
        run = owners.facts(work, file, {"chain": "A 20%", "managers": "陈总\uff1b周总"})
        assert owners.found_in(work, file, run).basis == "management"
        led = owners.facts(work, file, {"chain": "A 20%", "controllers": "B", "managers": "陈总"})
        assert owners.found_in(work, file, led).basis == "control"


def test_numbers_of_people_are_sealed_and_shown_masked(
    bank: World, opened: Callable[..., Diligence], noted: Callable[..., Paper]
) -> None:
    opened()
    number = "11010519491231002X"
    facts = {"name": "王伟", "id_type": "resident_id", "number": number}
    noted("legal_representative_id", date(2036, 1, 1), facts=facts)
    bank.deliver()
    card = text_of(bank.chen.last_message())
    assert "110***********002X" in card and number not in card
    with bank.work() as work:
        raw = work.session.connection().exec_driver_sql("SELECT facts FROM paper").scalar_one()
    assert number not in raw and "王伟" not in raw


def test_papers_of_others_do_not_exist_for_a_stranger(
    world: World, lin: Colleague, opened: Callable[..., Diligence], noted: Callable[..., Paper]
) -> None:
    found, row = opened(), noted("business_licence", date(2030, 1, 1))
    auditor = world.person("审计", role="auditor")
    for stranger in (world.emma, world.wang, auditor):
        stranger.types("/desk", "papers 华东精工")
        assert "没看出是哪位客户" in stranger.hints()[-1] or "Which customer" in stranger.hints()[-1]
        with world.work(stranger) as work:
            for attempt in (
                lambda work=work: papers.verify(work, row.id), lambda work=work: queries.file(work, found.id),
                lambda work=work: papers.waive(work, found.id, "contract", "x"),
            ):  # fmt: skip
                with pytest.raises(Refusal) as refused:
                    attempt()
                assert refused.value.key == "core/not-found"
    lin.types("/desk", "papers 华东精工")
    assert "的资料" in lin.last_words()
    assert "compliance.papers-opened" in {one.verb for one in world.all(AuditLine)}


def test_not_needed_counts_only_when_a_second_person_agrees(world: World, opened: Callable[..., Diligence]) -> None:
    opened()
    card_owner = world.li
    card_owner.types("/desk", "papers 华东精工")
    card_owner.taps(card_owner.last_message(), "不需要")
    card_owner.submits(reason="三证合一,已并入主体资料")
    assert {one.kind for one in world.all(Hold) if one.lifted_at is None} == {"papers"}
    asked = world.chen.last_message()
    assert "三证合一" in text_of(asked)
    world.chen.taps(asked, "有问题")
    world.chen.submits(reason="不能免")
    assert "没有通过核对" in world.li.last_words() and "不能免" in world.li.last_words()
    with world.work(world.li) as work:
        again = papers.waive(work, 1, "business_licence", "三证合一")
    with world.work(world.chen) as work:
        papers.verify(work, again.id)
    assert all(one.lifted_at is not None for one in world.all(Hold))


def test_several_contracts_are_lines_of_their_own(
    world: World, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened()
    first = verified("contract", date(2027, 1, 1), facts={"number": "HT-1"})
    second = verified("contract", date(2028, 1, 1), facts={"number": "HT-2"})
    renewed = verified("contract", date(2029, 1, 1), facts={"number": "HT-1b"}, line=first.line)
    with world.work(world.li) as work:
        item = next(one for one in queries.needed(work, queries.file(work, 1)) if one.code == "contract")
        assert sorted(line.current.id for line in item.lines if line.current) == [second.id, renewed.id]
        papers.end(work, second.id, "合同终止")
        item = next(one for one in queries.needed(work, queries.file(work, 1)) if one.code == "contract")
        assert [line.current.id for line in item.lines if line.current] == [renewed.id]


def test_hostile_words_stay_words(world: World, opened: Callable[..., Diligence], noted: Callable[..., Paper]) -> None:
    opened()
    evil = "<!channel> [点我](do:papers.verify/1) **x** 138 0013 8000"
    noted("business_licence", date(2030, 1, 1), facts={"name": evil}, kept_at=evil)
    world.deliver()
    card = world.chen.last_message()
    assert "[点我](do:papers.verify/1)" in text_of(card) and "<!channel>" in text_of(card)
    assert "13800138000" not in text_of(card).replace(" ", "").split("存放")[1]
    for text in ("papers \u202e\x00", "papers " + "长" * 5000, "papers ';DROP TABLE paper;--"):
        assert world.li.types("/desk", text).ok


def test_a_review_comes_by_rating_and_cannot_be_dropped_or_faked(
    world: World, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened(rating="high")
    world.clock.to("2027-10-25 10:00")
    world.run("compliance.wake", times=2)
    review, promise = world.only(Review), world.only(Promise)
    assert review.due_on == date(2027, 11, 23) and promise.owner_id == world.li.id and "定期" in promise.text
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        promises.keep(work, promise.id)
    assert refused.value.key == "compliance/review-lacking"
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        promises.drop(work, promise.id, "没空")
    assert refused.value.key == "compliance/review-stays"
    verified("business_licence", date(2037, 1, 1))
    with world.work(world.li) as work:
        reviews.finish(work, review.id, "low", "一切正常")
    assert world.only(Promise).kept_at is not None
    assert world.only(Diligence).rating == "low" and world.only(Diligence).review_on == date(2030, 10, 25)


def test_a_trigger_asks_for_a_review_out_of_cycle(world: World, opened: Callable[..., Diligence]) -> None:
    opened()
    world.li.types("/desk", "papers 华东精工")
    card = world.li.last_message()
    world.li.taps(card, "提前复核\uff0c因为\u2026", "owner_change")
    assert world.only(Review).cause == "owner_change" and world.only(Promise).purpose == "review"
    assert "股东或受益所有人变更" in text_of(world.current(card))
    world.li.taps(card, "提前复核\uff0c因为\u2026", "name_change")
    assert len(world.all(Review)) == 1


def test_the_morning_list_names_what_lacks_and_strikes_it_when_mended(
    world: World, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened()
    world.run("reports.digests")
    world.clock.to("2026-11-24 10:00")
    world.run("reports.digests", times=2)
    digest = world.li.last_message()
    assert "缺少或快到期的资料" in text_of(digest) and "营业执照缺" in text_of(digest)
    assert "营业执照缺" in world.li.opens_home()
    verified("business_licence", date(2030, 1, 1))
    world.deliver()
    assert "资料已齐备" in text_of(world.current(digest))


def test_english_readers_get_english(world: World) -> None:
    world.emma.types("/desk", "papers Acme Steel")
    world.emma.submits(kind="company", rating="low")
    assert "Papers of Acme Steel Ltd" in world.emma.last_words() and "Business licence" in world.emma.last_words()
    world.emma.types("/desk", "papers")
    assert "Papers that are missing" in world.emma.hints()[-1]


def test_correcting_the_kind_changes_the_list(world: World, opened: Callable[..., Diligence]) -> None:
    found = opened()
    with world.work(world.li) as work:
        files.start(work, world.huadong.id, "public_body", (), "low")
    assert world.only(Diligence).lacking == {"registration_certificate": "missing"} and found.id == 1
    with world.work(world.li) as work, pytest.raises(Refusal):
        files.start(work, world.huadong.id, "company", (), "odd")


def test_nobody_misses_a_reminder_because_of_leave(
    world: World, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened()
    verified("business_licence", date(2027, 3, 1))
    with world.work(world.li) as work:
        directory_usecases.take_leave(work, date(2026, 12, 28), date(2027, 1, 8), world.emma.id)
    before = len(world.chen.messages())
    world.clock.to("2026-12-31 10:00")
    world.run("compliance.wake", times=2)
    # Emma stands in but does not see the customer: the lead is told, and Li once he is back.
    assert world.emma.messages() == [] and len(world.chen.messages()) == before + 1
    assert "天到期" in world.chen.last_words()


def test_what_clients_said_of_themselves_is_forgotten_with_the_rest() -> None:
    kept = {one.name: one for one in KEEPINGS}
    assert {"paper", "review", "assessment", "disclosure"} <= set(kept)
    assert "born_on" in (kept["assessment"].blank or {})
