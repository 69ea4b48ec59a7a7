"""Lists handed in by an admin's form: imported in the background, reported by direct message."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.core import parcels
from bot.core.access import Actor, require
from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.tables import LARGEST, parse
from bot.core.words import shipped
from bot.core.work import Work, Workshop
from bot.directory import queries as directory
from bot.directory.models import Person, Role
from bot.reports import imports
from bot.reports.models import ImportOrder

TRIES = timedelta(hours=1)
"""How long Slack is asked again for a file it does not give."""

LINES = 20
"""Refused rows the report lists; all of them are in the file that comes with it."""

REJECTS = "{kind}-rejected.csv"

log = structlog.get_logger()


def order(work: Work, kind: str, file: str, trial: bool, columns: Mapping[str, str]) -> ImportOrder:
    """Hand a list in; an admin's right."""
    require(work.actor, [Role.ADMIN])
    if kind not in imports.KINDS:
        raise Refusal("core/unknown-button")
    made = ImportOrder(by_id=work.actor.person_id, kind=kind, file=file, trial=trial, columns=dict(columns))
    return work.save(made)


def carry_out(workshop: Workshop, port: SlackPort) -> int:
    """Import what was handed in, the oldest first; returns how many orders were attended to."""
    done = 0
    while (taken := _take(workshop)) is not None:
        order, actor = taken
        _carry_out(workshop, port, order, actor)
        done += 1
    return done


def _take(workshop: Workshop) -> tuple[ImportOrder, Actor] | None:
    with workshop.open() as work:
        order = parcels.take(work, ImportOrder)
        if order is None:
            return None
        return order, directory.actor_of(work.session, work.session.get_one(Person, order.by_id))


def _carry_out(workshop: Workshop, port: SlackPort, order: ImportOrder, actor: Actor) -> None:
    opened = partial(workshop.open, actor)
    rejects = None
    try:
        name, raw = port.file(order.file, LARGEST)
        table = parse(name, raw)
        kind = next(kind for kind in imports.KINDS if kind == order.kind)
        result = imports.run(opened, kind, table, mapping=order.columns, dry=order.trial)
        rejects = _deposit(port, result, actor.language)
        template, data = "imports/report", _report(result, name, order.trial, actor.language, rejects is not None)
    except Refusal as refusal:
        template, data = refusal.key, dict(refusal.data)
    except SlackFailure as failure:
        if failure.kind is Kind.WAIT and workshop.clock() - order.created_at < TRIES:
            return
        template, data = "imports/no-file", {"code": failure.code}
    with opened() as work:
        _tell(work, order, template, data, rejects)


def _deposit(port: SlackPort, result: imports.Result, language: str) -> str | None:
    """Leave the rejected rows with Slack as a file; None when there are none, or when Slack does not take it."""
    if not result.rejected:
        return None
    content = imports.error_file(result, shipped(), language)
    try:
        return port.deposit(REJECTS.format(kind=result.kind), content)
    except SlackFailure as failure:
        log.warning("import.rejects_not_taken", code=failure.code)
        return None


def _tell(work: Work, order: ImportOrder, template: str, data: Mapping[str, Any], rejects: str | None) -> None:
    fresh = work.session.get_one(ImportOrder, order.id)
    if fresh.ended_at is None:
        fresh.ended_at = work.now
        person = work.session.get_one(Person, order.by_id)
        if rejects is not None and person.slack_id is not None:
            parcels.put(work, rejects, REJECTS.format(kind=order.kind), person.slack_id)
        work.post(
            Notice(
                template, PersonPlace(order.by_id), once=f"import:{order.id}", data=data, priority=Priority.ANSWER,
                manner=Manner.ANSWER,
            )
        )  # fmt: skip


def _report(result: imports.Result, name: str, trial: bool, language: str, attached: bool) -> dict[str, Any]:
    tally, words = result.tally, shipped()
    return {
        "kind": result.kind, "file": name, "trial": trial, "total": tally.total, "new": tally.new,
        "changed": tally.changed, "same": tally.same, "rejected": len(tally.rejected),
        "unused": list(result.columns.unused), "attached": attached,
        "rows": [
            {"line": one.row.line, "reason": imports.reason(result, words, language, one)}
            for one in result.rejected.first(LINES)
        ],
    }  # fmt: skip
