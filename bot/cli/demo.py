"""`python -m bot demo load|reset`: a bank branch to try Rapport with."""

from typing import Annotated

import typer

from bot.cli.ending import fail
from bot.cli.opening import engine, workshop

app = typer.Typer(no_args_is_help=True, help="A bank branch to try Rapport with: 13 colleagues, 60 customers.")

YES = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
ANYWAY = Annotated[bool, typer.Option("--anyway", help="Even though the database holds other data.")]


@app.command()
def load(anyway: ANYWAY = False) -> None:
    """Load colleagues, customers and two months of visits and promises; a second time changes nothing."""
    from bot import demo
    from bot.core.clock import system_clock

    with workshop() as shop:
        with shop.read() as work:
            there, others = demo.is_loaded(work), demo.strangers(work)
        if there:
            typer.echo("The demo is there already.")
            return
        if others and not anyway:
            fail(f"the database knows {others} other people; use an empty one, or `demo load --anyway` to mix them")
        demo.load(shop, system_clock, {})
    typer.echo("Loaded: 13 colleagues, 60 customers, two months of visits and promises.")


@app.command()
def reset(yes: YES = False, anyway: ANYWAY = False) -> None:
    """Empty the database (a copy of a SQLite file is kept) and load the demo anew; Rapport must be stopped."""
    from bot import demo
    from bot.core import settings
    from bot.core.clock import system_clock
    from bot.main import reset as emptying
    from bot.main import upgrading
    from bot.main import workshop as composed

    with engine() as opened:
        upgrading.upgrade(opened)
        shop = composed(settings.read(), opened, system_clock)
        with shop.read() as work:
            others = demo.strangers(work)
        if others and not anyway:
            fail(f"the database knows {others} people who are not of the demo; `demo reset --anyway` deletes them too")
        if not yes:
            typer.confirm(f"Delete everything in {opened.url.render_as_string()}?", abort=True)
        kept = emptying.reset(opened)
        demo.load(shop, system_clock, {})
    typer.echo(f"The demo is fresh again{f'; what was there is in {kept}' if kept else ''}.")
