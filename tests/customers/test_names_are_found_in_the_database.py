"""The stored name forms: line look-up and typeahead, the same on SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session
from staging.databases import Databases

from bot.core.database import connect
from bot.customers import index
from bot.customers.models import Customer

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BOOK = [
    ("苏州华东精工机械有限公司", "C001", ["华东精工"]),
    ("鑫达商贸有限公司", "C002", []),
    ("上海鑫达物流有限公司", "C003", []),
    ("Acme Steel Co., Ltd.", "ACM", []),
    ("宏远纺织有限公司", "C005", []),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def session(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Session]:
    engine = connect(databases.fresh(request.param))
    with Session(engine) as opened:
        for name, code, aliases in BOOK:
            customer = Customer(name=name, code=code, created_at=NOW)
            opened.add(customer)
            opened.flush()
            index.index_customer(opened, customer.id, name, code, aliases)
        yield opened
        opened.rollback()
    engine.dispose()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("华东精工 今天拜访李总", "C001"),
        ("今天拜访鑫达商贸", "C002"),
        ("ACME Steel called", "ACM"),
        ("hongyuan 来电", "C005"),
        ("宏源纺织来电", "C005"),
    ],
)
def test_a_line_finds_its_customer(session: Session, line: str, code: str) -> None:
    assert index.CustomersInDatabase(session).find(line)[0].code == code


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("华东", ["C001"]),
        ("精工", ["C001"]),
        ("鑫", ["C002", "C003"]),
        ("xd", ["C002", "C003"]),
        ("xinda", ["C002", "C003"]),
        ("hdjg", ["C001"]),
        ("c00", ["C002", "C005", "C003", "C001"]),
        ("ste", ["ACM"]),
        ("acme s", ["ACM"]),
        ("steel acme", ["ACM"]),
        ("有限公司", []),
        ("%", []),
    ],
)
def test_a_search_begins_with_any_word_pinyin_or_initials(session: Session, query: str, codes: list[str]) -> None:
    assert [found[2] for found in index.search(session, query)] == codes


def test_only_what_the_scope_allows_is_found(session: Session) -> None:
    scope = Customer.code != "C002"

    assert [match.code for match in index.CustomersInDatabase(session, scope).find("鑫达 今天拜访")] == ["C003"]
    assert [found[2] for found in index.search(session, "鑫达", scope)] == ["C003"]


def test_a_name_that_very_many_share_finds_each_of_them(session: Session) -> None:
    branches = [(f"宏远纺织{number}号店", number) for number in range(1000, 1000 + index.FEW_FORMS)]
    for name, number in branches:
        session.add(Customer(id=number, name=name, created_at=NOW))
    session.flush()
    index.index_many(session, [(number, name, None, ()) for name, number in branches])
    scope = Customer.id != branches[4][1]

    for name, number in branches[3:6]:
        best = index.CustomersInDatabase(session, scope).find(f"{name} 来电")[0]
        assert (best.customer_id == number) is (number != branches[4][1])


def test_a_renamed_customer_is_found_by_its_new_name_only(session: Session) -> None:
    customer = session.query(Customer).filter_by(code="C005").one()
    customer.name = "立新印染有限公司"

    index.index_customer(session, customer.id, customer.name, customer.code)

    assert index.CustomersInDatabase(session).find("立新 来电")[0].code == "C005"
    assert index.CustomersInDatabase(session).find("宏远 来电") == []
    assert index.search(session, "宏远") == []


def test_a_forgotten_customer_is_found_no_more(session: Session) -> None:
    customer = session.query(Customer).filter_by(code="C001").one()

    index.remove(session, customer.id)

    assert index.CustomersInDatabase(session).find("华东精工") == []
