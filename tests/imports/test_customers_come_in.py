"""A list of customers: who is new, who changed, who stands there twice, who is refused and why."""

import pytest
from sqlalchemy import select
from staging.lists import counts

from bot.core.words import Words
from bot.core.work import Workshop
from bot.customers import index
from bot.customers.models import Alias, ContactPerson, Customer, Holding, Supporter
from bot.reports import imports

PEOPLE = "email,name\nli@bank.example,李雷\nemma@bank.example,Emma Brown\n"
LIST = """name,code,aliases,industry,region,size,tier,stage,owner,support,contacts,holdings
苏州华东精工机械有限公司,HD001,华东精工;华精,制造业,苏州,中型,key,active,li@bank.example,emma@bank.example,王建国|财务总监|+86 13800138000|wang@hd.example;李芳|出纳,SCF;CASH-POOL
Acme Steel Ltd,AC001,Acme,steel,London,large,strategic,prospect,emma@bank.example,,,
"""


@pytest.fixture(autouse=True)
def owners(bring) -> None:
    bring("people", PEOPLE)


def test_a_customer_comes_in_with_everything_that_hangs_on_it(bring, shop: Workshop) -> None:
    assert counts(bring("customers", LIST).tally) == (2, 0, 0, 0)
    with shop.read() as work:
        one = work.session.scalars(select(Customer).where(Customer.code == "HD001")).one()
        assert (one.name, one.tier, one.stage, one.owner_id) == ("苏州华东精工机械有限公司", "key", "active", 1)
        assert one.silent_at is not None, "the cadence of its tier begins"
        hung = [
            [getattr(row, name) for row in work.session.scalars(select(model).where(model.customer_id == one.id))]
            for model, name in (
                (Alias, "name"),
                (Supporter, "person_id"),
                (Holding, "product"),
                (ContactPerson, "phone"),
            )
        ]
        assert hung == [["华东精工", "华精"], [2], ["SCF", "CASH-POOL"], ["+86 13800138000", None]]
        assert [row[0] for row in index.search(work.session, "hdjg")] == [one.id], "found by initials at once"


def test_a_second_time_nothing_changes(bring) -> None:
    bring("customers", LIST)
    assert counts(bring("customers", LIST).tally) == (0, 0, 2, 0)


def test_what_changed_is_changed_and_blank_cells_are_left(bring, shop: Workshop) -> None:
    bring("customers", LIST)
    again = "code,name,tier,owner,aliases,contacts,holdings\nHD001,,strategic,emma@bank.example,华东机械,李芳||010-66668888,scf\n"
    assert counts(bring("customers", again).tally) == (0, 1, 0, 0)
    assert counts(bring("customers", again).tally) == (0, 0, 1, 0)
    with shop.read() as work:
        one = work.session.scalars(select(Customer).where(Customer.code == "HD001")).one()
        assert (one.name, one.tier, one.owner_id, one.industry) == (
            "苏州华东精工机械有限公司",
            "strategic",
            2,
            "C",
        )
        assert set(work.session.scalars(select(Alias.name).where(Alias.customer_id == one.id))) == {
            "华东精工", "华精", "华东机械",
        }  # fmt: skip
        phones = {row.name: row.phone for row in work.session.scalars(select(ContactPerson))}
        assert phones == {"王建国": "+86 13800138000", "李芳": "010-66668888"}
        assert list(work.session.scalars(select(Holding.product).where(Holding.customer_id == one.id))) == ["SCF"]


def test_a_dry_run_counts_and_writes_nothing(bring, shop: Workshop) -> None:
    bring("customers", LIST)
    text = LIST.replace("key,active", "basic,active") + "New Co,N1,,,,,,,li@bank.example,,,\n"
    assert counts(bring("customers", text, dry=True).tally) == (1, 1, 1, 0)
    assert counts(bring("customers", LIST).tally) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    "name",
    [
        "苏州华东精工机械有限责任公司",
        "蘇州華東精工機械有限公司",
        " 苏州 华东精工机械 有限公司",
        "ACME STEEL LIMITED",
        "acme steel",
    ],
)
def test_a_name_spelt_otherwise_is_the_same_customer(bring, name: str) -> None:
    result = bring("customers", LIST + f"{name},,,,,,,,li@bank.example,,,\n")
    assert [one.reason for one in result.rejected] == ["twice-name"]


def test_names_alike_but_for_the_form_are_two_customers_when_two_codes_say_so(bring) -> None:
    text = "name,code,owner\n华东精工有限公司,A1,li@bank.example\n华东精工股份有限公司,A2,li@bank.example\n"
    assert counts(bring("customers", text).tally) == (2, 0, 0, 0)
    assert counts(bring("customers", text).tally) == (0, 0, 2, 0)


def test_tiers_and_stages_may_be_written_in_words(bring, shop: Workshop) -> None:
    chinese = "客户名称,规模,产品,客户分层,阶段,客户经理\n宏达机械,大型,保函;XYZ-1,重点,合作中,li@bank.example\n"
    assert counts(bring("customers", chinese).tally) == (1, 0, 0, 0)
    words = "name,size,products,tier,stage,owner\n宏达机械,Large,guarantees;xyz-1,key,Active,li@bank.example\n"
    assert counts(bring("customers", words).tally) == (0, 0, 1, 0), "in either language they are the same codes"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"owner": "li@bank.example"}, "no-name-no-code"),
        ({"name": "新客户"}, "owner-missing"),
        ({"name": "新客户", "owner": "x@bank.example"}, "owner-unknown"),
        ({"code": "NEW1", "owner": "li@bank.example"}, "name-missing"),
        ({"name": "新客户", "code": "hd001", "owner": "li@bank.example"}, "twice-code"),
        ({"name": "新客户", "tier": "platinum", "owner": "li@bank.example"}, "tier-unknown"),
        ({"name": "新客户", "stage": "asleep", "owner": "li@bank.example"}, "stage-unknown"),
        ({"name": "新客户", "support": "x@bank.example", "owner": "li@bank.example"}, "support-unknown"),
        ({"name": "新客户", "contacts": "|CFO", "owner": "li@bank.example"}, "contact-wrong"),
        ({"name": "新客户", "contacts": "王|CFO|call me", "owner": "li@bank.example"}, "contact-phone"),
        ({"name": "新客户", "contacts": "王|CFO||at home", "owner": "li@bank.example"}, "contact-email"),
        ({"name": "新客户", "holdings": "a product!", "owner": "li@bank.example"}, "product-wrong"),
        ({"name": "字" * 201, "owner": "li@bank.example"}, "name-too-long"),
        ({"name": "...", "owner": "li@bank.example"}, "name-wrong"),
        ({"name": "=1+1", "owner": "li@bank.example"}, "name-formula"),
        ({"name": "新客户", "aliases": "新;@sum", "owner": "li@bank.example"}, "name-formula"),
        ({"name": "新客户", "contacts": "+1|CFO|+8613800138000", "owner": "li@bank.example"}, "name-formula"),
        ({"name": "新客户", "size": "x" * 101, "owner": "li@bank.example"}, "cell-too-long"),
    ],
)
def test_a_row_is_refused_with_its_reason(bring, words: Words, cells: dict[str, str], reason: str) -> None:
    columns = LIST.splitlines()[0].split(",")
    result = bring("customers", LIST + ",".join(cells.get(column, "") for column in columns) + "\n")
    assert counts(result.tally) == (2, 0, 0, 1)
    (refused,) = result.rejected
    assert (refused.reason, refused.row.line) == (reason, 4)
    for language in words.languages:
        said = imports.reason(result, words, language, refused)
        assert said and "high_value" not in said and "onboarding" not in (said if language == "zh-CN" else "")


def test_a_name_known_under_another_code_and_a_code_known_under_another_name_are_refused(bring) -> None:
    bring("customers", LIST)
    text = "name,code,owner\nAcme Steel Ltd,ZZ9,li@bank.example\n苏州华东精工机械有限公司,AC001,li@bank.example\n"
    assert [one.reason for one in bring("customers", text).rejected] == ["name-has-other-code", "code-has-other-name"]


def test_a_row_with_more_cells_than_the_heading_is_refused_alone(bring) -> None:
    text = "name,owner\nA Co,li@bank.example,surplus\nB Co,li@bank.example\n"
    result = bring("customers", text)
    assert [one.reason for one in result.rejected] == ["too-many-cells"]
    assert result.tally.new == 1
