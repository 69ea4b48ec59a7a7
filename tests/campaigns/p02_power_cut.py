"""P2: the power is cut at any moment; what was answered "saved" is still there, and the database is whole."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from staging.world import World

from campaigns.kit.powercut import Disk, disk
from campaigns.promise import Findings, Promise, Stage

NOTES, CUTS = 80, 300


def cut(stage: Stage, weaker: Callable[[Engine], None] = lambda _: None) -> Findings:
    """Notes are typed one after another; then the power is cut three hundred times, each time somewhere else."""
    folder = Path(stage.folder) / "disk"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    file = folder / "rapport.db"
    shutil.copyfile(stage.database().removeprefix("sqlite:///"), file)
    start, acknowledged = {str(file): file.read_bytes()}, list[tuple[int, str]]()
    with disk(folder) as forgetful:
        with World(f"sqlite:///{file}") as world:
            weaker(world.rapport.engine)
            for number in range(stage.many(NOTES, 12)):
                words = f"第{number}批货的账期"
                if world.li.types("/visit", f"华东精工 今天拜访,谈了{words}").reply.ok:
                    acknowledged.append((len(forgetful.log), words))
            log = list(forgetful.log)
        forgetful.log = log
    return _after(stage, forgetful, start, acknowledged, str(file))


def _after(
    stage: Stage, forgetful: Disk, start: dict[str, bytes], acknowledged: list[tuple[int, str]], file: str
) -> Findings:
    dice, lost, corrupt, cuts = stage.dice("P2"), 0, 0, stage.many(CUTS, 30)
    first = acknowledged[0][0]
    for _ in range(cuts):
        at = dice.randrange(first, len(forgetful.log))
        found = _recovered(forgetful.after_cut(at, start, dice), Path(stage.folder) / "after", file)
        corrupt += found is None
        said = "\n".join(found or ())
        lost += any(words not in said for when, words in acknowledged if when <= at)
    result = Findings()
    result.count("notes", len(acknowledged))
    result.count("power cuts", cuts)
    result.none("cuts that lost a note answered as saved", lost)
    result.none("cuts that left a broken database", corrupt)
    return result


def _recovered(files: dict[str, bytes], folder: Path, file: str) -> list[str] | None:
    """What the database holds after the next start; None when it is broken."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / Path(name).name).write_bytes(content)
    opened = sqlite3.connect(folder / Path(file).name)
    try:
        if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return None
        return [str(row[0]) for row in opened.execute("SELECT text FROM visit")]
    except sqlite3.DatabaseError:
        return None
    finally:
        opened.close()


def normal(engine: Engine) -> None:
    """What many recommend for WAL: synchronous=NORMAL, which syncs at checkpoints only."""

    def prepare(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    event.listen(engine, "connect", prepare)
    engine.dispose()


PROMISE = Promise(
    "P2", "What was answered as saved is there after a power cut too",
    "300 cuts: 0 lost, 0 broken databases",
    cut, controls={"synchronous=NORMAL": lambda stage: cut(stage.smaller(0.3), normal)}, quick=0.1,
)  # fmt: skip
