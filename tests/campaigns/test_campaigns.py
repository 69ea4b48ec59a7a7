"""The campaigns at small scales: they run, they hold, and their controls show the fault."""

from pathlib import Path

import pytest

from campaigns import page
from campaigns.catalogue import promises
from campaigns.kit import nursery
from campaigns.promise import Findings, Promise, Stage

# What needs a nursery comes last: it gets ready meanwhile.
QUICK = [promise for promise in reversed(promises()) if promise.quick is not None]
CONTROLS = [(promise, what) for promise in QUICK if promise.quick_controls for what in promise.controls]


@pytest.fixture(scope="module", autouse=True)
def _nursery() -> None:
    nursery.prepare()


@pytest.fixture
def stage(databases, tmp_path) -> Stage:
    return Stage(databases, tmp_path)


@pytest.mark.campaign
@pytest.mark.parametrize("promise", QUICK, ids=lambda promise: promise.id)
def test_the_promise_holds_at_a_small_scale(promise, stage):
    found = promise.run(Stage(stage.databases, stage.folder, promise.databases[0], promise.quick))

    assert found.good, found.said


@pytest.mark.campaign
@pytest.mark.parametrize(("promise", "what"), CONTROLS, ids=lambda item: getattr(item, "id", item))
def test_the_control_shows_the_fault(promise, what, stage):
    found = promise.controls[what](Stage(stage.databases, stage.folder, promise.databases[0], promise.quick))

    assert not found.good, found.said


def _promise(**more) -> Promise:
    return Promise("P0", "Nothing happens", "0", lambda _: Findings(), **more)


def _result(good: bool, **controls: bool) -> dict:
    said = {"said": "1 lost", "seconds": 1.0}
    return {"found": said | {"good": good}, "seed": 7, "commit": "abc",
            "controls": {what: said | {"good": fine} for what, fine in controls.items()}}  # fmt: skip


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ({}, "not run"),
        ({"P0-sqlite": _result(True)}, "held"),
        ({"P0-sqlite": _result(False)}, "**not held**"),
        ({"P0-sqlite": _result(True, without=False)}, "held"),
        ({"P0-sqlite": _result(True, without=True)}, "**control failed**"),
    ],
)
def test_the_page_says_what_was_found(results, verdict):
    assert page.verdict(_promise(), results) == verdict
    assert verdict in page.drawn([_promise()], results)


def test_a_run_without_a_figure_to_hold_proves_nothing():
    found = Findings()
    found.count("messages", 100)

    assert not found.good


def test_every_campaign_is_named_after_its_promise():
    modules = sorted(path.stem for path in Path(__file__).parent.glob("[ps][0-9][0-9]_*.py"))
    assert [promise.id for promise in promises()] == [f"{name[0].upper()}{int(name[1:3])}" for name in modules]
