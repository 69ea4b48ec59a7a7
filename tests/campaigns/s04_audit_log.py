"""S4: whoever rewrites the audit log is found out: edits, deletions, insertions, swaps, a cut tail."""

from collections.abc import Callable

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.core import audit, audit_base
from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.work import House, Workshop
from bot.main.anchoring import seal_all
from campaigns.promise import Findings, Promise, Stage

LINES, ATTACKS = 400, 200
Attack = Callable[[Connection, int, int], None]


def _edit(connection: Connection, at: int, _: int) -> None:
    connection.execute(text("UPDATE audit_line SET verb = 'nothing' WHERE position = :at"), {"at": at})


def _delete(connection: Connection, at: int, _: int) -> None:
    connection.execute(text("DELETE FROM audit_line WHERE position = :at"), {"at": at})


def _insert(connection: Connection, at: int, _: int) -> None:
    connection.execute(text("UPDATE audit_line SET position = -position WHERE position > :at"), {"at": at})
    connection.execute(text("UPDATE audit_line SET position = 1 - position WHERE position < 0"))
    connection.execute(
        text(
            "INSERT INTO audit_line (id, created_at, actor_name, verb, details, position, seal)"
            " SELECT 100000, created_at, actor_name, verb, details, :at + 1, seal FROM audit_line WHERE position = :at"
        ),
        {"at": at},
    )


def _swap(connection: Connection, at: int, other: int) -> None:
    for old, new in ((at, -1), (other, at), (-1, other)):
        connection.execute(
            text("UPDATE audit_line SET position = :new WHERE position = :old"), {"old": old, "new": new}
        )


def _cut(connection: Connection, at: int, _: int) -> None:
    connection.execute(text("DELETE FROM audit_line WHERE position > :at"), {"at": at})


ATTACKS_OF: dict[str, Attack] = {"edit": _edit, "delete": _delete, "insert": _insert, "swap": _swap, "cut tail": _cut}


def as_shipped(stage: Stage) -> Findings:
    """Guards in the database, the chain, and an anchor kept elsewhere."""
    return attacked(stage, anchored=True)


def no_anchor(stage: Stage) -> Findings:
    """The chain alone: a cut tail leaves a whole chain behind."""
    return attacked(stage, anchored=False)


def attacked(stage: Stage, anchored: bool) -> Findings:
    """Each attack in a transaction that is rolled back, as the application's user and as the database's owner."""
    engine, dice = connect(stage.database()), stage.dice("s4")
    shop = Workshop(engine, system_clock, House())
    with shop.open() as work:
        for number in range(LINES):
            work.audit(f"verb {number}")
    seal_all(shop)
    with shop.read() as work:
        end = audit.end(work.session)
    anchors = {end[0]: end[1]} if anchored else {}
    refused, found_out, missed = 0, 0, []
    for _ in range(stage.many(ATTACKS, 20)):
        name = dice.choice(list(ATTACKS_OF))
        at, other = dice.sample(range(2, LINES - 1), 2)
        refused += _as_application(engine, ATTACKS_OF[name], at, other)
        with shop.open() as work:
            audit_base.unguard(work.session.connection())
            ATTACKS_OF[name](work.session.connection(), at, other)
            work.session.expire_all()
            if audit.verify(work.session, anchors):
                found_out += 1
            else:
                missed.append(name)
            work.session.rollback()
    engine.dispose()
    tried = found_out + len(missed)
    found = Findings()
    found.exactly("attacks refused by the database", refused, tried)
    found.exactly("attacks by the database's owner found", found_out, tried)
    return found


def _as_application(engine, attack: Attack, at: int, other: int) -> bool:  # type: ignore[no-untyped-def]
    try:
        with engine.begin() as connection:
            attack(connection, at, other)
    except DBAPIError as error:
        return audit_base.REFUSED in str(error.orig)
    return False


PROMISE = Promise(
    "S4", "Whoever rewrites the audit log is refused by the database, and found out if he owns it",
    "200 edits, deletions, insertions, swaps and cut tails: 100 % refused, 100 % found",
    as_shipped, controls={"no anchor outside the database": no_anchor}, databases=("sqlite", "postgresql"), quick=0.2,
)  # fmt: skip
