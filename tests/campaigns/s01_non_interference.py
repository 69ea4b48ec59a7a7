"""S1: what somebody sees does not depend on customers he may not see: the same with and without them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from bot import wiring
from bot.core.access import Actor, Scope, Scopes
from bot.core.database import connect
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.customers.models import Customer
from bot.main import workshop
from bot.main.secret import unlock
from campaigns.kit.charts import NOW, Book, Chart, Probe, pairs
from campaigns.promise import Findings, Promise, Stage

PAIRS, EACH, KEY = 10_000, 4, "9MC8gnzIXXNDMtKz8dqlsFAYLIuBKwKrwOOHvDmKQ6o="


def as_shipped(stage: Stage) -> Findings:
    """The scopes of the house."""
    return looked_at(stage)


def a_scope_forgotten(stage: Stage) -> Findings:
    """One table whose scope lets everybody see everything."""

    def everybody(_: Any) -> ColumnElement[bool]:
        return true()

    return looked_at(stage.smaller(0.05), {Customer: everybody})


def looked_at(stage: Stage, scopes: dict[Any, Scope] | None = None) -> Findings:
    """Random branches until enough pairs of a viewer and a customer that is none of his business were tried."""
    wanted, dice = stage.many(PAIRS, 60), stage.dice("s1")
    tried, ran, leaks, broke = 0, Counter[str](), Counter[str](), Counter[str]()
    number = 0
    while tried < wanted:
        number += 1
        settings = Settings(_env_file=None, database_url=stage.database(), RAPPORT_SECRET_KEYS=KEY)
        unlock(settings)
        engine = connect(settings.database_url)
        shop = workshop(settings, engine, lambda: NOW)
        if scopes:
            _loosen(shop, scopes)
        chart = Chart(engine, shop, dice)
        probes = chart.probes()
        for book in chart.books:
            viewers = [viewer for viewer, hidden in pairs(chart) if hidden is book][: wanted - tried]
            tasks = [(viewer, probe) for viewer in viewers for probe in dice.sample(probes, EACH)]
            tried += len(viewers)
            for viewer, probe, left, right in _both(chart, book, tasks):
                ran[probe.name] += 1
                broke[probe.name] += "broke: " in left
                leaks[f"{probe.name} ({viewer.role})"] += left != right
        engine.dispose()
    found = Findings()
    found.count("branches", number)
    found.at_least("pairs", tried, wanted)
    found.count("acts, each with and without the customer", sum(ran.values()))
    found.count(f"different acts of {len(probes)}", len(ran))
    found.count("acts that broke down, alike", sum(broke.values()))
    found.none("leaks" + "".join(f"; {what}" for what, times in leaks.most_common(4) if times), sum(leaks.values()))
    return found


def _loosen(shop: Workshop, scopes: dict[Any, Scope]) -> None:
    shop.house = replace(shop.house, scopes=Scopes({**wiring.SCOPES, **scopes}))


def _both(chart: Chart, book: Book, tasks: list[tuple[Actor, Probe]]) -> Iterator[tuple[Actor, Probe, str, str]]:
    """What each viewer sees with the customer there, and with it gone; nothing stays changed."""
    with Session(chart.engine, expire_on_commit=False) as session:
        session.begin()
        there = [chart.seen(session, viewer, probe, book) for viewer, probe in tasks]
        chart.without(session, book)
        gone = [chart.seen(session, viewer, probe, book) for viewer, probe in tasks]
        session.rollback()
    for (viewer, probe), left, right in zip(tasks, there, gone, strict=True):
        yield viewer, probe, left, right


PROMISE = Promise(
    "S1", "What somebody sees does not depend on customers he may not see",
    "10,000 pairs of a viewer and a hidden customer in random branches: 0 answers differ",
    as_shipped, controls={"a scope that lets everybody in": a_scope_forgotten}, quick=0.02,
)  # fmt: skip
