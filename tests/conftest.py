"""How tests are run; what stories start with is in staging/fixtures.py."""

import gc
import os
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from staging.memory import in_memory

LONG = ("campaigns", "playground_page", "words", "understanding")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """What a test writes lies in memory. Whoever only hands tests out to others loads nothing of the program."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        config.pluginmanager.import_plugin("staging.fixtures")
    if config.option.basetemp is None and (memory := in_memory()):
        folder = TemporaryDirectory(prefix="rapport-", dir=memory)
        config.add_cleanup(folder.cleanup)
        config.option.basetemp = Path(folder.name) / "tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, or one worker would still be at it when the others have gone home."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Tests are no garbage: half a million objects that stay are not looked through again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI says so, a skipped test is a failure: it would hide a missing step."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if skipped and os.environ.get("RAPPORT_NO_SKIPS"):
        reporter.write_line(f"{len(skipped)} skipped, and CI allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
