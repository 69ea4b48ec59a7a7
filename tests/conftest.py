"""The world every story starts in: a cast of named people, a clock that moves, a Slack that listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from staging.databases import Databases
from staging.world import World


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="tell the stories on PostgreSQL as well")


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
