"""Customers in memory: for the command line and for tests; matched by the same code as those in the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bot.customers.matching import Form, Known, NameMatch, find_alike, find_names, stored_keys


@dataclass
class CustomersInMemory:
    """A small book of customers."""

    customers: dict[int, Known] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self,
        customer_id: int,
        name: str,
        code: str | None = None,
        aliases: Iterable[str] = (),
        owner: int | None = None,
    ) -> None:
        """Put a customer into the book."""
        self.customers[customer_id] = Known(customer_id, name, code, owner)
        for key, written in stored_keys(name, code, tuple(aliases)):
            self.forms[key].append(Form(key, written.text, written.kind, customer_id))

    def by_keys(self, keys: Sequence[str]) -> Iterable[Form]:
        """The forms stored under any of these keys."""
        return [form for key in keys for form in self.forms.get(key, ())]

    by_heads = by_keys

    def known(self, ids: Collection[int]) -> Iterable[Known]:
        """These customers."""
        return [self.customers[each] for each in ids]

    def find(self, line: str) -> list[NameMatch]:
        """The customers the line may name, best first."""
        return find_names(line, self) if self.customers else []

    def alike(self, words: str) -> list[NameMatch]:
        """Customers whose name is nearly these words."""
        return find_alike(words, self)
