"""A compliance department with one colleague, the bank's pack, and short ways to note and verify documents."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from staging.world import Colleague, World

from bot.compliance import files, papers
from bot.compliance.models import Diligence, Paper
from bot.core.policy import load_pack
from bot.customers.models import Hold


@pytest.fixture
def lin(world: World) -> Colleague:
    """林悦 of compliance."""
    return world.person("林悦", role="colleague", department="compliance")


@pytest.fixture
def bank(world: World) -> World:
    """The world under the bank's pack."""
    object.__setattr__(world.rapport.workshop.house, "policy", load_pack("cn-bank"))
    return world


@pytest.fixture
def opened(world: World) -> Callable[..., Diligence]:
    """`opened()` opens the due diligence of 华东精工 by its manager."""

    def start(kind: str = "company", traits: tuple[str, ...] = (), rating: str = "medium") -> Diligence:
        with world.work(world.li) as work:
            return files.start(work, world.huadong.id, kind, traits, rating)

    return start


LICENCE = {"name": "苏州华东精工机械有限公司", "uscc": "91320594088140947F"}


@pytest.fixture
def noted(world: World) -> Callable[..., Paper]:
    """Notes a document by the manager: `noted("business_licence", until=date(2027, 1, 1))`."""

    def note(code: str, until: date | None = None, by: Colleague | None = None, **more: Any) -> Paper:
        facts = more.pop("facts", LICENCE if code == "business_licence" else {"number": "HT-1"})
        given = papers.Noted(facts, more.pop("issued", None), until, until is None, more.pop("kept_at", "B-12"))
        with world.work(by or world.li) as work:
            found = work.session.query(Diligence).one()
            return papers.record(work, found.id, code, given, more.pop("line", None))

    return note


@pytest.fixture
def verified(world: World, noted: Callable[..., Paper]) -> Callable[..., Paper]:
    """Notes a document and lets the lead verify it."""

    def both(code: str, until: date | None = None, **more: Any) -> Paper:
        paper = noted(code, until, **more)
        with world.work(world.chen) as work:
            return papers.verify(work, paper.id)

    return both


@pytest.fixture
def holds(world: World) -> Callable[[], set[str]]:
    """The kinds of holds in force on 华东精工."""
    return lambda: {one.kind for one in world.all(Hold) if one.lifted_at is None}
