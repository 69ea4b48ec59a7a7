"""The world every story starts in: a cast of named people, a clock that moves, a Slack that listens."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from staging.databases import Databases
from staging.promising import pass_time, promise
from staging.world import World

from bot.core.privacy import Keyring, configure

__all__ = ["pass_time", "promise"]
KEYRING = Keyring.parse(Fernet.generate_key().decode())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI says so, a skipped test is a failure: it would hide a missing step."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if skipped and os.environ.get("RAPPORT_NO_SKIPS"):
        reporter.write_line(f"{len(skipped)} skipped, and CI allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def keys() -> None:
    """The keys of sealed columns belong to the process; a test that changed them must not leave that to the next."""
    configure(KEYRING)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with Databases(tmp_path_factory.mktemp("databases")) as found:
        yield found


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(databases: Databases, backend: str) -> Iterator[World]:
    with World(databases.fresh(backend)) as staged:
        yield staged


@pytest.fixture
def templates_root() -> Path:
    return Path(__file__).resolve().parents[1] / "templates"
