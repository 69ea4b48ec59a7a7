"""S10: a template, which colleagues outside programming edit, reaches nothing, runs briefly and fills no memory."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment
from words.test_sandbox import BOMBS, ESCAPES, Dangerous

from bot.core.templating import Reader, TemplateProblem, Templates
from bot.core.words import TEMPLATES
from campaigns.promise import Findings, Promise, Stage

WORDS = Templates(TEMPLATES).words
DATA = {"x": Dangerous(), "d": {"a": 1}, "rows": list(range(500))}


def as_shipped(stage: Stage) -> Findings:
    """Escapes and bombs in a template of our engine."""
    folder = stage.folder / "en" / "try"
    folder.mkdir(parents=True, exist_ok=True)
    reader = Reader("en", ZoneInfo("UTC"), datetime(2026, 11, 23, tzinfo=UTC))
    taken, slowest = 0, 0.0
    for source in (*ESCAPES, *BOMBS):
        (folder / "it.md.j2").write_text(source, "utf-8")
        begun = time.perf_counter()
        try:
            Templates(stage.folder, WORDS).render("try/it", "en", DATA, reader)
            taken += 1
        except TemplateProblem:
            pass
        slowest = max(slowest, time.perf_counter() - begun)
    found = Findings()
    found.count("escapes", len(ESCAPES))
    found.count("bombs", len(BOMBS))
    found.none("taken", taken)
    found.at_most("s the slowest refusal", slowest, 1.0)
    return found


def plain_jinja(stage: Stage) -> Findings:
    """Jinja as it comes; the bombs are left out, or this would not end."""
    taken = 0
    for source in ESCAPES:
        try:
            Environment(autoescape=True).from_string(source).render(DATA)
            taken += 1
        except Exception:
            continue
    found = Findings()
    found.none("taken", taken)
    return found


PROMISE = Promise(
    "S10", "A template reaches nothing and cannot run long", "sandbox escapes and loop bombs: refused, < 1 s",
    as_shipped, controls={"Jinja as it comes": plain_jinja}, quick=1.0, alone=True,
)  # fmt: skip
