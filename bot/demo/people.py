"""The people of the demo, as data/people.csv lists them."""

import csv
from dataclasses import dataclass
from importlib.resources import files

DATA = files("bot.demo") / "data"
LOCALES = {"zh-CN": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the cast. `locale` is what Slack would say, `zone` where the person works."""

    name: str
    email: str
    locale: str
    zone: str
    role: str
    department: str

    @property
    def handle(self) -> str:
        """A Slack user name."""
        return self.email.partition("@")[0]


def raw(name: str) -> bytes:
    """A file of the demo's data."""
    return (DATA / name).read_bytes()


def _read() -> list[Colleague]:
    rows = csv.DictReader(raw("people.csv").decode().splitlines())
    return [
        Colleague(row["name"], row["email"], LOCALES[row["language"]], row["time_zone"], row["role"], row["department"])
        for row in rows
    ]


PEOPLE: list[Colleague] = _read()
