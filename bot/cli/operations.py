"""Commands of the operations guide: backup, restore, export, keys, audit, resume."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import fail
from bot.cli.opening import engine, workshop

keys = typer.Typer(no_args_is_help=True, help="The keys that seal confidential columns.")
audit = typer.Typer(no_args_is_help=True, help="The audit log.")

TARGET = Annotated[Path, typer.Argument(help="File to write; it must not exist yet.")]
SOURCE = Annotated[Path, typer.Argument(help="File to read.")]


def backup(file: TARGET) -> None:
    """Copy the whole database to FILE while Rapport may be running on it."""
    from bot.main import backup as backups

    with engine(alone=False) as opened:
        backups.backup(opened, file)
    typer.echo(f"Backed up to {file}. Keep the keys (RAPPORT_SECRET_KEYS or secret.keys) too, in another place.")


def restore(file: SOURCE) -> None:
    """Put a backup back; Rapport must be stopped. What was there is kept beside it."""
    from bot.main import backup as backups

    with engine() as opened:
        backups.restore(opened, file)
    with workshop() as shop:
        backups.suspect(shop)
    typer.echo("Restored. At the next start everything due since the backup is looked up in Slack before it is sent.")


def export(file: TARGET) -> None:
    """Write the whole installation to FILE, to move it to another database."""
    from bot.main import exporting, transfer

    if file.exists():
        fail(f"{file} exists already; name a new file")
    with workshop() as shop:
        with shop.open() as work:
            exporting.record(work, "installation", 0)
        carried = transfer.export(shop.engine, file)
    typer.echo(f"{sum(item.rows for item in carried):,} rows of {len(carried)} tables in {file}.")


def load(file: SOURCE) -> None:
    """Fill the empty database of DATABASE_URL from an export; counts and checksums are compared."""
    from bot.main import transfer

    with engine() as opened:
        carried = transfer.load(opened, file)
    typer.echo(f"{sum(item.rows for item in carried):,} rows of {len(carried)} tables; counts and checksums agree.")


def resume() -> None:
    """Let messages go again after the clock fuse or Slack held them, and send what could not be delivered."""
    from bot.core.outbox import upkeep

    with workshop() as shop, shop.open() as work:
        count = upkeep.try_again(work)
    typer.echo("Messages go again." if count else "Nothing was holding messages.")


ANCHORS = Annotated[Path | None, typer.Option("--anchor", help="File of anchors kept elsewhere: finds a cut tail.")]
SURE = Annotated[bool, typer.Option("--yes-delete-everything", help="Say that you mean it.")]
WORKSPACE = Annotated[str, typer.Option("--workspace", help="The workspace's name; asked for if empty.")]


def purge(yes_delete_everything: SURE = False, workspace: WORKSPACE = "") -> None:
    """Remove every row of every table, for good; Rapport must be stopped. Asks for the workspace's name."""
    from bot.core.clock import system_clock
    from bot.core.settings import read
    from bot.core.slack import SlackPort
    from bot.main import purge as purging
    from bot.main import workshop as composed

    if not yes_delete_everything:
        fail("this deletes everything Rapport knows, for good; say so with --yes-delete-everything")
    with engine() as opened:
        settings = read()
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        port = SlackPort(token, settings.slack_api_url) if token else None
        name = purging.workspace(opened, composed(settings, opened, system_clock), port)
        typed = workspace or typer.prompt("Type the name of the workspace to delete everything")
        if typed.strip() != name:
            fail("that is not its name; nothing was deleted")
        gone = purging.purge(opened)
    typer.echo(f"{gone.rows:,} rows and {len(gone.copies)} copies beside the database are gone.")
    typer.echo("Left for you: backups and exports elsewhere, .env, and the keys (old backups cannot be read without).")


@audit.command("verify")
def verify(anchor: ANCHORS = None) -> None:
    """Check the chain of the audit log; exit code 1 and the place where it breaks if somebody changed it."""
    from bot.core import audit as log
    from bot.main import anchoring

    with workshop() as shop, shop.open() as work:
        log.seal(work.session)
        broken = log.verify(work.session, anchoring.read(anchor) if anchor else None)
    if broken:
        typer.echo(f"The audit log is broken: {broken}.", err=True)
        raise typer.Exit(1)
    typer.echo("The audit log is whole.")


@keys.command("new")
def new_key() -> None:
    """Print a fresh key, to be put first into RAPPORT_SECRET_KEYS."""
    from bot.core.privacy import Keyring

    typer.echo(Keyring.new_key())


@keys.command("rotate")
def rotate_keys() -> None:
    """Seal every confidential column again with the newest key; afterwards older keys can be removed."""
    from bot.main import rotation

    with workshop() as shop:
        count = rotation.rotate_all(shop)
    typer.echo(f"{count:,} values are sealed with the newest key now.")
