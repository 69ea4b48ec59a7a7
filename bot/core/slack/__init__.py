"""Slack's Web API behind one port; the only code of core that knows it is HTTP."""

from bot.core.slack.failures import Kind, SlackFailure, classify, no_welcome
from bot.core.slack.port import EVENT_TYPE, Blocks, Copy, Letter, Profile, SlackPort, profile_of

__all__ = [
    "EVENT_TYPE",
    "Blocks",
    "Copy",
    "Kind",
    "Letter",
    "Profile",
    "SlackFailure",
    "SlackPort",
    "classify",
    "no_welcome",
    "profile_of",
]
