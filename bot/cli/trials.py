"""Commands that try a rule out on what one types or on a file; they touch no database and no network."""

import shutil
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.cli.ending import fail, misconfigured

risk = typer.Typer(no_args_is_help=True, help="Risk rules: judge readings from a file.")
statements = typer.Typer(no_args_is_help=True, help="Financial statements: compute ratios.")

Language = Annotated[
    Literal["zh", "en", ""], typer.Option(help="Language of the writer; guessed from each line if empty.")
]
FORMATS = Annotated[Literal["csv", "json"], typer.Option("--format", help="csv or json")]
MAPPING = Annotated[list[str], typer.Option("--map", help="column=code, as often as needed")]


def understand(
    now: Annotated[str, typer.Option(help="The present moment, ISO; else the clock's.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone of the writer.")] = "Asia/Shanghai",
    lang: Language = "",
    customers: Annotated[Path | None, typer.Option(help="CSV with name, code, aliases.")] = None,
    colleagues: Annotated[Path | None, typer.Option(help="Names of your own people, one a line.")] = None,
    dates: Annotated[bool, typer.Option("--dates", help="Only look for dates.")] = False,
) -> None:
    """Read lines from standard input; write what each means, one JSON object a line."""
    from bot.understanding import trial
    from bot.understanding.trial import Options

    frame = _frame(now, zone)
    language = {"zh": "zh-CN", "en": "en"}.get(lang, "")
    try:
        for answer in trial.run(_lines(), Options(frame, language, customers, dates, colleagues)):
            typer.echo(answer)
    except (OSError, ValueError) as error:
        fail(f"--customers, --colleagues: {error}")


def _frame(now: str, zone: str) -> "Frame":  # type: ignore[name-defined]  # noqa: F821
    from bot.core.calendar import Calendar, WorkingHours
    from bot.core.clock import system_clock
    from bot.understanding.dates import Frame

    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fail(f"--zone: there is no time zone {zone!r}; write e.g. Asia/Shanghai or Europe/London")
    try:
        given = datetime.fromisoformat(now) if now else system_clock()
    except ValueError:
        fail(f"--now: {now!r} is not an ISO time; write e.g. 2026-11-23T14:30")
    moment = given.replace(tzinfo=place) if given.tzinfo is None else given
    calendar = Calendar.bundled(country_of(zone), moment.year - 1, moment.year + 2)
    return Frame(moment.astimezone(place), place, calendar, WorkingHours.DEFAULT)


def country_of(zone: str) -> str:
    """The calendar that usually goes with a time zone; China's where none is known."""
    if zone.startswith("America/"):
        return "US"
    return {"Europe/London": "GB", "Asia/Hong_Kong": "HK", "Asia/Singapore": "SG", "Europe/Berlin": "DE",
            "Europe/Paris": "FR"}.get(zone, "CN")  # fmt: skip


def _lines() -> list[str]:
    raw = sys.stdin.buffer.read()
    return raw.decode("utf-8-sig", errors="replace").split("\n")[: -1 if raw.endswith(b"\n") else None]


def deadlines(
    pack: Annotated[str, typer.Argument(help="Name of a policy pack, or a TOML file.")],
    received: Annotated[str, typer.Option(help="When the complaint was received: date or time, ISO.")],
    events: Annotated[Path | None, typer.Option(help="JSON lines: pause, resume, restart, extend ...")] = None,
    form: Annotated[Literal["json", "table"], typer.Option("--format", help="json or table")] = "table",
    zone: Annotated[str, typer.Option(help="Zone of times without one; else the pack's.")] = "",
    severity: Annotated[str, typer.Option(help="S1, S2, S3 or S4; else the pack's default.")] = "",
    regime: Annotated[str, typer.Option(help="Only this regime of the pack.")] = "",
) -> None:
    """Show every clock of a policy pack for a case received then."""
    from bot.complaints.deadlines import trial

    with misconfigured():
        history = _text(events) if events else ""
        tried = trial.tried(pack, received, history, form, zone=zone, severity=severity, regime=regime)
    typer.echo(tried.text)
    if tried.wrong:
        for line in tried.wrong:
            typer.echo(f"rapport: {line}", err=True)
        raise typer.Exit(2)


def mask(
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="text or json")] = "text",
) -> None:
    """Read text from standard input; print it with ID, card, phone and account numbers masked."""
    from bot.core.privacy import trial

    try:
        typer.echo(trial.run(trial.read(sys.stdin.buffer.read()), form))
    except ValueError as error:
        fail(str(error))


@risk.command("assess")
def assess(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, columns named by reading codes.")],
    pack: Annotated[str, typer.Option(help="Policy pack whose lines judge.")] = "cn-bank",
    mapping: MAPPING = [],  # noqa: B006 - typer reads it, nobody changes it
    form: FORMATS = "csv",
) -> None:
    """Judge rows of readings: level, hits, reasons, what is missing, Z''."""
    from bot.core.policy import load_pack
    from bot.risk import trial

    with misconfigured():
        try:
            _print_whole(trial.run_assess(file, load_pack(pack).risk, trial.mapping_of(mapping), form))
        except ValueError as error:
            fail(str(error))


@statements.command("ratios")
def ratios(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with statement figures.")],
    mapping: MAPPING = [],  # noqa: B006
    form: FORMATS = "csv",
    year_days: Annotated[int, typer.Option(help="Days of a year for turnover days: 360 or 365.")] = 360,
) -> None:
    """Compute ratios from statement figures; what is missing stays missing."""
    from bot.risk import trial

    try:
        _print_whole(trial.run_ratios(file, trial.mapping_of(mapping), form, year_days))
    except ValueError as error:
        fail(str(error))


def _print_whole(pieces: Iterable[str]) -> None:
    """Print all of it or nothing: a fault in the last row must not leave half an answer. Takes no memory a row."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as whole:
        whole.writelines(pieces)
        whole.seek(0)
        shutil.copyfileobj(whole, sys.stdout)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"--events: {path} cannot be read ({type(error).__name__}); save it as UTF-8 JSON lines")
