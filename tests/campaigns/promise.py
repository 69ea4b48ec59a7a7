"""What a campaign is made of: a promise, the stage it is run on, and what was found."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from staging.databases import Databases


@dataclass
class Findings:
    """What a run counted, and whether each figure holds. Only figures with a limit decide; the rest is context."""

    figures: list[tuple[str, Any, str, bool]] = field(default_factory=list)

    def count(self, what: str, value: Any) -> None:
        """Context: how much was tried."""
        self.figures.append((what, value, "", True))

    def none(self, what: str, value: int) -> None:
        """Must not have happened even once."""
        self.figures.append((what, value, "= 0", value == 0))

    def exactly(self, what: str, value: Any, wanted: Any) -> None:
        """Must be this."""
        self.figures.append((what, value, f"= {_plain(wanted)}", value == wanted))

    def at_most(self, what: str, value: float, limit: float) -> None:
        """Must not be larger."""
        self.figures.append((what, value, f"<= {_plain(limit)}", value <= limit))

    def at_least(self, what: str, value: float, limit: float) -> None:
        """Must not be smaller."""
        self.figures.append((what, value, f">= {_plain(limit)}", value >= limit))

    @property
    def good(self) -> bool:
        """Whether every figure holds; a run without any figure to hold proves nothing."""
        return all(held for *_, held in self.figures) and any(limit for _, _, limit, _ in self.figures)

    @property
    def said(self) -> str:
        """In one line, e.g. "1,500 messages, 1,000 kills, 0 lost (= 0)"."""
        return ", ".join(
            f"{_plain(value)} {what}" + (f" ({limit}{'' if held else ', MISSED'})" if limit else "")
            for what, value, limit, held in self.figures
        )


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Stage:
    """What a campaign runs on. `scale` 1 is the promise's own figure; the same seed gives the same dice."""

    databases: Databases
    folder: Path
    backend: str = "sqlite"
    scale: float = 1.0
    seed: int = 7

    def many(self, full: int, least: int = 1) -> int:
        """So many at full scale, fewer on a small one."""
        return max(least, round(full * self.scale))

    def smaller(self, share: float) -> "Stage":
        """The same stage at a share of the scale: a control needs less to show its fault."""
        return replace(self, scale=self.scale * share)

    def dice(self, of: str = "") -> random.Random:
        """Chance that is the same in every run of this seed."""
        return random.Random(f"{self.seed}{of}")

    def database(self) -> str:
        """The address of an empty, migrated database."""
        return self.databases.fresh(self.backend)


Campaign = Callable[[Stage], Findings]


@dataclass(frozen=True)
class Promise:
    """One promise and its proof.

    `says` is the promise in a sentence, `figure` what must hold. `run` measures it; `controls` are runs with the
    protection switched off that must show the fault, or the run proved nothing. `quick`: the scale for `make test`,
    None where the small run would show nothing or takes too long. `quick_controls`: whether it runs those too. `alone`:
    it holds something to a time by the clock, so nothing else may run beside it.
    """

    id: str
    says: str
    figure: str
    run: Campaign
    controls: Mapping[str, Campaign] = field(default_factory=dict)
    databases: tuple[str, ...] = ("sqlite",)
    quick: float | None = 0.05
    quick_controls: bool = True
    alone: bool = False
