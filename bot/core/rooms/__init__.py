"""A private channel of its own for the most severe records: wanted by a person, opened and archived by an errand."""

from bot.core.rooms.model import Room, latest, shown, subject_of_channel, want
from bot.core.rooms.tending import Keeper, Party, tend

__all__ = ["Keeper", "Party", "Room", "latest", "shown", "subject_of_channel", "tend", "want"]
