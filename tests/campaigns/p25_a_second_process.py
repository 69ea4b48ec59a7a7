"""P25: a second Rapport on the same SQLite file goes away at once and says why; the file is not touched."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.core.lock import guard
from campaigns.kit.branch import Branch
from campaigns.promise import Findings, Promise, Stage


def second(stage: Stage, guarded: bool = True) -> Findings:
    """The first holds the file; the second is the program as it is started."""
    with Branch(stage) as branch:
        lock = guard(branch.url) if guarded else None
        file = Path(branch.url.removeprefix("sqlite:///"))
        before = hashlib.sha256(file.read_bytes()).hexdigest()
        environment = os.environ | {key.upper(): str(value) for key, value in branch.settings.items()} | {"PORT": "0"}
        begun, cpu = time.monotonic(), os.times()
        command = [sys.executable, "-m", "bot", "run"]
        try:
            ended = subprocess.run(command, env=environment | {"PORT": "1"}, capture_output=True, text=True, timeout=20)
            code, said = ended.returncode, ended.stderr
        except subprocess.TimeoutExpired:
            code, said = 0, ""
        used = os.times().children_user + os.times().children_system - cpu.children_user - cpu.children_system
        if lock is not None:
            lock.close()
        found = Findings()
        found.count("s until it was gone", time.monotonic() - begun)
        found.at_most("s of processor until it was gone", used, 2.0)
        found.exactly("exit code", code, 2)
        found.exactly("said why", "another Rapport is already running" in said, True)
        found.exactly("file untouched", hashlib.sha256(file.read_bytes()).hexdigest() == before, True)
        return found


PROMISE = Promise(
    "P25", "A second process on the same SQLite file ends at once with a clear word",
    "exit code 2 in less than 2 s of processor time, the file untouched",
    second, controls={"without the lock": lambda stage: second(stage, guarded=False)}, quick=1.0, quick_controls=False,
)  # fmt: skip
