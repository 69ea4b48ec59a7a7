"""Commands about confidential data: retention, one person's data."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.ending import fail
from bot.cli.opening import workshop

person = typer.Typer(no_args_is_help=True, help="One person's data: shown to the person, or forgotten.")
retention = typer.Typer(no_args_is_help=True, help="Forgetting in time, by the periods of the policy pack.")

DRY = Annotated[bool, typer.Option("--dry-run", help="Only count what would be forgotten, by table and rule.")]


@retention.command("run")
def run(dry_run: DRY = False) -> None:
    """Forget what has outlived its period. Run it with --dry-run first; afterwards the nights go on by themselves."""
    from bot.reports import retention as engine

    with workshop() as shop:
        if not dry_run:
            with shop.open() as work:
                engine.begin(work)
            for name, rows in engine.carry_out(shop).items():
                typer.echo(f"{name}: {rows:,} rows forgotten")
            typer.echo("Done. From now on this happens every night by itself.")
            return
        table = Table("table", "rule", "kept", "counted from", "source", "before", "due", "on hold", "then")
        with shop.read() as work:
            for due in engine.survey(work):
                table.add_row(
                    due.table, due.rule, due.keep, due.after, due.source, f"{due.before:%Y-%m-%d}", f"{due.rows:,}",
                    f"{due.held:,}", due.fate,
                )  # fmt: skip
    Console(width=160).print(table)


@retention.callback()
def callback() -> None:
    """Forgetting in time."""


WHO = Annotated[str, typer.Argument(help="Colleague: e-mail or Slack id. Contact: contact:ID or CUSTOMER-CODE/NAME.")]
OUT = Annotated[Path, typer.Option("--out", help="File to write; it must not exist yet.")]
COUNT = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be forgotten and what has to stay.")]


@person.command("export")
def export(who: WHO, out: OUT) -> None:
    """Write everything known of one person to a JSON file that nobody else can read: where it stands and why."""
    from bot.core.codec import pack
    from bot.core.subject import Subject
    from bot.main import exporting
    from bot.reports.privacy_person import find_person, mentions

    if out.exists():
        fail(f"{out} exists already; name a new file")
    with workshop() as shop, shop.open() as work:
        subject = find_person(work, who)
        places = [
            {"table": each.table, "row": each.row_id, "field": each.column, "value": pack(each.value), "law": each.law}
            for each in mentions(work, subject)
        ]
        row = subject.colleague or subject.contacts[0]
        work.audit("privacy.exported", Subject(row.__tablename__, row.id), places=len(places))
        mark = exporting.record(work, "person", len(places))
        written = {"name": subject.name, "at": work.now.isoformat(), "mark": mark, "places": places}
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(written, file, ensure_ascii=False, indent=2)
    typer.echo(f"{len(places)} places in {out}, readable by you alone.")


@person.command("erase")
def erase(who: WHO, dry_run: COUNT = False) -> None:
    """Forget one person; what the law has kept becomes restricted use, with the rule that says so. Repeatable."""
    from bot.reports.privacy_erasure import erase as forget
    from bot.reports.privacy_person import find_person

    with workshop() as shop, shop.open() as work:
        done = forget(work, find_person(work, who), dry_run)
    verb = "would be forgotten" if dry_run else "forgotten"
    for table, places in sorted(done.erased.items()):
        typer.echo(f"{table}: {places:,} {verb}")
    for law, tables in sorted(done.restricted.items()):
        typer.echo(f"restricted use ({law}):")
        for table, places in sorted(tables.items()):
            typer.echo(f"  {table}: {places:,} kept")
    typer.echo("The audit log keeps who did what, as it must: it cannot be changed.")


@person.callback()
def person_callback() -> None:
    """One person's data."""
