"""The guided tour: from the first `/visit` to a kept promise, each step ticked when the database says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.core.outbox import Posting
from bot.core.work import Work, Workshop
from bot.directory.models import Person
from bot.playground.page import Offer, Reading, Step, Tour
from bot.playground.state import Channel, User
from bot.promises.models import Promise
from bot.visits.models import Visit

LEAD_TIME = timedelta(minutes=30)
"""How long before a named clock time a reminder comes."""

WORDS: dict[str, list[tuple[str, str, str]]] = {
    "en": [
        ("Be Emma", "Emma Brown looks after customers. Everybody in the dark rail on the left can be played with one click.", "Become Emma Brown"),
        ("Write down a visit", "One line is enough: whom you met, what it was about, what you promised and by when. Press the button, then Enter.", "Put the line into the composer"),
        ("Look at the card", "Rapport understood the line and answers with a card in your direct messages: customer, summary, promise and its day.", "Open the talk with Rapport"),
        ("Correct something", "Rapport may have got it wrong, or you change your mind. Press “Edit” on the card, change a word, and save.", "Open the talk with Rapport"),
        ("Let time pass", "Move the clock to half an hour before the promise is due. Everything that lies between happens too.", "Move the clock"),
        ("The reminder arrives", "Right on time Rapport reminds you, once. Read it in your direct messages.", "Open the talk with Rapport"),
        ("A check mark keeps the promise", "Put ✅ on the reminder, or press the button. The promise is kept, and everybody can see it.", "Open the talk with Rapport"),
    ],
    "zh-CN": [
        ("先做李雷", "李雷是客户经理。左边深色一栏里的每个人，点一下就能扮演。", "扮演李雷"),
        ("记一次拜访", "一句话就够：见了谁，谈了什么，答应了什么、什么时候给。点下面的按钮，再按回车。", "把这句话放进输入框"),
        ("看看卡片", "Rapport 听懂了这句话，在私信里回一张卡片：客户、纪要、承诺和日子。", "打开和 Rapport 的对话"),
        ("改一处", "Rapport 也许听错了，你也可能改主意。在卡片上点“改一下”，改几个字再保存。", "打开和 Rapport 的对话"),
        ("让时间过去", "把时钟拨到承诺到期前半小时，中间该发生的事都会发生。", "拨动时钟"),
        ("提醒来了", "时间一到，Rapport 提醒一次，不多不少。在私信里看一眼。", "打开和 Rapport 的对话"),
        ("打个勾，承诺兑现", "在提醒上加 ✅，或者点按钮。承诺就此兑现，大家都看得到。", "打开和 Rapport 的对话"),
    ],
}  # fmt: skip
LINES = {
    "en": "/visit Acme met Mr. Brown today, receivables are slow, send the supply chain finance proposal by next Wednesday 3pm",
    "zh-CN": "/visit 华东精工 今天拜访李总，谈了应收账款周转慢，下周三下午3点前给供应链金融方案",
}


@dataclass(frozen=True)
class Guide:
    """Looks whether the steps of one language's hero have happened."""

    workshop: Workshop
    user: User
    room: Channel
    line: str

    def is_played(self, reading: Reading) -> bool:
        """Somebody has become the hero."""
        return self.user.id in reading.played

    def has_visited(self, _: Reading) -> bool:
        """A visit was recorded and a promise made."""
        return self._ask(lambda work, me: self._promises(work, me) != [])

    def has_seen_card(self, reading: Reading) -> bool:
        """The card was delivered, and the hero has looked into the conversation since."""
        return self._read(reading, "visit")

    def has_corrected(self, _: Reading) -> bool:
        """A note was corrected by hand."""
        corrected = select(Visit.id).where(Visit.corrected_at.is_not(None))
        return self._ask(lambda work, me: work.session.scalar(corrected.where(Visit.by_id == me).limit(1)) is not None)

    def has_waited(self, _: Reading) -> bool:
        """The clock stands close to the promise, or beyond."""
        return self._ask(
            lambda work, me: any(promise.due_at - LEAD_TIME <= work.now for promise in self._promises(work, me))
        )

    def has_been_reminded(self, reading: Reading) -> bool:
        """A reminder was delivered and read."""
        return self._read(reading, "promise")

    def has_kept(self, _: Reading) -> bool:
        """A promise was kept."""
        return self._ask(lambda work, me: any(promise.kept_at for promise in self._promises(work, me)))

    def before_due(self) -> Offer:
        """Half an hour before the earliest open promise is due, as the hero's local time."""
        with self.workshop.read() as work:
            me = _person(work, self.user)
            due = [promise.due_at for promise in self._promises(work, me) if promise.ended_at is None]
        if not due:
            return Offer(moment="workday")
        local = (min(due) - LEAD_TIME).astimezone(ZoneInfo(self.user.tz))
        return Offer(person=self.user.id, moment=local.strftime("%Y-%m-%dT%H:%M"))

    def _ask(self, question: Callable[[Work, int], bool]) -> bool:
        with self.workshop.read() as work:
            return question(work, _person(work, self.user))

    def _promises(self, work: Work, me: int) -> list[Promise]:
        return list(work.session.scalars(select(Promise).where(Promise.owner_id == me)))

    def _read(self, reading: Reading, kind: str) -> bool:
        mark = reading.until(self.user.id, self.room.id)
        found = select(Posting.id).where(
            Posting.subject_kind == kind, Posting.channel == self.room.id, Posting.ts.is_not(None), Posting.ts <= mark
        )
        return self._ask(lambda work, _: work.session.scalar(found.limit(1)) is not None)


def _person(work: Work, user: User) -> int:
    return work.session.scalars(select(Person.id).where(Person.slack_id == user.id)).one()


def tour(language: str, workshop: Workshop, user: User, room: Channel) -> Tour:
    """The seven steps in one language, with its hero and his talk with the bot."""
    guide = Guide(workshop, user, room, LINES[language])
    here = Offer(person=user.id, room="dm")
    checks: list[Callable[[Reading], bool]] = [
        guide.is_played, guide.has_visited, guide.has_seen_card, guide.has_corrected, guide.has_waited,
        guide.has_been_reminded, guide.has_kept,
    ]  # fmt: skip
    offers: list[Callable[[], Offer]] = [
        lambda: Offer(person=user.id),
        lambda: Offer(person=user.id, room="dm", line=guide.line),
        lambda: here,
        lambda: here,
        guide.before_due,
        lambda: here,
        lambda: here,
    ]
    steps = [
        Step(title, text, button, done, offer)
        for (title, text, button), done, offer in zip(WORDS[language], checks, offers, strict=True)
    ]
    return Tour(steps)
