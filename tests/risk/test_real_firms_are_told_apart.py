"""Real firms, some of which failed within a year: most of those stand out, few of the others do.

`real_firms.csv` holds ratios of 254 Polish firms out of eight stretches of the fifth-year file of the UCI data set "Polish
Companies Bankruptcy" (Tomczak, 2016; CC BY 4.0), rounded to four digits and named by our codes; `ocf` is (net profit +
depreciation) / total liabilities. The lines of the packs were drawn on the whole of that data (5,910 firms: 48 % of those
that failed are caught, 10 % of the others flagged), so this shows that the rule is applied as measured, not that it
holds elsewhere. A stretch of 191 others can be two points off by chance.
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


def alarmed(path: Path, pack: str) -> tuple[int, int]:
    """How many of the failed and of the other firms stand at orange or red."""
    judged = json.loads("".join(run_assess(path, load_pack(pack).risk, {}, "json")))
    found = [row["failed"] for row in judged if row["level"] in ALARMED]
    return found.count("1"), found.count("0")


@pytest.mark.parametrize("pack", ["generic-enterprise", "cn-bank"])
def test_half_of_those_that_failed_are_caught_and_a_tenth_of_the_others_flagged(pack: str) -> None:
    assert alarmed(FIRMS, pack) == (35, 21), "of 63 and 191"


def test_figures_that_are_missing_raise_no_alarm(tmp_path: Path) -> None:
    rng, out = random.Random(5), io.StringIO()
    heading, *rows = csv.reader(FIRMS.read_text("utf-8").splitlines())
    holes = ([failed, *("" if rng.random() < 0.2 else cell for cell in cells)] for failed, *cells in rows)
    csv.writer(out).writerows([heading, *holes])
    path = tmp_path / "holes.csv"
    path.write_text(out.getvalue(), "utf-8")
    (caught, flagged), whole = alarmed(path, "generic-enterprise"), alarmed(FIRMS, "generic-enterprise")
    assert 15 < caught < whole[0] and 5 < flagged < whole[1]
