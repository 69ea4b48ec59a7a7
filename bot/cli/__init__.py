"""The command line."""

import sys
from typing import Annotated, Any

import typer

from bot.cli import calendars, complaints, connect, demo, imports, operations, play, privacy, trials
from bot.cli.ending import misconfigured
from bot.cli.opening import engine, workshop

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
database = typer.Typer(no_args_is_help=True, help="The database: upgrade, check.")
admins = typer.Typer(no_args_is_help=True, help="The people who look after Rapport.")
app.add_typer(database, name="db")
app.add_typer(admins, name="admin")
app.add_typer(imports.app, name="import")
app.add_typer(demo.app, name="demo")
app.add_typer(calendars.app, name="calendar")
app.add_typer(complaints.app, name="complaints")
app.add_typer(trials.risk, name="risk")
app.add_typer(trials.statements, name="statements")
app.command()(connect.init)
app.command()(connect.doctor)
app.command()(play.start)
app.command()(play.playground)
app.command()(trials.understand)
app.command()(trials.deadlines)
app.command()(trials.mask)
app.add_typer(operations.keys, name="keys")
app.add_typer(privacy.retention, name="retention")
app.add_typer(privacy.person, name="privacy")
app.add_typer(operations.audit, name="audit")
app.command()(operations.backup)
app.command()(operations.restore)
app.command()(operations.export)
app.command()(operations.resume)
app.command()(operations.purge)
imports.app.command("all")(operations.load)


@app.callback()
def callback() -> None:
    """Rapport: the assistant account managers talk to in Slack."""


@app.command()
def run(
    no_migrate: Annotated[bool, typer.Option("--no-migrate", help="Do not migrate the database first.")] = False,
) -> None:
    """Connect to Slack and serve (Socket Mode with SLACK_APP_TOKEN, else HTTP on PORT)."""
    from bot.core import lock, logs, settings

    with misconfigured():
        known = settings.read()
        logs.configure(known.log_level)
        # Asked before the rest is loaded: a second process on the same file should not take its time to say so.
        lock.ask(known.database_url)
        from bot.main import serve

        serve.run(known, migrated=not no_migrate)


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Public address for HTTP mode, e.g. https://rapport.example.com")] = "",
    prefix: Annotated[str, typer.Option(help="Put before each command's name when one is taken.")] = "",
    without: Annotated[str, typer.Option(help="Packs to do without: rooms,capture,imports,mentions.")] = "",
    language: Annotated[str, typer.Option(help="Commands described in zh-CN or en alone; both when left out.")] = "",
) -> None:
    """Print the Slack app manifest."""
    import json

    from bot.main import handlers_table
    from bot.main.manifest import manifest as made

    packs = [part.strip() for part in without.split(",") if part.strip()]
    with misconfigured():
        found = made(handlers_table(), prefix, socket_mode=not url, without=packs, language=language)
    if url:
        found = _with_address(found, url.rstrip("/") + "/slack/events")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _with_address(found: dict[str, Any], address: str) -> dict[str, Any]:
    for command in found["features"]["slash_commands"]:
        command["url"] = address
    found["settings"]["event_subscriptions"]["request_url"] = address
    found["settings"]["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
    return found


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the shape this release needs."""
    from bot.main import upgrading

    with engine() as opened:
        kept = upgrading.upgrade(opened)
    typer.echo(f"The database is up to date{f'; a copy from before is {kept}' if kept else ''}.")


@database.command("check")
def check() -> None:
    """Tell whether the database has the shape this release needs (exit code 2 if not)."""
    from bot.main import migrate

    with engine() as opened:
        migrate.check(opened)
    typer.echo("The database is up to date.")


@admins.command("add")
def add_admin(who: Annotated[str, typer.Argument(help="E-mail address or Slack member id (U...)")]) -> None:
    """Make somebody an admin; he need not have written to Rapport before."""
    from bot.directory import usecases

    with workshop() as shop, shop.open() as work:
        person = usecases.add_admin(work, who)
    typer.echo(f"{person.name} is an admin now.")


def main() -> None:
    """Entry point of `python -m bot`."""
    try:
        app()
    except BrokenPipeError:
        sys.exit(0)
