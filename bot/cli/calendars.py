"""`python -m bot calendar import FILE`: holidays and make-up working days from CSV or ICS."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import fail
from bot.cli.opening import workshop

app = typer.Typer(no_args_is_help=True, help="Holidays and make-up working days.")


@app.callback()
def callback() -> None:
    """Holidays and make-up working days."""


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="CSV (date,kind,name) or ICS, as calendar feeds publish it.")],
    code: Annotated[str, typer.Option(help="Calendar: a country, or a code of your own.")] = "CN",
) -> None:
    """Lay the days of FILE over a calendar; repeating it changes nothing."""
    from bot.core.calendar import DaysUnreadable, parse_csv, parse_ics, table

    try:
        raw = file.read_bytes()
        days = parse_ics(raw) if file.suffix.lower() == ".ics" else parse_csv(raw)
    except OSError as error:
        fail(f"{file} cannot be read ({type(error).__name__}); check the name")
    except DaysUnreadable as problem:
        fail(f"{file.name}: {problem}")
    with workshop() as shop, shop.open() as work:
        stored = table.store(work.session, code, days, file.name, work.now)
        work.audit("calendar.imported", calendar=code.upper(), added=stored.added, changed=stored.changed)
    typer.echo(f"{code.upper()}: {stored.added} days added, {stored.changed} changed, {stored.removed} removed.")
