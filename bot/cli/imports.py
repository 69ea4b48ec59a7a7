"""`python -m bot import people FILE` and `import customers FILE`."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.ending import fail

app = typer.Typer(
    no_args_is_help=True,
    help=(
        "Bring colleagues or customers in from a CSV or XLSX file. Good rows come in, rejected ones are written to "
        "FILE.errors.csv. Exit code: 0 when the file was read, 2 when it could not be; with --strict also 1 when a row "
        "was rejected."
    ),
)

FILE = Annotated[Path, typer.Argument(help="CSV or XLSX; the first row names the columns.")]
MAPPING = Annotated[
    list[str],
    typer.Option("--map", help="heading=code, such as Boss=lead; as often as needed, remembered for next time."),
]
STRICT = Annotated[bool, typer.Option("--strict", help="End with code 1 when a row was rejected, for scripts.")]
DRY = Annotated[bool, typer.Option("--dry-run", help="Only count; write nothing.")]
LANG = Annotated[Literal["zh", "en", ""], typer.Option(help="Language of counts and reasons; the terminal's if empty.")]


@app.command()
def people(
    file: FILE, mapping: MAPPING = [], dry_run: DRY = False, strict: STRICT = False, lang: LANG = "",  # noqa: B006
) -> None:  # fmt: skip
    """Columns: email, slack_id, name, department, role, lead, language, time_zone, working_hours, deputy."""
    bring_in("people", file, mapping, dry_run, lang, strict)


@app.command()
def customers(
    file: FILE, mapping: MAPPING = [], dry_run: DRY = False, strict: STRICT = False, lang: LANG = "",  # noqa: B006
) -> None:  # fmt: skip
    """Columns: name, code, aliases, industry, region, size, tier, stage, owner, support, contacts, holdings."""
    bring_in("customers", file, mapping, dry_run, lang, strict)


@app.command()
def readings(
    file: FILE, mapping: MAPPING = [], dry_run: DRY = False, strict: STRICT = False, lang: LANG = "",  # noqa: B006
) -> None:  # fmt: skip
    """Columns: customer_code or customer_name, period, and one for each figure or ratio (see `risk assess --help`)."""
    bring_in("readings", file, mapping, dry_run, lang, strict)


def bring_in(
    kind: Literal["people", "customers", "readings"], file: Path, pairs: list[str], dry: bool, lang: str, strict: bool
) -> None:
    """Read, import with a progress bar, say the counts, and write the refused rows beside the file."""
    from bot.cli.ending import misconfigured
    from bot.cli.opening import workshop
    from bot.core import tables
    from bot.core.words import shipped
    from bot.reports import imports

    words, language = shipped(), language_of(lang)
    with misconfigured():
        mapping = tables.mapping_of(pairs)
        table = tables.read(file)
        with workshop() as shop, _bar() as bar:
            task = bar.add_task(words.get(language, f"imports.kind.{kind}"), total=len(table.rows))
            result = imports.run(
                shop.open, kind, table, mapping=mapping, dry=dry,
                progress=lambda done: bar.advance(task, done),
            )  # fmt: skip
    typer.echo(imports.summary(result, words, language, dry))
    if result.columns.unused:
        typer.echo(words.get(language, "imports.table.unused", columns=", ".join(result.columns.unused)))
    errors = file.with_name(file.name + ".errors.csv")
    if not result.rejected:
        errors.unlink(missing_ok=True)
        return
    for one in result.rejected.first(5):
        said = imports.reason(result, words, language, one)
        typer.echo("  " + words.get(language, "imports.table.line", line=one.row.line, reason=said))
    if len(result.rejected) > 5:
        typer.echo("  " + words.get(language, "imports.table.more", n=len(result.rejected) - 5))
    try:
        with errors.open("w", encoding=tables.ENCODING, newline="") as out:
            imports.write_error_file(out, result, words, language)
    except OSError:
        fail(f"{errors} cannot be written; make the folder writable and import again (nothing is imported twice)")
    typer.echo(words.get(language, "imports.table.errors", path=errors))
    if strict:
        raise typer.Exit(1)


def language_of(lang: str) -> str:
    """The language asked for, else the terminal's."""
    spoken = lang or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-CN" if spoken.lower().startswith("zh") else "en"


def _bar() -> Progress:
    console = Console(stderr=True)
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*parts, console=console, transient=True, disable=not console.is_terminal)
