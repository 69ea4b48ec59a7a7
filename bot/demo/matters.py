"""What lies on the tables today, so that no list is empty: papers, sales, a rule, alerts (cases: `cases`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.compliance import files, papers, products, queries, rulebook, selling
from bot.core.work import Work
from bot.customers.models import Customer
from bot.demo.people import raw
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.risk import usecases as risk


class Matters:
    """Everything data/matters.toml lists, each thing in the name of who would do it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._words: dict[str, Any] = tomllib.loads(raw("matters.toml").decode())

    def lay(self) -> None:
        """Put all of it there."""
        for one in self._words["papers"]:
            self._papers(one)
        for one in self._words["products"]:
            products.rate(self._as("grace.lin"), one["code"], one["name"], "2026", one["level"])
        for one in self._words["sales"]:
            selling.require(self._as(one["by"]), self._customer(one), one["product"])
        for one in self._words["figures"]:
            period = self._work.now.date().replace(day=1) - timedelta(days=1)
            risk.record(self._as(one["by"]), self._customer(one), period, one["values"])
        for one in self._words["rules"]:
            self._rule(one)

    def _papers(self, one: Mapping[str, Any]) -> None:
        manager, today = self._as(one["by"]), self._work.now.date()
        found = files.start(manager, self._customer(one), "company", (), "medium")
        asked = [item.code for item in queries.needed(self._work, found)]
        for code, days in one["valid_days"].items():
            if code not in asked:  # another policy pack asks for other papers
                continue
            noted = papers.Noted(
                facts={"name": one["name"]}, issued_on=today - timedelta(days=one["age_days"]),
                valid_until=today + timedelta(days=days), kept_at=one["kept_at"],
            )  # fmt: skip
            paper = papers.record(manager, found.id, code, noted)
            if code not in one["unverified"]:
                papers.verify(self._as(one["second"]), paper.id)

    def _rule(self, one: Mapping[str, Any]) -> None:
        # Only who is linked to Slack can be asked to read; without a workspace there is nobody yet.
        author = self._as(one["by"])
        linked = select(Person.id).where(Person.slack_id.is_not(None)).limit(1)
        if self._work.session.scalar(linked) is None:
            return
        until = self._work.now.date() + timedelta(days=one["days"])
        rulebook.publish(author, rulebook.Rule(one["title"], until, one["text"]))

    def _as(self, handle: str) -> Work:
        person = directory.by_email(self._work.session, f"{handle}@rapport.example")
        assert person is not None
        return replace(self._work, actor=directory.actor_of(self._work.session, person))

    def _customer(self, one: Mapping[str, Any]) -> int:
        return self._work.session.scalars(select(Customer.id).where(Customer.code == one["customer"])).one()
