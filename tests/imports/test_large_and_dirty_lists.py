"""Realistic rows with 3 % dirt: every count is right, and a second run changes nothing (20,000 rows: bench/imports.py)."""

import importlib.util
import random
from pathlib import Path

import pytest

from bot.core.tables import read
from bot.core.words import Words
from bot.core.work import Workshop
from bot.reports import imports

spec = importlib.util.spec_from_file_location("bench_imports", Path(__file__).parents[2] / "bench" / "imports.py")
assert spec and spec.loader
bench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bench)
COUNT = 1_200


@pytest.mark.parametrize("seed", [1, 20])
def test_counts_are_right_and_repeating_changes_nothing(
    tmp_path: Path, shop: Workshop, words: Words, seed: int
) -> None:
    rng = random.Random(seed)
    dirty = {
        "people": bench.people(tmp_path / "people.csv", COUNT, 0.03, rng),
        "customers": bench.customers(tmp_path / "customers.csv", COUNT, 0.03, rng, owners=1),
    }
    for kind in imports.KINDS:
        first = imports.run(shop.open, kind, read(tmp_path / f"{kind}.csv")).tally
        assert (first.new, len(first.rejected)) == (COUNT - dirty[kind], dirty[kind])
        second = imports.run(shop.open, kind, read(tmp_path / f"{kind}.csv")).tally
        assert (second.new, second.changed, second.same) == (0, 0, COUNT - dirty[kind])
