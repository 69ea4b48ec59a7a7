"""A list of colleagues: who is new, who changed, who is refused and why."""

import pytest
from sqlalchemy import select
from staging.lists import counts

from bot.core.history import Change
from bot.core.words import Words
from bot.core.work import Workshop
from bot.directory.models import Department, Person
from bot.directory.queries import by_email
from bot.reports import imports

LIST = """email,slack_id,name,department,role,lead,language,time_zone,working_hours,deputy
chen@bank.example,UCHEN,陈静,account_management,lead,,zh-CN,Asia/Shanghai,,
li@bank.example,ULI,李雷,account_management,manager,chen@bank.example,zh-CN,Asia/Shanghai,Mon-Fri 09:00-12:00 13:30-18:00,emma@bank.example
emma@bank.example,,Emma Brown,account_management,manager,chen@bank.example,en,Europe/London,,
"""


def test_everybody_comes_in_with_lead_and_deputy_wherever_they_stand_in_the_list(bring, shop: Workshop) -> None:
    assert counts(bring("people", LIST).tally) == (3, 0, 0, 0)
    with shop.read() as work:
        li, emma = by_email(work.session, "li@bank.example"), by_email(work.session, "emma@bank.example")
        assert li and emma
        assert (li.lead_id, li.deputy_id) == (by_email(work.session, "chen@bank.example").id, emma.id)  # type: ignore[union-attr]
        assert li.working_hours == "Mon-Fri 09:00-12:00 13:30-18:00"
        assert (emma.language, emma.time_zone, emma.role) == ("en", "Europe/London", "manager")


def test_a_second_time_nothing_changes(bring) -> None:
    bring("people", LIST)
    assert counts(bring("people", LIST).tally) == (0, 0, 3, 0)


def test_a_blank_cell_leaves_what_is_known_and_a_change_is_kept_in_history(bring, shop: Workshop) -> None:
    bring("people", LIST)
    again = "email,name,role,lead\nli@bank.example,,lead,\nchen@bank.example,陈静静,,\n"
    assert counts(bring("people", again).tally) == (0, 2, 0, 0)
    with shop.read() as work:
        li = by_email(work.session, "li@bank.example")
        assert li and (li.name, li.role, li.lead_id is None) == ("李雷", "lead", False)
        changes = {(row.field, row.before, row.after, row.reason) for row in work.session.scalars(select(Change))}
    assert changes == {("role", "manager", "lead", "import"), ("name", "陈静", "陈静静", "import")}


def test_a_dry_run_counts_and_writes_nothing(bring, shop: Workshop) -> None:
    assert counts(bring("people", LIST, dry=True).tally) == (3, 0, 0, 0)
    with shop.read() as work:
        assert work.session.scalars(select(Person)).all() == []


def test_chinese_headings_and_words_are_understood(bring, shop: Workshop) -> None:
    text = "邮箱,姓名,部门,角色,主管,语言\na@b.example,王敏,产品部,员工,,中文\nc@b.example,赵强,风险管理部,同事,A@B.example,英文\n"
    assert counts(bring("people", text).tally) == (2, 0, 0, 0)
    with shop.read() as work:
        wang, zhao = by_email(work.session, "a@b.example"), by_email(work.session, "c@b.example")
        assert wang and zhao
        assert (wang.department, wang.role, wang.language) == ("product", "colleague", "zh-CN")
        assert (zhao.department, zhao.language, zhao.lead_id) == ("risk", "en", wang.id)


def test_the_usual_words_for_roles_and_departments_are_known(bring, shop: Workshop) -> None:
    said = {
        "经理,客户经理部": "manager account_management", "团队负责人,风险部": "lead risk",
        "Team Lead,Product Department": "lead product", "审计,Legal Team": "auditor legal",
        "系统管理员,运营中心": "admin operations", "员工,审计部": "colleague 审计部",
    }  # fmt: skip
    rows = "".join(f"p{place}@b.example,P,{cells}\n" for place, cells in enumerate(said))
    assert counts(bring("people", "email,name,role,department\n" + rows).tally) == (6, 0, 0, 0)
    with shop.read() as work:
        people = work.session.scalars(select(Person).order_by(Person.email)).all()
        assert [f"{one.role} {one.department}" for one in people] == list(said.values())


def test_a_department_of_the_teams_own_becomes_known(bring, shop: Workshop) -> None:
    bring("people", "email,name,department\na@b.example,A,Trade Finance\n")
    with shop.read() as work:
        assert [row.code for row in work.session.scalars(select(Department))] == ["trade_finance"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"email": "nobody", "name": "A"}, "email-wrong"),
        ({"name": "A"}, "nobody"),
        ({"slack_id": "li.lei", "name": "A"}, "slack-id-wrong"),
        ({"email": "a@b.example"}, "name-missing"),
        ({"email": "a@b.example", "name": "A" * 101}, "name-too-long"),
        ({"email": "a@b.example", "name": "=HYPERLINK(1)"}, "name-formula"),
        ({"email": "a@b.example", "name": "\uff1dA"}, "name-formula"),
        ({"email": "a@b.example", "name": "A", "department": "prodct"}, "department-misspelt"),
        ({"email": "a@b.example", "name": "A", "department": "!!"}, "department-wrong"),
        ({"email": "a@b.example", "name": "A", "role": "boss"}, "role-wrong"),
        ({"email": "a@b.example", "name": "A", "language": "Klingon"}, "language-wrong"),
        ({"email": "a@b.example", "name": "A", "time_zone": "Mars/Base"}, "zone-wrong"),
        ({"email": "a@b.example", "name": "A", "time_zone": "../etc/passwd"}, "zone-wrong"),
        ({"email": "a@b.example", "name": "A", "working_hours": "whenever"}, "hours-wrong"),
        ({"email": "a@b.example", "name": "A", "lead": "somebody"}, "lead-wrong"),
        ({"email": "a@b.example", "name": "A", "lead": "x@b.example"}, "lead-unknown"),
        ({"email": "a@b.example", "name": "A", "deputy": "x@b.example"}, "deputy-unknown"),
        ({"email": "a@b.example", "name": "A", "lead": "a@b.example"}, "own-lead"),
        ({"email": "li@bank.example", "name": "A"}, "twice"),
        ({"email": "li2@bank.example", "slack_id": "ULI", "name": "A"}, "twice"),
    ],
)
def test_a_row_is_refused_with_its_reason(
    bring, shop: Workshop, words: Words, cells: dict[str, str], reason: str
) -> None:
    columns = LIST.splitlines()[0].split(",")
    result = bring("people", LIST + ",".join(cells.get(column, "") for column in columns) + "\n")
    assert counts(result.tally) == (3, 0, 0, 1)
    (refused,) = result.rejected
    assert (refused.reason, refused.row.line) == (reason, 5)
    for language in words.languages:
        assert imports.reason(result, words, language, refused)


def test_who_leans_on_a_refused_row_is_refused_as_well(bring) -> None:
    text = "email,name,lead\nboss@b.example,,\nteam@b.example,T,boss@b.example\nmember@b.example,M,team@b.example\n"
    assert [one.reason for one in bring("people", text).rejected] == ["name-missing", "lead-unknown", "lead-unknown"]


def test_nobody_can_be_above_himself_over_some_steps(bring) -> None:
    text = "email,name,lead\na@b.example,A,b@b.example\nb@b.example,B,c@b.example\nc@b.example,C,a@b.example\n"
    reasons = [one.reason for one in bring("people", text).rejected]
    assert "lead-circle" in reasons


def test_somebody_who_has_left_does_not_come_back_by_a_list(bring, shop: Workshop) -> None:
    bring("people", LIST)
    with shop.open() as work:
        by_email(work.session, "emma@bank.example").deactivated_at = work.now  # type: ignore[union-attr]
    assert [one.reason for one in bring("people", LIST).rejected] == ["deputy-unknown", "has-left"]


def test_who_was_known_by_address_alone_gets_the_slack_id(bring, shop: Workshop) -> None:
    bring("people", LIST)
    assert counts(bring("people", "email,slack_id\nemma@bank.example,UEMMA\n").tally) == (0, 1, 0, 0)
    assert [one.reason for one in bring("people", "email,slack_id\nemma@bank.example,ULI\n").rejected] == [
        "email-and-id-differ"
    ]
