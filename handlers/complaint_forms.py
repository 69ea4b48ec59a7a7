"""The dialogs of complaints."""

from bot.complaints.rules import ATTRIBUTIONS, CAUSES, CHANNELS, PRODUCTS, REMEDIES
from bot.core.forms import (
    Checkbox,
    Choice,
    Choices,
    Customer,
    Date,
    Form,
    LongText,
    Moment,
    Money,
    Number,
    Person,
    Text,
)

SCORES = ("5", "4", "3", "2", "1")


class RegisterForm(Form):
    """A new complaint."""

    name = "complaints.register"
    customer = Customer()
    claim = LongText(required=True)
    complainant = Text(longest=100)
    channel = Choice(words="complaints.channel", codes=CHANNELS)
    product = Choice(words="complaints.product", codes=PRODUCTS)
    promised = Moment()
    subject = Person()
    people = Number(least=1, most=100_000, whole=True)
    vulnerable = Checkbox()


class EditForm(Form):
    """What a case is about."""

    name = "complaints.edit"
    customer = Customer(keeps=True)
    complainant = Text(longest=100, keeps=True)
    authority = Text(longest=200, keeps=True)
    channel = Choice(words="complaints.channel", codes=CHANNELS, keeps=True)
    product = Choice(words="complaints.product", codes=PRODUCTS, keeps=True)
    cause = Choice(words="complaints.cause", codes=CAUSES, keeps=True)
    severity = Choice(words="complaints.severity", keeps=True)
    regime = Choice(keeps=True)
    people = Number(least=1, most=100_000, whole=True, keeps=True)
    representatives = Text(longest=500, keeps=True)
    amount = Money(keeps=True)
    vulnerable = Checkbox()
    reason = Text(longest=300)


class ToldForm(Form):
    """What the customer was told: how, when, and what proves it."""

    name = "complaints.told"
    channel = Choice(words="complaints.channel", codes=CHANNELS, required=True)
    sent_at = Moment(required=True)
    content = Choices(words="complaints.content", radio=True)
    evidence = LongText(required=True)


class FindForm(Form):
    """Facts and fault."""

    name = "complaints.find"
    attribution = Choice(words="complaints.attribution", codes=ATTRIBUTIONS, required=True)
    cause = Choice(words="complaints.cause", codes=CAUSES)
    findings = LongText(required=True)
    evidence = LongText(required=True)


class RemedyForm(Form):
    """Something for the customer."""

    name = "complaints.remedy"
    type = Choice(words="complaints.remedy", codes=REMEDIES, required=True)
    amount = Money()
    text = LongText()


class CallBackForm(Form):
    """A call-back that did not go well."""

    name = "complaints.call_back"
    satisfaction = Choice(words="complaints.satisfaction", codes=SCORES)
    answer = LongText(required=True)
    new_facts = Checkbox()


class CloseForm(Form):
    """The case summary."""

    name = "complaints.close"
    headline = Text(required=True, longest=150)
    cause = Choice(words="complaints.cause", codes=CAUSES, required=True)
    changed = LongText(required=True)
    lesson = LongText()
    tags = Text(longest=200)


class ReasonForm(Form):
    """Why: for withdrawing, refusing, reopening, reviewing."""

    name = "complaints.reason"
    reason = LongText(required=True)
    new_facts = Checkbox()


class PauseForm(Form):
    """Why the case rests."""

    name = "complaints.pause"
    code = Choice(required=True)
    reason = LongText(required=True)
    channel = Choice(words="complaints.channel", codes=CHANNELS)
    evidence = LongText()


class NoticeForm(Form):
    """A reason, and what the customer was told of it."""

    name = "complaints.notice"
    reason = LongText(required=True)
    channel = Choice(words="complaints.channel", codes=CHANNELS)
    evidence = LongText()


class PromiseForm(Form):
    """By when the customer was promised an answer."""

    name = "complaints.promise"
    due = Moment(required=True)
    reason = Text(longest=300)


class AgreeForm(Form):
    """Another limit the customer agreed to."""

    name = "complaints.agree"
    until = Moment(required=True)
    evidence = LongText(required=True)


class RegisterFileForm(Form):
    """Which days' complaints the register lists."""

    name = "complaints.register_file"
    since = Date(required=True)
    until = Date(required=True)


class PersonForm(Form):
    """A colleague for a part in the case."""

    name = "complaints.person"
    person = Person(required=True)
