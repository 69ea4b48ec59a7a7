"""Who plays in the playground: the people of the demo, their seats in the played Slack, their departments' channels."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot import demo
from bot.core.work import Workshop
from bot.playground.page import Face
from bot.playground.state import User
from bot.playground.workspace import Workspace

FIRST = ("li.lei", "emma.brown", "chen.jing", "sarah.whitfield", "wang.min", "sun.li", "zhao.qiang", "zhou.ning")
"""Who stands at the top of the switcher; the others follow."""

CHANNELS = {
    "product": "dept-product",
    "customer_service": "dept-complaints",
    "risk": "dept-risk",
    "compliance": "dept-compliance",
    "legal": "dept-legal",
    "operations": "dept-operations",
}
"""Department -> its private channel; the team leads are in all of them."""

ROLES = {
    "manager": {"en": "Account manager", "zh-CN": "客户经理"},
    "lead": {"en": "Team lead", "zh-CN": "主管"},
    "admin": {"en": "Administrator", "zh-CN": "管理员"},
    "auditor": {"en": "Auditor", "zh-CN": "审计"},
}
DEPARTMENTS = {
    "product": {"en": "Product", "zh-CN": "产品部"},
    "customer_service": {"en": "Customer service", "zh-CN": "客户服务部"},
    "risk": {"en": "Risk", "zh-CN": "风险部"},
    "compliance": {"en": "Compliance", "zh-CN": "合规部"},
    "legal": {"en": "Legal", "zh-CN": "法务部"},
    "operations": {"en": "Operations", "zh-CN": "运营部"},
}


def enter(workspace: Workspace) -> dict[str, User]:
    """Everybody's seat in the played Slack, by handle, in the order of the switcher."""
    order = {handle: place for place, handle in enumerate(FIRST)}
    people = sorted(demo.PEOPLE, key=lambda one: order.get(one.handle, len(order)))
    return {
        one.handle: workspace.add_user(
            one.handle, real_name=one.name, email=one.email, locale=one.locale, tz=one.zone,
            is_admin=one.role == "admin",
        )
        for one in people
    }  # fmt: skip


def settle(
    workspace: Workspace, users: Mapping[str, User], workshop: Workshop, clock: Callable[[], datetime]
) -> None:  # fmt: skip
    """Make the channels and load the demo, two months of work included."""
    workspace.add_channel("general", members=[user.id for user in users.values()])
    channels = {}
    for code, name in CHANNELS.items():
        members = [users[one.handle].id for one in demo.PEOPLE if one.department == code or one.role == "lead"]
        channels[code] = workspace.add_channel(name, members=members, private=True).id
    demo.load(workshop, clock, {user.email or "": user.id for user in users.values()}, channels)


def faces(users: Mapping[str, User]) -> list[Face]:
    """The cast as the page's switcher shows it."""
    known = {one.handle: one for one in demo.PEOPLE}
    return [
        Face(
            user.id,
            ROLES.get(known[handle].role) or DEPARTMENTS[known[handle].department],
            host=known[handle].role == "lead",
        )
        for handle, user in users.items()
    ]
