"""Commands for complaints: one case as a file for a regulator, and the register as a workbook."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from bot.cli.ending import fail
from bot.cli.opening import workshop

app = typer.Typer(no_args_is_help=True, help="Complaints: a case for a regulator, the register.")
FORMAT = Annotated[Literal["json", "html"], typer.Option("--format", help="json (hash-chained) or html (to print)")]


@app.command("export")
def export(
    number: Annotated[str, typer.Argument(help="The case, e.g. C-12.")],
    format: FORMAT = "json",
    language: Annotated[str, typer.Option(help="Language of the printed page: zh-CN or en.")] = "zh-CN",
    out: Annotated[Path | None, typer.Option(help="File to write; else standard output.")] = None,
) -> None:
    """Write one case, redacted, every entry chained to the one before by its hash."""
    from bot.complaints.reporting import exports
    from bot.core.errors import Refusal
    from bot.core.words import shipped
    from bot.main import exporting

    match = re.fullmatch(r"[Cc]?-?(\d{1,9})", number.strip())
    if match is None:
        fail(f"{number!r} is no number of a case; write e.g. C-12")
    label = exports.labels(shipped(), language)
    try:
        with workshop() as shop, shop.open() as work:
            document = exports.case_file(work, int(match[1]), lambda rows: exporting.record(work, "case", rows))
    except Refusal:
        fail(f"there is no case C-{match[1]}")
    text = exports.as_json(document) if format == "json" else exports.as_html(document, language, label)
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"Case C-{match[1]} in {out}; seal {document['seal'][:16]}.")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="A case exported as JSON.")],
    on_record: Annotated[bool, typer.Option(help="Also whether it was made here: by the audit log.")] = False,
) -> None:
    """Tell whether an exported case was changed since; with --on-record whether it was made here at all."""
    import json

    from bot.complaints.reporting import exports

    try:
        document = json.loads(file.read_text("utf-8"))
        place = exports.broken(document)
    except (OSError, ValueError, KeyError, TypeError):
        fail(f"{file} is not an exported case")
    if place is not None:
        fail(
            f"{file}: entry {place + 1} was changed, or one is missing there; behind the last one: the head of the file"
        )
    if on_record:
        with workshop() as shop, shop.read() as work:
            if not exports.on_record(work, document):
                fail(f"{file}: no file with this seal was made here")
    typer.echo("The chain holds: nothing was changed.")


@app.command("register")
def register(
    file: Annotated[Path, typer.Argument(help="Workbook to write (.xlsx); it must not exist yet.")],
    since: Annotated[str, typer.Option(help="First day of receipt, e.g. 2026-01-01.")] = "",
    until: Annotated[str, typer.Option(help="Last day of receipt.")] = "",
) -> None:
    """Write the register; with the pack uk-fca also the fields of the half-yearly return."""
    from bot.complaints.reporting import register as registers
    from bot.complaints.reporting import statistics
    from bot.complaints.reporting.periods import Period
    from bot.directory import queries as directory
    from bot.main import exporting

    if file.exists():
        fail(f"{file} exists already; name a new file")
    first, last = _day("--since", since), _day("--until", until)
    with workshop() as shop, shop.open() as work:
        zone = ZoneInfo(directory.defaults(work.session).zone)
        until_day = last or work.now.astimezone(zone).date()
        oldest = registers.oldest(work)
        period = Period(first or (oldest.astimezone(zone).date() if oldest else until_day), until_day)
        start, end = statistics.span(work, period)
        lines = registers.rows(work, start, end)
        half = registers.half_years(work, zone, start, end)
        mark = exporting.record(work, "register", len(lines))
        figures = (period, statistics.compared(work, period))
    registers.write(file, lines, zone, registers.More(half, mark, figures))
    typer.echo(f"{len(lines):,} cases in {file}.")


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fail(f"{option}: {text!r} is not a day; write e.g. 2026-01-31")
