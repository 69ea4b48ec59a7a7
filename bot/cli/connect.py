"""`python -m bot init` and `python -m bot doctor`: connecting a workspace, and finding out what is wrong."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.ending import fail, misconfigured
from bot.cli.opening import workshop

ENV = Path(".env")
MARKS = {"fine": "[green]✓[/]", "warn": "[yellow]![/]", "bad": "[red]✗[/]"}
CLICKS = """
1. Open https://api.slack.com/apps?new_app=1 and choose "From a manifest".
2. Choose your workspace, paste the contents of {manifest}, click Next and Create.
3. Basic Information > App-Level Tokens > Generate: add the scope connections:write, copy the token (xapp-...).
4. Install App > Install to Workspace > Allow, copy the Bot User OAuth Token (xoxb-...).
"""

BOT = Annotated[str, typer.Option("--bot-token", help="Bot User OAuth Token (xoxb-...); asked for if empty.")]
APP = Annotated[str, typer.Option("--app-token", help="App-Level Token (xapp-...) for Socket Mode.")]
SECRET = Annotated[str, typer.Option("--signing-secret", help="Signing Secret, for HTTP instead of Socket Mode.")]
ADMIN = Annotated[str, typer.Option("--admin", help="E-mail address or Slack member id of the first admin.")]
PREFIX = Annotated[str, typer.Option("--prefix", help="Put before each command's name when one is taken.")]


def init(
    bot_token: BOT = "", app_token: APP = "", signing_secret: SECRET = "", admin: ADMIN = "", prefix: PREFIX = "",
) -> None:  # fmt: skip
    """Connect a Slack workspace: manifest, tokens, .env, the first admin."""
    path = _manifest(prefix, socket_mode=not signing_secret)
    asked = not bot_token
    if asked:
        typer.echo("Four steps in Slack, then two tokens here." + CLICKS.format(manifest=path))
        bot_token = typer.prompt("Bot User OAuth Token (xoxb-...)", hide_input=True).strip()
        if not signing_secret:
            app_token = app_token or typer.prompt("App-Level Token (xapp-...)", hide_input=True).strip()
    given = {"SLACK_BOT_TOKEN": bot_token, "SLACK_APP_TOKEN": app_token, "SLACK_SIGNING_SECRET": signing_secret}
    given |= {"RAPPORT_COMMAND_PREFIX": prefix}
    team = _verified({name: value for name, value in given.items() if value})
    _write_env({name: value for name, value in given.items() if value})
    typer.echo(f"Connected to {team}. The tokens are in {ENV}, readable by you alone.")
    if asked and not admin:
        admin = typer.prompt("E-mail address of the first admin", default="", show_default=False).strip()
    if admin:
        _name_admin(admin)
    typer.echo("Next: `python -m bot import people FILE`, `python -m bot doctor`, then `python -m bot run`.")


def _manifest(prefix: str, socket_mode: bool) -> Path:
    from bot.main import handlers_table
    from bot.main.manifest import manifest as made

    path = Path("var/slack-manifest.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made(handlers_table(), prefix, socket_mode=socket_mode), ensure_ascii=False, indent=2))
    typer.echo(f"The app manifest is in {path}.")
    return path


def _verified(given: dict[str, str]) -> str:
    """Try the tokens before anything is written; the name of the workspace."""
    from bot.core.settings import read, require_slack
    from bot.core.slack import SlackFailure, SlackPort, no_welcome

    with misconfigured():
        # Only what was given counts here; other settings may come from the environment.
        settings = read(ENV if ENV.exists() else None, **{_field(name): value for name, value in given.items()})
        require_slack(settings)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    port = SlackPort(token, settings.slack_api_url)
    try:
        return str(port.auth_test().get("team") or "your workspace")
    except SlackFailure as failure:
        fail(no_welcome(failure, settings.slack_api_url))
    finally:
        port.close()


def _field(name: str) -> str:
    return name if name.startswith("RAPPORT_") else name.lower()


def _write_env(given: dict[str, str]) -> None:
    """Set these variables in .env, keep its other lines, and let nobody else read it."""
    lines = ENV.read_text("utf-8").splitlines() if ENV.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() not in given]
    text = "\n".join([*kept, *(f"{name}={value}" for name, value in given.items())]) + "\n"
    part = ENV.with_name(ENV.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(ENV)


def _name_admin(who: str) -> None:
    from bot.directory import usecases

    with workshop() as shop, shop.open() as work:
        person = usecases.add_admin(work, who)
    typer.echo(f"{person.name} is the first admin and is recognised in Slack by that address.")


def doctor(live: Annotated[bool, typer.Option("--live", help="Let Slack judge every message too.")] = False) -> None:
    """Look at everything Rapport needs. Exit code 0: all well, 1: something is missing, 2: something is wrong."""
    from bot.core.clock import system_clock
    from bot.core.words import TEMPLATES
    from bot.main.doctor import examine

    console, worst = Console(highlight=False, soft_wrap=True), 0
    for finding in examine(system_clock, TEMPLATES, live, ENV):
        worst = max(worst, {"fine": 0, "warn": 1, "bad": 2}[finding.level])
        console.print(f"{MARKS[finding.level]} [bold]{finding.name:<12}[/] ", end="")
        console.print(finding.said, markup=False)
        if finding.fix:
            console.print(f"  {'':<12} -> {finding.fix}", markup=False)
    raise typer.Exit(worst)
