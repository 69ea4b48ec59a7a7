"""The index of customers' names in the database: written with the customer, read by line look-up and typeahead."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, FromClause, delete, func, insert, select, true
from sqlalchemy.orm import Session

from bot.core.database import Base
from bot.core.prepared import Prepared, among
from bot.customers.folding import squeeze
from bot.customers.matching import Form, Known, NameMatch, find_alike, find_names, stored_keys
from bot.customers.models_names import CustomerNameKey, CustomerSearchForm
from bot.customers.names import Kind
from bot.customers.searching import search_forms

MOST_FORMS: Final = 3000  # forms read for one line: a guard against a name that half the book shares
FEW_FORMS: Final = 200  # forms that are read together with their customers
MOST_HITS: Final = 1000  # index hits looked at before a search falls back to going through what the person may see
LAST: Final = "\U0010ffff"
Found = tuple[int, str, str | None]  # id, name, code


def index_customer(
    session: Session, customer_id: int, name: str, code: str | None, aliases: Iterable[str] = ()
) -> None:
    """Store the forms of a customer's names, replacing those stored before: whenever name, code or aliases change."""
    remove(session, customer_id)
    index_many(session, [(customer_id, name, code, tuple(aliases))])


def index_many(session: Session, customers: Iterable[tuple[int, str, str | None, tuple[str, ...]]]) -> None:
    """Store the forms of customers that have none stored yet: for imports, a few hundred at a time."""
    keys: dict[tuple[str, int, str], dict[str, Any]] = {}
    searches: list[dict[str, Any]] = []
    for customer_id, name, code, aliases in customers:
        for key, written in stored_keys(name, code, aliases):
            row = {"key": key, "customer_id": customer_id, "form": written.text, "kind": written.kind}
            keys.setdefault((key, customer_id, written.text), row)
        for form, place in search_forms(name, code, aliases).items():
            searches.append({"form": form, "customer_id": customer_id, "place": place})
    if keys:
        session.execute(insert(CustomerNameKey), list(keys.values()))
    if searches:
        session.execute(insert(CustomerSearchForm), searches)


def remove(session: Session, customer_id: int) -> None:
    """Forget the forms of a customer's names."""
    session.execute(delete(CustomerNameKey).where(CustomerNameKey.customer_id == customer_id))
    session.execute(delete(CustomerSearchForm).where(CustomerSearchForm.customer_id == customer_id))


@dataclass(frozen=True)
class CustomersInDatabase:
    """Finds customers in typed lines through the index. `scope` is a condition on the customer table, None for all."""

    session: Session
    scope: ColumnElement[bool] | None = None
    _seen: dict[int, Known] = field(default_factory=dict, init=False, repr=False, compare=False)

    def by_heads(self, keys: Sequence[str]) -> Iterable[Form]:
        """The same for heads, under which mostly few forms are stored: the customers come with them."""
        if not keys:
            return []
        found = _by_heads(self.scope).all(self.session, keys=list(keys))
        if len(found) == FEW_FORMS:
            return self.by_keys(keys)
        self._seen.update((row[0], Known(*row[:4])) for row in found)
        return [Form(key, form, cast(Kind, kind), row_id) for row_id, _, _, _, key, form, kind in found if row_id]

    def by_keys(self, keys: Sequence[str]) -> Iterable[Form]:
        """The forms stored under any of these keys."""
        if not keys:
            return []
        found = _BY_KEYS.all(self.session, keys=list(keys))
        return [Form(key, form, cast(Kind, kind), owner) for key, form, kind, owner in found]

    def known(self, ids: Collection[int]) -> Iterable[Known]:
        """Those of these customers that lie within the scope."""
        asked = [row_id for row_id in ids if row_id not in self._seen]
        if asked:
            found = _known(self.scope).all(self.session, ids=asked)
            self._seen.update((row[0], Known(*row)) for row in found)
        return [self._seen[row_id] for row_id in ids if row_id in self._seen]

    def find(self, line: str) -> list[NameMatch]:
        """The customers the line may name, best first."""
        return find_names(line, self)

    def alike(self, words: str) -> list[NameMatch]:
        """Customers whose name is nearly these words."""
        return find_alike(words, self)


_FORMS = select(CustomerNameKey.key, CustomerNameKey.form, CustomerNameKey.kind, CustomerNameKey.customer_id).where(
    among(CustomerNameKey.key, "keys")
)
_BY_KEYS = Prepared(_FORMS.limit(MOST_FORMS))


@lru_cache(maxsize=1024)
def _by_heads(scope: ColumnElement[bool] | None) -> Prepared:
    """Every form, with its customer where that lies within the scope."""
    forms, customer = _FORMS.limit(FEW_FORMS).subquery(), _customer()
    its = (customer.c.id == forms.c.customer_id) & (true() if scope is None else scope)
    columns = select(*_shown(), forms.c.key, forms.c.form, forms.c.kind)
    return Prepared(columns.join_from(forms, customer, its, isouter=True))


@lru_cache(maxsize=1024)
def _known(scope: ColumnElement[bool] | None) -> Prepared:
    return Prepared(select(*_shown()).where(among(_customer().c.id, "ids"), true() if scope is None else scope))


def _shown() -> tuple[ColumnElement[Any], ...]:
    customer = _customer()
    return customer.c.id, customer.c.name, customer.c.code, customer.c.owner_id


def search(
    session: Session, query: str, scope: ColumnElement[bool] | None = None, limit: int = 20, own: int | None = None
) -> list[Found]:
    """Typeahead: (id, name, code) of customers with a word in name, alias, code, pinyin or initials that begins so.

    The book of the colleague `own` comes first, then names that begin with the query, then shorter names.
    """
    wanted = squeeze(query)
    if not wanted:
        return []
    rows = _search(session, wanted, scope, limit, own)
    if not rows and len(words := [squeeze(word) for word in query.split()]) > 1:
        longest = max(words, key=len)
        rows = [
            row for row in _search(session, longest, scope, MOST_HITS, own)
            if all(word in squeeze(row[1] + (row[2] or "")) for word in words)
        ]  # fmt: skip
    return rows[:limit]


def _search(
    session: Session, wanted: str, scope: ColumnElement[bool] | None, limit: int, own: int | None
) -> list[Found]:
    customer = _customer()
    visible = true() if scope is None else scope
    rows: dict[int, Found] = {}
    if own is not None:
        mine = (customer.c.owner_id == own) & visible
        rows |= {row[0]: row for row in _through_book(session, wanted, mine, limit)}
    if len(rows) < limit:
        found, cut = _through_index(session, wanted, visible, limit * 2)
        rows |= {row[0]: row for row in found if row[0] not in rows}
        if cut and len(rows) < limit:
            rows |= {row[0]: row for row in _through_book(session, wanted, visible, limit) if row[0] not in rows}
    return list(rows.values())[:limit]


def _through_index(session: Session, wanted: str, visible: ColumnElement[bool], limit: int) -> tuple[list[Found], bool]:
    """Hits of the index that the person may see; and whether there were more hits than were looked at."""
    customer = _customer()
    ranged = _begins_with(wanted)
    hits = select(CustomerSearchForm.customer_id, CustomerSearchForm.place).where(ranged).limit(MOST_HITS).subquery()
    statement = (
        select(customer.c.id, customer.c.name, customer.c.code)
        .join(hits, hits.c.customer_id == customer.c.id)
        .where(visible)
        .group_by(customer.c.id, customer.c.name, customer.c.code)
        .order_by(func.min(hits.c.place), func.length(customer.c.name), customer.c.id)
        .limit(limit)
    )
    rows = [(row[0], row[1], row[2]) for row in session.execute(statement)]
    count = select(func.count()).select_from(select(CustomerSearchForm.place).where(ranged).limit(MOST_HITS).subquery())
    return rows, len(rows) < limit and session.scalar(count) == MOST_HITS


def _through_book(session: Session, wanted: str, mine: ColumnElement[bool], limit: int) -> list[Found]:
    """Go through the customers of a book: better than the index where it is small or every name has the query."""
    customer = _customer()
    book = select(customer.c.id).where(mine)
    statement = (
        select(customer.c.id, customer.c.name, customer.c.code)
        .join(CustomerSearchForm, CustomerSearchForm.customer_id == customer.c.id)
        .where(CustomerSearchForm.customer_id.in_(book), _begins_with(wanted))
        .group_by(customer.c.id, customer.c.name, customer.c.code)
        .order_by(func.min(CustomerSearchForm.place), func.length(customer.c.name), customer.c.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def _begins_with(wanted: str) -> ColumnElement[bool]:
    return (CustomerSearchForm.form >= wanted) & (CustomerSearchForm.form < wanted + LAST)


def _customer() -> FromClause:
    """The customer table; it is declared in models, which need not know this index."""
    return Base.metadata.tables["customer"]
