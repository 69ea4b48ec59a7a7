"""Logging: one line an event, ids and codes only, never what people typed."""

import logging

import structlog


def configure(level: str = "INFO") -> None:
    """Set up structlog and logging. Slack's libraries stay at WARNING: at DEBUG they log texts."""
    number = logging.getLevelName(level)
    logging.basicConfig(level=number, format="%(asctime)s [%(levelname)s] %(name)s %(message)s")
    for name in ("slack_bolt", "slack_sdk", "uvicorn", "apscheduler", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    # Slack's client says again what the library below it says, which would also tell of lines we hang up ourselves; a
    # level would not do: the client sets its own.
    logging.getLogger("websocket").disabled = True
    # A tick still running when its next turn comes is no news: the watchdog tells when one hangs.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(number))
