"""Nothing recorded yet: every list says how its first row comes about, in the reader's language."""

from typing import Any

import pytest
from staging.world import Colleague, World, words_of

ROWS = [
    ("promises", "/visit"), ("complaints", "/complaint"), ("asks", "/escalate"), ("risk", "/desk risk|/desk 风险"),
    ("papers", "/desk papers|/desk 资料"), ("disclosure", "/desk disclosure|/desk 揭示"), ("leave", "/desk leave|/desk 休假"),
    ("cases", "/desk cases|/desk 案例"), ("rules", "direct message|私信"), ("reviews", "a promise|承诺"),
]  # fmt: skip


def answer(person: Colleague, typed: str) -> str:
    """What comes back privately, as a line or as a dialog."""
    seen = len(person.hints())
    person.types("/desk", typed)
    view: Any = person.hands.modal
    if view is not None:
        person.hands.closes()
        return words_of(view.blocks)
    return " ".join(person.hints()[seen:])


@pytest.mark.parametrize("who", ["li", "emma"])
def test_every_empty_list_says_what_to_do_first(world: World, who: str) -> None:
    person = getattr(world, who)
    for typed, first in ROWS:
        said = answer(person, typed)
        assert any(word in said for word in first.split("|")), (typed, said)


class NoCustomers(World):
    """Two colleagues and nothing else."""

    def _cast(self) -> None:
        self.admin = self.person("周宁", role="admin", department="operations")
        self.li = self.person("李雷")


def test_an_admin_has_not_imported_until_there_are_customers_too(databases: Any) -> None:
    with NoCustomers(databases.fresh("sqlite")) as world:
        assert "✅" not in world.admin.opens_home()
        world.customer("宏达机械", world.li)
        assert "✅" in world.admin.opens_home()
