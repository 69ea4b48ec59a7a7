"""One campaign in a process of its own: `python -m campaigns.one P7 sqlite 1.0 7`; the last line is JSON."""

import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from staging.databases import Databases

from bot.core import logs
from bot.core.guard import describe, guarded
from campaigns.catalogue import named
from campaigns.promise import Campaign, Findings, Stage


def attempt(campaign: Campaign, stage: Stage) -> dict[str, Any]:
    """What the campaign found, as the page keeps it; a campaign that breaks down has not held."""
    begun = time.monotonic()
    found = guarded(lambda: _figures(campaign(stage)), _broken)
    return found | {"seconds": round(time.monotonic() - begun, 1)}


def _figures(found: Findings) -> dict[str, Any]:
    return {"good": found.good, "said": found.said}


def _broken(error: Exception) -> dict[str, Any]:
    sys.stderr.write("".join(traceback.format_exception(error)))
    return {"good": False, "broken": True, "said": f"broke down: {describe(error)}"}


def main() -> None:
    """Run it with its controls and print what was found."""
    key, backend, scale, seed = sys.argv[1:5]
    (promise,) = named(key)
    logs.configure("CRITICAL")
    with tempfile.TemporaryDirectory(prefix=f"rapport-{key}-") as name, Databases(Path(name)) as databases:
        os.environ["XDG_RUNTIME_DIR"] = name
        stage = Stage(databases, Path(name), backend, float(scale), int(seed))
        found = attempt(promise.run, stage)
        # The fault must show on one database; the protection is what differs, not the database.
        controlled = backend == promise.databases[0]
        controls = {what: attempt(control, stage) for what, control in promise.controls.items() if controlled}
    sys.stdout.write("\n" + json.dumps({"found": found, "controls": controls}, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    # Whatever still lives in this process (a child that hangs, a thread that waits) must not hold up the next campaign.
    os._exit(0)


if __name__ == "__main__":
    main()
