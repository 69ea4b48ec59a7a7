"""Real firms, some of which failed within a year: most of those stand out, few of the others do.

`real_firms.csv` holds ratios of 191 Polish firms out of six stretches of the fifth-year file of the UCI data set "Polish
Companies Bankruptcy" (Tomczak, 2016; CC BY 4.0), rounded to four digits and named by our codes; `ocf` is (net profit +
depreciation) / total liabilities. The lines of the packs were drawn on the whole of that data, so this shows that the
rule is applied as measured, not that it holds elsewhere.
"""

import csv
import io
import json
import random
from pathlib import Path

import pytest

from bot.core.policy import load_pack
from bot.risk.trial import run_assess

FIRMS = Path(__file__).with_name("real_firms.csv")
ALARMED = ("orange", "red")


def shares(path: Path, pack: str) -> tuple[float, float]:
    """The shares of failed and of other firms at orange or red."""
    judged = json.loads("".join(run_assess(path, load_pack(pack).risk, {}, "json")))
    found = []
    for failed in ("1", "0"):
        levels = [row["level"] for row in judged if row["failed"] == failed]
        found.append(sum(level in ALARMED for level in levels) / len(levels))
    return found[0], found[1]


@pytest.mark.parametrize("pack", ["generic-enterprise", "cn-bank"])
def test_half_of_those_that_failed_are_caught_and_a_tenth_of_the_others_at_most(pack: str) -> None:
    caught, flagged = shares(FIRMS, pack)
    assert caught >= 0.45 and flagged <= 0.10


def test_figures_that_are_missing_raise_no_alarm(tmp_path: Path) -> None:
    rng, out = random.Random(5), io.StringIO()
    heading, *rows = csv.reader(FIRMS.read_text("utf-8").splitlines())
    csv.writer(out).writerows(
        [heading, *([row[0], *("" if rng.random() < 0.2 else cell for cell in row[1:])] for row in rows)]
    )
    path = tmp_path / "holes.csv"
    path.write_text(out.getvalue(), "utf-8")
    whole, holes = shares(FIRMS, "generic-enterprise"), shares(path, "generic-enterprise")
    assert 0.25 < holes[0] < whole[0] and 0 < holes[1] < whole[1]
