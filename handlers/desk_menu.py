"""/desk: the rest. Capabilities register the words behind it (`table.subcommand`); here: leave, language and help."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core.errors import Refusal
from bot.core.mentions import MENTION
from bot.core.words import normalise_locale
from bot.core.work import Work
from bot.directory import queries, usecases
from bot.directory.models import Leave, Person, Role
from bot.promises import clocks
from bot.understanding.dates import find_dates
from handlers.inbound import Press, Typed
from handlers.replies import Answer, Reply
from handlers.table import Line, Table

LANGUAGES = {
    "zh": "zh-CN", "cn": "zh-CN", "chinese": "zh-CN", "中文": "zh-CN", "汉语": "zh-CN",
    "en": "en", "english": "en", "英文": "en", "英语": "en",
    "auto": "auto", "slack": "auto", "自动": "auto",
}  # fmt: skip

GROUPS = {
    "day": ("promises", "asks", "complaints", "rules", "reviews"),
    "customer": ("risk", "churn", "papers", "disclosure", "cases", "aml"),
    "own": ("leave", "handover", "language"),
    "house": ("figures", "register", "import", "hold"),
}
"""What belongs together, in the order people need it; a word of no group stands at the end."""
FOR = {
    "import": ({"admin"}, set[str]()), "hold": ({"admin"}, {"compliance", "legal"}),
    "figures": ({"lead", "auditor"}, {"customer_service", "complaints"}),
    "register": ({"lead"}, {"customer_service", "complaints"}),
}  # fmt: skip
"""Words that only some roles or departments can use: nobody else is shown them."""
NAME = 4
"""Words of a name that somebody typed behind @."""
AUDITED = ("rules", "aml", "leave", "language")
"""What is of use to an auditor, who sees neither customers nor promises."""


def register(table: Table) -> None:
    """/desk and the words that belong to nobody else."""
    table.command("/desk", desk(table))
    table.subcommand("leave", leave, "休假", "请假", "holiday", "vacation")
    table.subcommand("language", language, "语言", "lang")
    table.subcommand("help", helping(table), "帮助", "?", "\uff1f")
    table.press("leave.cancel", cancel)


def desk(table: Table) -> Line:
    """The first word chooses; nothing or an unknown word shows what there is."""

    def handle(work: Work, typed: Typed) -> Answer:
        word, _, rest = typed.text.strip().partition(" ")
        name = table.also.get(word.casefold())
        if name is None:
            return helping(table)(work, typed)
        return table.subcommands[name](work, replace(typed, text=rest.strip()))

    return handle


def helping(table: Table) -> Callable[[Work, Typed], Answer]:
    """What /desk can do, with an example each; `unknown` is what was typed and not understood."""

    def handle(work: Work, typed: Typed) -> Answer:
        names = [name for name in table.subcommands if name != "help" and _may(work, name)]
        return Reply("desk/help", {"groups": _grouped(names), "unknown": typed.text.strip()[:200]})

    return handle


def _may(work: Work, name: str) -> bool:
    if work.actor.role == Role.AUDITOR.value:
        return name in AUDITED
    roles, departments = FOR.get(name, ({work.actor.role}, set()))
    return work.actor.role in roles or work.actor.department in departments


def _grouped(names: list[str]) -> list[dict[str, Any]]:
    known = {name for group in GROUPS.values() for name in group}
    groups = {code: [name for name in group if name in names] for code, group in GROUPS.items()}
    groups["house"] += [name for name in names if name not in known]
    return [{"code": code, "names": group} for code, group in groups.items() if group]


def leave(work: Work, typed: Typed) -> Answer:
    """`12/1-12/5 @deputy`: reminders go to the deputy meanwhile. Without days: what is entered."""
    deputy, days = _deputy(work, typed.text.replace("＠", "@"))
    if not days:
        return _entered(work)
    found_days = find_dates(days, clocks.frame(work))
    if not found_days:
        raise Refusal("desk/leave-unclear")
    first, last = found_days[0].start.date(), max((when.end or when.start).date() for when in found_days)
    entered = usecases.take_leave(work, first, last, deputy.id if deputy else None)
    return Reply("desk/leave", {"leave": _leave(work, entered)})


def _deputy(work: Work, text: str) -> tuple[Person | None, str]:
    """Who is named with @, picked in Slack or typed as a name, and the words without it."""
    picked = MENTION.search(text)
    before, at, after = (text[: picked.start()], "@", picked[1]) if picked else text.partition("@")
    if not at:
        return None, text.strip()
    words = after.split()
    for count in range(min(len(words), NAME), 0, -1):
        who = " ".join(words[:count])
        if queries.by_slack_id(work.session, who) or queries.named(work.session, who):
            rest = text[picked.end() :] if picked else " ".join(words[count:])
            return clocks.colleague(work, who), f"{before} {rest}".strip()
    raise Refusal("directory/deputy-unknown")


def _leave(work: Work, leave: Leave) -> dict[str, Any]:
    person = work.session.get_one(Person, leave.person_id)
    deputy_id = leave.deputy_id or person.deputy_id
    deputy = work.session.get(Person, deputy_id) if deputy_id else None
    return {"id": leave.id, "first": leave.first_day, "last": leave.last_day, "deputy": deputy.name if deputy else None}


def _entered(work: Work) -> Answer:
    leaves = queries.coming_leaves(work.session, usecases.myself(work), work.now)
    return Reply("desk/leaves", {"leaves": [_leave(work, leave) for leave in leaves]})


def cancel(work: Work, press: Press) -> Answer:
    """Take a leave back."""
    usecases.cancel_leave(work, press.id)
    return Reply("desk/leave-cancelled")


def language(work: Work, typed: Typed) -> Answer:
    """`zh`, `en` or `auto` (as Slack says)."""
    word = typed.text.strip().casefold()
    chosen = LANGUAGES.get(word) or (normalise_locale(word) if re.fullmatch(r"(zh|en)[-_]\w{2,8}", word) else None)
    if chosen is None:
        raise Refusal("desk/language-unknown")
    return Reply("desk/language", {"chosen": chosen}, reader=usecases.speak(work, chosen))
