"""S8: tokens, signing secret and keys stand in no output, log, database file, backup or export."""

import gzip
import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from sqlalchemy import make_url

from bot.main import backup, transfer
from campaigns.kit.staged import KEY, listening, scenario, staged
from campaigns.promise import Findings, Promise, Stage


def as_shipped(stage: Stage) -> Findings:
    """A day with known secrets, trouble included; then every file and line is searched."""
    return searched(stage, False)


def a_settings_dump(stage: Stage) -> Findings:
    """The same with one line that prints what the settings hold."""
    return searched(stage, True)


def searched(stage: Stage, careless: bool) -> Findings:
    """Play, make Slack fail, back up, export, and look."""
    dice, out = stage.dice("s8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), listening() as heard, staged(stage) as (world, customers):
        secrets = [world.slack.bot_token, world.slack.app_token, world.slack.signing_secret, KEY]
        for number in range(stage.many(200, 20)):
            if number % 10 == 0:
                world.slack.faults.error("chat.*", "internal_error", times=1)
            scenario(world, dice.choice(customers), dice)
        world.slack.office.revokes_token()
        world.run("core.installed")
        if careless:
            out.write(world.settings.slack_bot_token.get_secret_value())  # type: ignore[union-attr]
        out.write(repr(world.settings) + repr(world.rapport.port) + repr(world.rapport.identity))
        file = Path(str(make_url(world.settings.database_url).database))
        backup.backup(world.rapport.engine, stage.folder / "copy.db")
        transfer.export(world.rapport.engine, stage.folder / "all.gz")
        raw = b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))
        raw += (stage.folder / "copy.db").read_bytes() + gzip.decompress((stage.folder / "all.gz").read_bytes())
    said = out.getvalue() + "\n".join(heard.lines)
    found = Findings()
    found.count("secrets", len(secrets))
    found.count("MB searched", round((len(said) + len(raw)) / 1e6, 1))
    found.none("in output and logs", sum(len(re.findall(re.escape(secret), said)) for secret in secrets))
    found.none("in database, backup and export", sum(raw.count(secret.encode()) for secret in secrets))
    for name in ("copy.db", "all.gz"):
        (stage.folder / name).unlink(missing_ok=True)
    sys.stdout.flush()
    return found


PROMISE = Promise(
    "S8", "Tokens and keys stand in no output, log, database, backup or export",
    "a day with known secrets, all output and files searched: 0 hits",
    as_shipped, controls={"a line that prints the settings": a_settings_dump}, quick=0.1,
)  # fmt: skip
