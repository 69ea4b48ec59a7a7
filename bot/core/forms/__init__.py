"""Modals declared as classes: see `Form`."""

from bot.core.forms.choices import Channel, Choice, Choices, Customer, Found, People, Person
from bot.core.forms.fields import (
    Checkbox,
    Date,
    Email,
    Field,
    File,
    LongText,
    Moment,
    Money,
    Note,
    Number,
    Text,
    Time,
)
from bot.core.forms.form import Form, Parsed, Typed
from bot.core.forms.reading import Wrong, read_money, read_number

__all__ = [
    "Channel",
    "Checkbox",
    "Choice",
    "Choices",
    "Customer",
    "Date",
    "Email",
    "Field",
    "File",
    "Form",
    "Found",
    "LongText",
    "Moment",
    "Money",
    "Note",
    "Number",
    "Parsed",
    "People",
    "Person",
    "Text",
    "Time",
    "Typed",
    "Wrong",
    "read_money",
    "read_number",
]
