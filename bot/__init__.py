"""Rapport: the assistant account managers talk to in Slack."""

__version__ = "0.1.0"
