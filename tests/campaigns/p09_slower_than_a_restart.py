"""P9: a message may be under way at Slack for longer than we take to come back; it is still not sent twice."""

from dataclasses import replace

from campaigns.kit import nursery, replicas
from campaigns.kit.branch import Branch
from campaigns.kit.replicas import QUICK
from campaigns.promise import Findings, Promise, Stage

KILLS, MESSAGES = 100, 120


def in_flight(stage: Stage, settle: float) -> Findings:
    """Slack takes up to a second to show what it was given; we are killed and back within half of one."""
    limits = replace(QUICK, settle=settle, timeout=0.3, margin=0.0, start_window=0.2)
    kills, messages, dice = stage.many(KILLS, 12), stage.many(MESSAGES, 24), stage.dice("P9")
    with Branch(stage) as branch:
        for seconds, share in ((0.95, 0.35), (0.6, 0.5), (0.3, 0.5)):
            branch.slack.faults.delay("chat.postMessage", seconds=seconds, probability=share)
        for life in range(kills):
            branch.say((life + 1) * messages // kills - branch.said)
            nursery.live_and_die(replicas.sender, branch.given(limits), dice=dice, longest=0.4)
        last = nursery.born(replicas.sender, branch.given(replace(limits, heal_after=())))
        nursery.until(lambda: not branch.unsent(), 90)
        nursery.until(lambda: False, 1.5)
        nursery.kill(last)
        found, verdict = Findings(), branch.verdict()
        found.count("messages", branch.said)
        found.count("kills", kills)
        found.none("lost", verdict["lost"])
        found.none("twice", verdict["twice"])
        return found


PROMISE = Promise(
    "P9", "A message that Slack takes longer for than we take to restart is not sent twice",
    "in flight up to 1 s, 100 kills: 0 twice",
    lambda stage: in_flight(stage, 1.2),
    controls={"no settle window": lambda stage: in_flight(stage, 0.0)}, quick=None,
)  # fmt: skip
