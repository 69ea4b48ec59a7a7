"""How a customer's reading compares with what firms of its industry reach."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Standing = Literal["good", "average", "below_average", "lower"]
_HIGHER_IS_WORSE = frozenset({"debt_to_asset"})


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Good and average value of a reading in an industry, and the line 较低 below which a firm is flagged, if known."""

    good: float
    average: float
    lower: float | None = None


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """Industry tables by industry and reading. `source` belongs wherever one is shown."""

    source: str
    industries: Mapping[str, Mapping[str, Benchmark]]
    names: Mapping[str, tuple[str, ...]]

    def industry(self, written: str | None) -> str | None:
        """The industry of the table that a customer's file names in words; None if it is none of them."""
        plain = (written or "").casefold()
        return next((code for code, names in self.names.items() if any(name in plain for name in names)), None)

    def standing(self, industry: str, reading: str, value: float | None) -> Standing | None:
        """Where a value stands in its industry; None when value, industry or reading is not known."""
        benchmark = self.industries.get(industry, {}).get(reading)
        if benchmark is None or value is None:
            return None
        sign = -1 if reading in _HIGHER_IS_WORSE else 1
        if benchmark.lower is not None and sign * value < sign * benchmark.lower:
            return "lower"
        if sign * value >= sign * benchmark.good:
            return "good"
        return "average" if sign * value >= sign * benchmark.average else "below_average"


def parse(text: str) -> Benchmarks:
    """Benchmarks from TOML; raises ValueError naming the entry that is wrong."""
    table = tomllib.loads(text)
    industries: dict[str, dict[str, Benchmark]] = {}
    for industry, readings in table.get("industries", {}).items():
        try:
            industries[industry] = {code: Benchmark(**values) for code, values in readings.items()}
        except TypeError:
            raise ValueError(f"benchmarks of {industry}: each reading needs good and average") from None
    names = {code: tuple(word.casefold() for word in words) for code, words in table.get("names", {}).items()}
    return Benchmarks(str(table.get("source", "")), industries, names)


@cache
def shipped() -> Benchmarks:
    """The table that comes with Rapport."""
    return parse((files("bot.risk") / "data" / "benchmarks.toml").read_text(encoding="utf-8"))
