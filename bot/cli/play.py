"""`python -m bot playground` and `start`: Rapport on a Slack that is only played, on this machine."""

import os
from typing import Annotated

import typer

from bot.cli.ending import fail, misconfigured

PORT = 8765


def playground(
    port: Annotated[
        int, typer.Option(envvar="PLAYGROUND_PORT", help="Where the page answers.", min=1, max=65535)
    ] = PORT,
) -> None:
    """Try Rapport without Slack: a local page with sample people and customers."""
    from bot.cli.playground_run import serve

    with misconfigured():
        serve(port, lambda address: typer.echo(f"The playground is open at {address}  (Ctrl+C ends it)"))


def start() -> None:
    """Connect to Slack when its tokens are set, else open the playground (what `make run` does)."""
    from bot.cli import run
    from bot.core import settings

    with misconfigured():
        connected = settings.read().slack_bot_token is not None
    if connected:
        run(no_migrate=False)
    else:
        playground(_port(os.environ.get("PLAYGROUND_PORT", "")))


def _port(text: str) -> int:
    if text and not (text.isdigit() and 0 < int(text) < 65536):
        fail(f"PLAYGROUND_PORT: must be a number from 1 to 65535, not {text!r}")
    return int(text or PORT)
