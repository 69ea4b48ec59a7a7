"""Settings from the environment or `.env`. A wrong or missing one is named in one clear line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import Misconfigured


@dataclass(frozen=True)
class Defaults:
    """What holds for an organisation, or a person, that chose nothing."""

    language: str = "zh-CN"
    zone: str = "Asia/Shanghai"
    calendar: str = "CN"
    hours: str = "Mon-Fri 09:00-12:00 13:30-18:00"
    digest_time: str = "09:00"


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be a web address such as https://slack.com/api/")
    return value if value.endswith("/") else value + "/"


def _token(prefix: str, what: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else ""
        if text and not text.startswith(prefix):
            raise ValueError(f"must start with {prefix} ({what})")
        return value if text else None

    return AfterValidator(check)


class Settings(BaseSettings):
    """Everything the program reads from outside, apart from the database.

    Slack's own names are unprefixed, ours start with RAPPORT_. Empty strings count as missing.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    slack_bot_token: Annotated[SecretStr | None, _token("xoxb-", "the Bot User OAuth Token")] = None
    slack_app_token: Annotated[SecretStr | None, _token("xapp-", "the App-Level Token")] = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = "https://slack.com/api/"
    database_url: str = "sqlite:///var/rapport.db"
    port: int = Field(default=3000, ge=1, le=65535)
    host: str = Field(default="0.0.0.0", alias="RAPPORT_HOST")  # noqa: S104 - behind a proxy or container port
    workers: int = Field(default=16, ge=1, le=64, alias="RAPPORT_WORKERS")
    clock_fuse: bool = Field(default=True, alias="RAPPORT_CLOCK_FUSE")
    park_deadlines: bool = Field(default=False, alias="RAPPORT_PARK_DEADLINES")
    policy: str = Field(default="generic-enterprise", alias="RAPPORT_POLICY")
    command_prefix: str = Field(default="", alias="RAPPORT_COMMAND_PREFIX", pattern=r"^[a-z0-9_-]{0,20}$")
    without: str = Field(default="", alias="RAPPORT_WITHOUT", pattern=r"^[a-z, ]*$")
    audit_anchor_file: Path | None = Field(default=None, alias="RAPPORT_AUDIT_ANCHOR_FILE")
    audit_anchor_channel: str = Field(
        default="", alias="RAPPORT_AUDIT_ANCHOR_CHANNEL", pattern=r"^([CG][A-Z0-9]{2,})?$"
    )
    secret_keys: SecretStr | None = Field(default=None, alias="RAPPORT_SECRET_KEYS")
    log_level: str = Field(default="INFO", alias="RAPPORT_LOG_LEVEL", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    tick_seconds: float = Field(default=5.0, gt=0, le=300, alias="RAPPORT_TICK_SECONDS")
    settle_seconds: float = Field(default=30.0, ge=0, le=600, alias="RAPPORT_SETTLE_SECONDS")
    workspace_per_minute: int = Field(default=300, ge=1, alias="RAPPORT_MESSAGES_PER_MINUTE")
    processes: int = Field(default=0, ge=0, le=16, alias="RAPPORT_PROCESSES")
    socket_connections: int = Field(default=2, ge=1, le=10, alias="RAPPORT_SOCKET_CONNECTIONS")


def read(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """The settings now in force.

    Raises Misconfigured with one line that names each wrong variable and what it should be.
    """
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise Misconfigured("; ".join(_line(item) for item in error.errors())) from None


def environment(settings: Settings) -> dict[str, str]:
    """The same settings as environment variables, for another process of the same program."""
    plain = {(field.alias or name).upper(): getattr(settings, name) for name, field in Settings.model_fields.items()}
    shown = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in plain.items()}
    return {name: str(value) for name, value in shown.items() if value is not None}


def _line(item: object) -> str:
    assert isinstance(item, dict)
    name = "_".join(str(part) for part in item["loc"]).upper()
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[0].lower()}{message[1:]}"


def packs_off(settings: Settings) -> frozenset[str]:
    """The packs of RAPPORT_WITHOUT."""
    return frozenset(part.strip() for part in settings.without.split(",") if part.strip())


def require_slack(settings: Settings) -> None:
    """Raise Misconfigured unless the settings name one complete way to talk to Slack."""
    missing = [] if settings.slack_bot_token else ["SLACK_BOT_TOKEN (Bot User OAuth Token, xoxb-...)"]
    if not settings.slack_app_token and not settings.slack_signing_secret:
        missing.append("SLACK_APP_TOKEN (Socket Mode, xapp-...) or SLACK_SIGNING_SECRET (HTTP)")
    if missing:
        raise Misconfigured("missing " + " and ".join(missing) + "; put them into .env or run `python -m bot init`")
