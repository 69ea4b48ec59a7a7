"""`python -m bot understand`: one JSON object for each line typed, for policy writers and for whoever was misread."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.customers.matching import NameMatch
from bot.customers.memory import CustomersInMemory
from bot.understanding import dates
from bot.understanding.dates import Frame
from bot.understanding.house.colleagues import ColleaguesByName
from bot.understanding.model import Amount, Context, Hint, NoColleagues, Promise, Understood
from bot.understanding.reading import understand


@dataclass(frozen=True)
class Options:
    """What the command was given: `customers` is a CSV file, `colleagues` one of names, `only_dates` the switch."""

    frame: Frame
    language: str = ""
    customers: Path | None = None
    only_dates: bool = False
    colleagues: Path | None = None


def run(lines: Iterable[str], options: Options) -> Iterator[str]:
    """One JSON object for each line. Raises OSError or ValueError if a file cannot be read."""
    book = read_customers(options.customers) if options.customers else CustomersInMemory()
    team = read_colleagues(options.colleagues) if options.colleagues else NoColleagues()
    context = Context(options.frame, book, team, language=options.language)
    for line in lines:
        typed = line.rstrip("\r\n")
        found = _dates(typed, options.frame) if options.only_dates else as_json(understand(typed, context))
        yield json.dumps(found, ensure_ascii=False)


def read_customers(path: Path) -> CustomersInMemory:
    """A CSV with the columns name, code, aliases (separated by ;); others are ignored. ValueError without `name`."""
    book = CustomersInMemory()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        if "name" not in columns:
            raise ValueError(f"{path} has no column 'name'; its first line must be: name,code,aliases")
        for number, row in enumerate(rows, start=1):
            cell = {key: (row.get(name) or "").strip() for key, name in columns.items()}
            aliases = [
                alias.strip() for alias in cell.get("aliases", "").replace("；", ";").split(";") if alias.strip()
            ]
            if cell["name"]:
                book.add(number, cell["name"], cell.get("code") or None, aliases)
    return book


def read_colleagues(path: Path) -> ColleaguesByName:
    """A text file with a colleague's full name on each line; ValueError where it is no UTF-8."""
    names = (name.strip() for name in path.read_text(encoding="utf-8-sig").splitlines())
    return ColleaguesByName(tuple(dict.fromkeys(name for name in names if name)))


def as_json(answer: Understood) -> dict[str, Any]:
    """The object of the command: exactly the keys the guide names; `new_customer` only where a name is proposed."""
    shown: dict[str, Any] = {
        "customer": _customer(answer.customer) if answer.customer else None,
        "candidates": [_customer(candidate) for candidate in answer.candidates],
        "when": answer.when.as_json() if answer.when else None,
        "channel": answer.channel,
        "contacts": [contact.text for contact in answer.contacts],
        "promises": [_promise(promise) for promise in answer.promises],
        "satisfaction": answer.satisfaction,
        "hints": [_hint(hint) for hint in answer.suggestions],
        "amounts": [_amount(amount) for amount in answer.amounts],
        "rest": answer.rest,
    }
    return shown | {"new_customer": answer.new_name} if answer.new_name else shown


def _customer(match: NameMatch) -> dict[str, Any]:
    return {"name": match.name, "code": match.code, "span": list(match.span)}


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "text": promise.text,
        "owner": promise.owner.name if promise.owner else None,
        "by_customer": promise.by_customer,
        "due": promise.due.as_json() if promise.due else None,
    }


def _hint(hint: Hint) -> dict[str, Any]:
    """`hearsay` only where the line says that others say so."""
    shown: dict[str, Any] = {"kind": hint.kind, "text": hint.text}
    return shown | {"hearsay": True} if hint.hearsay else shown


def _amount(amount: Amount) -> dict[str, Any]:
    return {"value": amount.value, "currency": amount.currency, "text": amount.text, "span": list(amount.span)}


def _dates(line: str, frame: Frame) -> dict[str, Any]:
    return {"dates": [date.as_json() for date in dates.find_dates(line, frame)]}
