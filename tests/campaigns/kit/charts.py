"""Random branches of a bank, told through the same handlers as in life, and their probes: whatever one can do in Slack."""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Table, delete, func, select
from sqlalchemy.orm import Session

from bot import wiring
from bot.core.access import Actor
from bot.core.errors import Refusal
from bot.core.outbox import Posting
from bot.core.outbox.readers import Audience
from bot.core.templating import Reader, Templates
from bot.core.words import TEMPLATES
from bot.core.work import Work, Workshop
from bot.customers import usecases as customers
from bot.directory.models import Department, Person
from bot.directory.queries import actor_of
from bot.main import handlers_table
from bot.migrations import tables
from bot.reports import digest
from handlers.inbound import Press, Submission, Typed
from handlers.presenting import Presenter
from handlers.replies import Answer, Home, Open, Page, Reply, Suggest

TABLES = tables.metadata().sorted_tables
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PLACES = [
    "苏州",
    "无锡",
    "常州",
    "南通",
    "扬州",
    "镇江",
    "盐城",
    "泰州",
    "宿迁",
    "淮安",
    "徐州",
    "湖州",
    "嘉兴",
    "绍兴",
    "宁波",
    "台州",
]
WORDS = [
    "精工",
    "恒泰",
    "远洋",
    "瑞丰",
    "博远",
    "金桥",
    "华威",
    "天域",
    "联创",
    "星河",
    "鼎盛",
    "安捷",
    "卓越",
    "宏图",
    "新锐",
    "德邦",
    "鸿运",
    "凯旋",
    "嘉禾",
    "润泽",
]
TRADES = ["机械", "纺织", "电子", "食品", "物流", "化工", "建材", "医药"]
GIVEN = ["伟", "芳", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "超", "明", "丽"]
FAMILY = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"]
SHARED = ("hold",)
"""Words behind /desk that show customers across books on purpose: compliance and legal name one by its exact name."""
NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])([A-Z]{1,2}-)\d+|(?<=\"value\": \")\d+|(?<=/)\d+(?=[/\"])|(?<=\"private_metadata\": \")\d+"
    r"|\d+(?= 条消息待发| messages? (?:is|are) waiting)"
)
"""Record numbers, and how many messages wait in the whole house, which an admin's Home tells on purpose."""


@dataclass
class Book:
    """One customer: its row id, its name and code, who is involved, and the records that hang on it by kind."""

    id: int
    name: str
    code: str
    involved: set[int]
    records: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """One thing somebody does. `about` says that it names the customer, so it is tried with and without each time."""

    name: str
    act: Callable[[Work, Book], Answer]
    about: bool = True


class Chart:
    """A branch: who leads whom, whose customers, and what happened. Made anew for each roll of the dice."""

    def __init__(self, engine: Engine, shop: Workshop, dice: random.Random, books: int = 16) -> None:
        self.engine, self.shop, self.dice = engine, shop, dice
        self.table, self.templates = handlers_table(), Templates(TEMPLATES)
        self.presenter = Presenter(self.templates, shop.clock, "UBOT")
        self.people: dict[int, Actor] = {}
        self.above: dict[int, set[int]] = {}
        self._made = 0
        self._hire()
        self.books = [self._open_book(number) for number in range(books)]

    # -- the branch ----------------------------------------------------------------------------------------------

    def _hire(self) -> None:
        dice = self.dice
        with self.shop.open() as work:
            head = self._person(work, "lead", None)
            leads = [self._person(work, "lead", head) for _ in range(dice.randint(1, 3))]
            deep = [self._person(work, "lead", dice.choice(leads)) for _ in range(dice.randint(0, 1))]
            managers = [self._person(work, "manager", dice.choice(leads + deep)) for _ in range(dice.randint(4, 7))]
            for department in ("product", "risk", "customer_service", "compliance"):
                one = self._person(work, "colleague", None, department)
                work.save(Department(code=department, channel=f"C{department.upper()[:6]}", head_id=one.id))
            self._person(work, "admin", None, "operations")
            self._person(work, "auditor", None, "compliance")
            self.managers = [row.id for row in (*managers, *leads)]
        with self.shop.read() as work:
            for row in work.session.scalars(select(Person)):
                self.people[row.id] = actor_of(work.session, row)
                self.above[row.id] = set()
                lead = row.lead_id
                while lead is not None:
                    self.above[row.id].add(lead)
                    lead = work.session.get_one(Person, lead).lead_id

    def _person(self, work: Work, role: str, lead: Person | None, department: str = "account_management") -> Person:
        self._made += 1
        name = self.dice.choice(FAMILY) + self.dice.choice(GIVEN) + self.dice.choice(GIVEN)
        language = "zh-CN" if self.dice.random() < 0.7 else "en"
        return work.save(
            Person(
                name=name, slack_id=f"U{self._made:08d}", role=role, department=department, language=language,
                time_zone="Asia/Shanghai", lead_id=lead.id if lead else None,
            )
        )  # fmt: skip

    def _open_book(self, number: int) -> Book:
        dice, owner = self.dice, self.dice.choice(self.managers)
        name = f"{dice.choice(PLACES)}{dice.choice(WORDS)}{chr(0x4E00 + dice.randint(0x200, 0x1500))}{dice.choice(TRADES)}有限公司"
        code = f"K{dice.randint(10_000, 99_999)}{number}"
        helpers = dice.sample(self.managers, dice.choice((0, 0, 1)))
        details = customers.Details(
            name=name, code=code, support=helpers, tier=dice.choice(("key", "standard", None)),
            people=[{"name": f"{dice.choice(FAMILY)}总{number}", "phone": f"139{dice.randint(10**7, 10**8 - 1)}"}],
        )  # fmt: skip
        with self.shop.open(self.people[owner]) as work:
            made = customers.create(work, details, owner_id=owner)
        book = Book(made.id, name, code, {owner, *helpers, *self.above[owner]})
        self._live(book, owner)
        return book

    def _live(self, book: Book, owner: int) -> None:
        """What happens with a customer: a note with a promise mostly, sometimes trouble."""
        dice, actor = self.dice, self.people[owner]
        self.do(actor, "/visit", f"昨天拜访{book.name}，谈了续约，下周三前给方案")
        if dice.random() < 0.6:
            self.do(actor, "/visit", f"今天电话{book.name}，对方说库存积压，明天前回电")
        if dice.random() < 0.4:
            self.do(actor, "/desk", f"risk {book.name} 应收账款逾期两个月，被起诉")
        if dice.random() < 0.3:
            self.do(actor, "/complaint", f"{book.name} 手续费多扣两次，很生气，要求退款")
            book.involved |= {one for one, who in self.people.items() if who.department == "customer_service"}
        if dice.random() < 0.3:
            self.do(actor, "/escalate", f"产品部 {book.name} 要一个供应链方案，周五前")
            book.involved |= {one for one, who in self.people.items() if who.department == "product"}
        # Risk and compliance are told of alerts by their duty; they are involved wherever one stands.
        book.involved |= {one for one, who in self.people.items() if who.department in ("risk", "compliance")}
        book.records = self._records(book.id)

    def do(self, actor: Actor, command: str, text: str) -> None:
        """A command in earnest; a refusal changes nothing."""
        self._made += 1
        with self.shop.open(actor) as work:
            try:
                self.table.commands[command](
                    work, Typed(text, "command", f"command:{self._made}", author=actor.slack_id)
                )
            except Refusal:
                work.session.rollback()

    def _records(self, customer_id: int) -> dict[str, list[int]]:
        with self.engine.connect() as connection:
            return {
                table.name: list(connection.scalars(select(table.c.id).where(table.c.customer_id == customer_id)))
                for table in TABLES
                if "customer_id" in table.c and "id" in table.c
            }

    # -- what one can do -----------------------------------------------------------------------------------------

    def probes(self) -> list[Probe]:
        """Every command, word behind /desk, typeahead, number, button, form, Home and digest there is."""
        found: list[Probe] = []
        for command, handler in self.table.commands.items():
            for form in (
                "{name}",
                "{code}",
                "{part}",
                "拜访{name}，谈了续约，明天前给方案",
                "产品部 {name} 要方案，周五前",
            ):
                found.append(Probe(f"{command} {form}", _typing(handler, form)))
        for word, handler in self.table.subcommands.items():
            if word not in SHARED:
                found.append(Probe(f"/desk {word}", _typing(handler, ""), about=False))
                found.append(Probe(f"/desk {word} name", _typing(handler, "{name}")))
        for name, lookup in self.table.lookups.items():
            found.append(Probe(f"lookup {name}", _looking(lookup, ""), about=False))
            for form in ("{part}", "{code}", "{name}"):
                found.append(Probe(f"lookup {name} {form}", _looking(lookup, form)))
        for kind, numbered in self.table.numbers.items():
            found.append(Probe(f"number of {kind}", _numbering(numbered, {"disclosure": "paper"}.get(kind, kind))))
        for verb, pressed in self.table.presses.items():
            found.append(Probe(f"press {verb}", _pressing(pressed, verb)))
        for name, (_, submitted) in self.table.forms.items():
            if name not in ("privacy.hold", "home.organisation", "home.department", "imports.hand_in"):
                found.append(Probe(f"form {name}", _submitting(submitted, name)))
        home = self.table.singles["home"]
        found.append(Probe("home", lambda work, _: home(work), about=False))
        found.append(Probe("digest", self._digest, about=False))
        return found

    def _digest(self, work: Work, _: Book) -> Answer:
        person = work.session.get_one(Person, work.actor.person_id)
        made = digest.create(work, person, NOW.astimezone(work.actor.zone).date())
        if made is None:
            return None
        audience = Audience("person", work.actor.language, work.actor.zone, person_id=person.id)
        said = wiring.CARDS["digest"](work, made.id, audience)
        return Reply(said.template, said.data) if said else None

    # -- what one sees -------------------------------------------------------------------------------------------

    def seen(self, session: Session, viewer: Actor, probe: Probe, book: Book) -> str:
        """Everything the viewer is shown in answer, record numbers left out; what the probe did is undone."""
        nested = session.begin_nested()
        session.info.clear()
        work = Work(session, NOW, viewer, self.shop.house)
        before = session.scalar(select(func.max(Posting.id))) or 0
        try:
            answer = probe.act(work, book)
            session.flush()
            told = self._told(work, viewer, before)
        except Refusal as refusal:
            answer, told = Reply(refusal.key, {**refusal.data, "typed": ""}), []
        except Exception as error:  # what breaks must break alike
            answer, told = None, [f"broke: {type(error).__name__}"]
        shown = [*self._rendered(viewer, answer), *told]
        if nested.is_active:
            nested.rollback()
        session.expunge_all()
        return NUMBERS.sub(lambda found: (found[1] or "") + "#", "\n".join(shown))

    def _rendered(self, viewer: Actor, answer: Answer) -> list[str]:
        if isinstance(answer, Reply):
            return [_plain(self.presenter.message(viewer, answer))]
        if isinstance(answer, Open | Page):
            return [_plain(self.presenter.view(viewer, answer))]
        if isinstance(answer, Home):
            return [_plain(self.presenter.home(viewer, answer))]
        if isinstance(answer, Suggest):
            return [_plain([item.text for item in answer.options])]
        return []

    def _told(self, work: Work, viewer: Actor, before: int) -> list[str]:
        """The messages the act would send to the viewer."""
        query = select(Posting).where(Posting.person_id == viewer.id, Posting.id > before).order_by(Posting.id)
        found = []
        for row in work.session.scalars(query):
            said = None
            if row.live and row.subject_kind in wiring.CARDS and row.subject_id:
                audience = Audience("person", viewer.language, viewer.zone, person_id=viewer.id)
                said = wiring.CARDS[row.subject_kind](work, row.subject_id, audience)
            key, data = (said.template, said.data) if said else (row.template, row.data)
            if not row.live or said is not None:
                reader = Reader(viewer.language, viewer.zone, NOW)
                found.append(_plain(self.templates.render(key, viewer.language, data, reader).blocks))
        return found

    def without(self, session: Session, book: Book) -> None:
        """Take a customer and everything that hangs on it out of the database (inside a transaction)."""
        # SQLite cannot switch its keys off inside a transaction, but it can look at them at the end, which never comes.
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        gone: dict[str, set[int]] = {"customer": {book.id}}
        for table in TABLES:
            ids = _hanging(session, table, gone)
            if ids and "id" in table.c:
                gone.setdefault(table.name, set()).update(ids)
        for kind, ids in list(gone.items()):
            for table in TABLES:
                if "subject_kind" in table.c and "subject_id" in table.c and table.name != "audit_line":
                    about = (table.c.subject_kind == kind) & table.c.subject_id.in_(ids)
                    session.execute(delete(table).where(about))
        for table in reversed(TABLES):
            if table.name in gone:
                session.execute(delete(table).where(table.c.id.in_(gone[table.name])))
            for column in table.c:
                for key in column.foreign_keys:
                    if key.column.table.name in gone and table.name not in gone and "id" not in table.c:
                        session.execute(delete(table).where(column.in_(gone[key.column.table.name])))


PREFIXES = {
    "visit": "visit", "promise": "promise", "complaint": "complaint", "complaints": "complaint", "ask": "ask",
    "risk": "alert", "customer": "customer", "customers": "customer", "papers": "customer", "visits": "visit",
    "promises": "promise", "escalations": "ask", "privacy": "customer", "compliance": "customer",
}  # fmt: skip
"""Which records a verb or form acts on, by the word before its dot."""


def _hanging(session: Session, table: Table, gone: Mapping[str, set[int]]) -> set[int]:
    found: set[int] = set()
    if "id" not in table.c:
        return found
    for column in table.c:
        for key in column.foreign_keys:
            parents = gone.get(key.column.table.name)
            if parents and table.name not in ("person",):
                found |= set(session.scalars(select(table.c.id).where(column.in_(parents))))
    if "subject_kind" in table.c and table.name == "promise":
        for kind in ("visit", "complaint", "ask", "alert"):
            about = (table.c.subject_kind == kind) & table.c.subject_id.in_(gone.get(kind, set()))
            found |= set(session.scalars(select(table.c.id).where(about)))
    return found


def _record(book: Book, kind: str) -> int:
    ids = [book.id] if kind == "customer" else book.records.get(kind, [])
    return ids[0] if ids else book.id


def _typing(handler: Any, form: str) -> Callable[[Work, Book], Answer]:
    def act(work: Work, book: Book) -> Answer:
        text = form.format(name=book.name, code=book.code, part=book.name[2:5])
        answer: Answer = handler(work, Typed(text, "command", "command:probe", author=work.actor.slack_id))
        return answer

    return act


def _looking(lookup: Any, form: str) -> Callable[[Work, Book], Answer]:
    def act(work: Work, book: Book) -> Answer:
        answer: Answer = lookup(work, form.format(name=book.name, code=book.code, part=book.name[2:5]))
        return answer

    return act


def _numbering(numbered: Any, kind: str) -> Callable[[Work, Book], Answer]:
    def act(work: Work, book: Book) -> Answer:
        answer: Answer = numbered(work, _record(book, kind), "message:probe")
        return answer

    return act


def _pressing(pressed: Any, verb: str) -> Callable[[Work, Book], Answer]:
    kind = PREFIXES.get(verb.partition(".")[0], "customer")

    def act(work: Work, book: Book) -> Answer:
        number = _record(book, kind)
        if verb == "privacy.unmask":
            return pressed(work, Press(verb, 0, "press:probe", rest=("customer", str(book.id))))
        if verb == "ask.new":
            return pressed(work, Press(verb, 0, "press:probe", rest=("customer", str(book.id))))
        return pressed(work, Press(verb, number, "press:probe", rest=("1",), picked=(str(book.id),)))

    return act


class Given(dict[str, Any]):
    """Answers of a form: whatever is asked for is there."""

    def __missing__(self, key: str) -> Any:
        return "1"


def _submitting(submitted: Any, name: str) -> Callable[[Work, Book], Answer]:
    kind = PREFIXES.get(name.partition(".")[0], "customer")

    def act(work: Work, book: Book) -> Answer:
        private = f"customer/{book.id}" if name == "privacy.unmask" else str(_record(book, kind))
        values = Given(
            customer=book.id, company=book.name, text=f"拜访{book.name}", reason="核对资料", words="核对资料"
        )
        answer: Answer = submitted(work, Submission(values, private, "view:V1:h"))
        return answer

    return act


def _plain(shown: Any) -> str:
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def pairs(chart: Chart) -> Iterator[tuple[Actor, Book]]:
    """Everybody with every customer that is none of his business."""
    for book in chart.books:
        for viewer in chart.people.values():
            if viewer.id not in book.involved:
                yield viewer, book
