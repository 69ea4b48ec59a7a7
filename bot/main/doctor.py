"""`python -m bot doctor`: one line for each thing Rapport needs, and one line that says how to mend it."""

import threading
from collections.abc import Callable, Collection, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.core.calendar import table as calendars
from bot.core.clock import Clock
from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.core.lock import guard
from bot.core.outbox import Posting, stops
from bot.core.outbox.model import State
from bot.core.privacy.fields import Unreadable, sealed_columns
from bot.core.settings import Settings, packs_off, read, require_slack
from bot.core.slack import SlackPort
from bot.core.work import Work
from bot.directory import channels, departments, queries, wording
from bot.directory.models import Person
from bot.main import migrate
from bot.main.compose import handlers_table, pack, workshop
from bot.main.doctor_templates import live, templates
from bot.main.findings import Finding, bad, fine, warn
from bot.main.manifest import scopes
from bot.main.secret import unlock
from bot.migrations.tables import metadata

SKEW_WARN, SKEW_BAD = 30, 240
"""Seconds between our clock and Slack's: Slack's signatures are valid for 300."""

LATE = 10
"""Minutes a message may wait that is due."""


def examine(clock: Clock, root: Path, with_live: bool, env_file: Path | None = Path(".env")) -> Iterator[Finding]:
    """Everything, in the order one would mend it. With `with_live` Slack judges every message as well."""
    try:
        settings = read(env_file)
    except Misconfigured as error:
        yield bad("settings", str(error), "correct that line of .env; docs/settings.md explains every variable")
        return
    yield fine("settings", "readable")
    yield from _database(settings, clock)
    yield from templates(root)
    yield from _slack(settings, clock, root, with_live)


def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    try:
        unlock(settings)
        engine = connect(settings.database_url)
        with engine.execution_options(reading=True).connect() as connection:
            connection.execute(text("SELECT 1"))
    except Misconfigured as error:
        yield bad("database", str(error), "set DATABASE_URL and RAPPORT_SECRET_KEYS in .env")
        return
    except SQLAlchemyError as error:
        yield bad("database", f"cannot be reached ({type(error).__name__})", "start it, and check DATABASE_URL in .env")
        return
    try:
        yield fine("database", f"{engine.dialect.name}{_running(settings)}")
        try:
            migrate.check(engine)
            newer = migrate.newer(engine)
        except Misconfigured as error:
            yield bad("migrations", str(error), "run `python -m bot db upgrade`, or install the newer release")
            return
        yield fine("migrations", f"of a newer release that works with this one ({newer})" if newer else "up to date")
        yield _keys(engine)
        with workshop(settings, engine, clock).read() as work:
            yield from _house(settings, work)
    except Misconfigured as error:
        yield bad("policy", str(error), "set RAPPORT_POLICY to one of the shipped packs")
    finally:
        engine.dispose()


def _running(settings: Settings) -> str:
    try:
        lock = guard(settings.database_url)
    except Misconfigured:
        return ", Rapport is running on it"
    if lock is not None:
        lock.close()
    return ""


def _keys(engine: Engine) -> Finding:
    with engine.execution_options(reading=True).connect() as connection:
        for table, column in sealed_columns(metadata()):
            try:
                connection.execute(select(column).where(column.is_not(None)).limit(1)).first()
            except Unreadable:
                return bad(
                    "keys", f"no key opens what is sealed in {table.name}",
                    "put the key it was sealed with at the end of RAPPORT_SECRET_KEYS (or restore secret.keys)",
                )  # fmt: skip
    return fine("keys", "open what is sealed")


def _house(settings: Settings, work: Work) -> Iterator[Finding]:
    people = work.session.scalar(select(func.count()).where(Person.deactivated_at.is_(None))) or 0
    if not queries.admins(work.session):
        yield bad("admin", "there is none", "run `python -m bot admin add you@company.example`")
    elif people < 2:
        yield warn("people", "nobody is imported yet", "run `python -m bot import people FILE`")
    else:
        yield fine("people", f"{people}")
    yield fine("policy", pack(queries.preference(work.session, "policy") or settings.policy).name)
    house = queries.defaults(work.session)
    gaps = calendars.load(work.session, house.calendar).warnings(work.now)
    for gap in gaps:
        how = "run `python -m bot calendar import FILE` once it is published"
        yield warn("calendar", f"{house.calendar} {gap.year} is {gap.kind}", how)
    if not gaps:
        yield fine("calendar", f"{house.calendar} is complete")
    unbound = [wording.own_department(row.code, "en") for row in departments.asked(work) if row.channel is None]
    if unbound:
        yield warn(
            "departments", f"without a channel: {', '.join(unbound)}", "bind them on Rapport's Home tab in Slack"
        )
    yield from _outbox(work)


def _outbox(work: Work) -> Iterator[Finding]:
    for stop in stops.stops(work.session):
        how = "run `python -m bot resume`" if stop.cause == "clock" else "install the app again; it resumes by itself"
        yield bad("delivery", f"stopped since {stop.since:%Y-%m-%d %H:%M} UTC ({stop.code})", how)
    for place in stops.places(stops.standing(work.session)):
        said = f"Slack refuses {place.cause} since {place.since:%Y-%m-%d %H:%M} UTC ({place.code})"
        yield warn("delivery", said, "check the app's scopes and channels, then run `python -m bot resume`")
    oldest = work.session.scalar(
        select(func.min(Posting.due_at)).where(Posting.state == State.QUEUED.value, Posting.due_at <= work.now)
    )
    waited = int((work.now - oldest).total_seconds() // 60) if oldest else 0
    failed = work.session.scalar(select(func.count()).where(Posting.state == State.PARKED.value)) or 0
    if waited > LATE:
        yield warn("queue", f"a message has been waiting for {waited} minutes", "is `python -m bot run` running?")
    if failed:
        yield warn(
            "queue", f"{failed} messages could not be delivered", "mend their channels, then run `python -m bot resume`"
        )
    if waited <= LATE and not failed:
        yield fine("queue", "nothing waits too long, nothing failed")


def _slack(settings: Settings, clock: Clock, root: Path, with_live: bool) -> Iterator[Finding]:
    try:
        require_slack(settings)
    except Misconfigured as error:
        yield bad("tokens", str(error), "run `python -m bot init`")
        return
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = WebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[], timeout=10)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        yield bad("tokens", f"Slack refuses SLACK_BOT_TOKEN ({code})", "copy the Bot User OAuth Token (xoxb-...) again")
        return
    except (SlackClientError, OSError) as error:
        yield bad("slack", f"cannot be reached ({type(error).__name__})", "check network and proxy, then try again")
        return
    yield fine("tokens", f"{answer.get('team')} as {answer.get('user')}")
    yield _scopes(answer.headers, packs_off(settings))
    yield _clock(answer.headers, clock)
    if settings.slack_app_token is not None:
        yield _app_token(settings)
    port = SlackPort(token, settings.slack_api_url)
    try:
        yield from _channels(settings, port, clock)
        if with_live:
            yield from live(port, root, threading.Event().wait)
    finally:
        port.close()


def _scopes(headers: object, without: Collection[str] = ()) -> Finding:
    given = _header(headers, "x-oauth-scopes")
    if given is None:
        return warn("scopes", "Slack did not name them", "compare them with manifest.json by hand")
    missing = sorted(scopes(handlers_table(), without) - {one.strip() for one in given.split(",")})
    if missing:
        return bad(
            "scopes", f"missing: {', '.join(missing)}",
            "paste manifest.json into the app's settings (App Manifest) and install the app again",
        )  # fmt: skip
    return fine("scopes", "all that the manifest asks for")


def _clock(headers: object, clock: Clock) -> Finding:
    stamp = _header(headers, "date")
    if stamp is None:
        return warn("clock", "Slack did not tell the time", "compare the server's clock by hand")
    theirs = parsedate_to_datetime(stamp)
    theirs = theirs.replace(tzinfo=UTC) if theirs.tzinfo is None else theirs
    skew = abs((clock() - theirs).total_seconds())
    if skew < SKEW_WARN:
        return fine("clock", "agrees with Slack's")
    judged: Callable[[str, str, str], Finding] = bad if skew > SKEW_BAD else warn
    return judged("clock", f"{skew:.0f} seconds away from Slack's", "set the server's clock (timedatectl, chrony)")


def _header(headers: object, name: str) -> str | None:
    found = {str(key).lower(): value for key, value in dict(headers or {}).items()}.get(name)  # type: ignore[call-overload]
    return None if found is None else str(found[0] if isinstance(found, list) else found)


def _app_token(settings: Settings) -> Finding:
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    client = WebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[], timeout=10)
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        return bad("socket", f"Slack refuses SLACK_APP_TOKEN ({code})", "make one with the scope connections:write")
    except (SlackClientError, OSError) as error:
        return bad("socket", f"cannot be reached ({type(error).__name__})", "check network and proxy, then try again")
    return fine("socket", "SLACK_APP_TOKEN opens a connection")


def _channels(settings: Settings, port: SlackPort, clock: Clock) -> Iterator[Finding]:
    engine = connect(settings.database_url)
    try:
        with workshop(settings, engine, clock).read() as work:
            bound = {
                row.channel: wording.own_department(row.code, "en") for row in departments.known(work) if row.channel
            }
    except SQLAlchemyError:
        return
    finally:
        engine.dispose()
    how = {
        "archived": "unarchive it or bind another on Home", "gone": "bind another private channel on Home",
        "absent": "type /invite @rapport there", "public": "make it private, or bind a private one on Home",
        "shared": "end the sharing, or bind another private one on Home",
    }  # fmt: skip
    for channel, trouble in channels.inspect(port, list(bound)).items():
        if trouble is None:
            yield fine("channel", f"{bound[channel]} is reachable")
        else:
            yield bad("channel", f"{bound[channel]}: {trouble}", how[trouble])
