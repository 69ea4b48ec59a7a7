"""How a command ends when something is wrong: one clear line, exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from sqlalchemy.exc import OperationalError

from bot.core.errors import Misconfigured, Refusal


@contextmanager
def misconfigured() -> Iterator[None]:
    """Say what is wrong in one line and end with exit code 2."""
    try:
        yield
    except Misconfigured as error:
        fail(str(error))
    except Refusal as refusal:
        fail(refusal_text(refusal))
    except OperationalError as error:
        kind = type(error.orig).__name__
        fail(f"DATABASE_URL: the database cannot be reached ({kind}); is it running, is the address right?")


def refusal_text(refusal: Refusal) -> str:
    """The words of a refusal on the command line, in English."""
    from zoneinfo import ZoneInfo

    from bot.core.clock import system_clock
    from bot.core.templating import Reader, Templates
    from bot.core.words import TEMPLATES

    reader = Reader("en", ZoneInfo("UTC"), system_clock())
    return Templates(TEMPLATES).render(refusal.key, "en", {**refusal.data, "typed": ""}, reader).text


def fail(message: str) -> NoReturn:
    """One line on standard error, exit code 2."""
    typer.echo(f"rapport: {message}", err=True)
    raise typer.Exit(2)
