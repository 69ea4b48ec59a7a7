"""P7: whatever moment the process is killed at, every message is at Slack once, and each channel reads in order."""

from collections.abc import Callable

from campaigns.kit import nursery, replicas
from campaigns.kit.branch import Branch
from campaigns.kit.replicas import Given
from campaigns.promise import Findings, Promise, Stage

KILLS, MESSAGES = 1000, 1500


def unreliable(branch: Branch) -> None:
    """Up to 100 ms in flight, 3 % of answers lost before or after the message was taken, 2 % internal errors."""
    faults = branch.slack.faults
    for seconds, share in ((0.1, 0.25), (0.05, 0.33), (0.02, 0.5)):
        faults.delay("chat.postMessage", seconds=seconds, probability=share)
    faults.drop("chat.postMessage", after_commit=True, probability=0.02)
    faults.drop("chat.postMessage", after_commit=False, probability=0.01)
    faults.error("chat.postMessage", "internal_error", after_commit=True, probability=0.01)
    faults.error("chat.postMessage", "internal_error", probability=0.01)


def under_kill(stage: Stage, replica: Callable[[Given], None], patience: float = 120) -> Findings:
    """Live, be killed, be born again; the last one may finish."""
    kills, messages, dice = stage.many(KILLS, 10), stage.many(MESSAGES, 15), stage.dice("P7")
    with Branch(stage) as branch:
        unreliable(branch)
        for life in range(kills):
            branch.say((life + 1) * messages // kills - branch.said)
            nursery.live_and_die(replica, branch.given(), dice=dice)
        last = nursery.born(replica, branch.given())
        nursery.until(lambda: not branch.unfinished(), patience)
        nursery.kill(last)
        return _counted(branch, kills)


def _counted(branch: Branch, kills: int) -> Findings:
    found, verdict = Findings(), branch.verdict()
    found.count("messages", branch.said)
    found.count("kills", kills)
    found.count("posts", branch.calls("chat.postMessage"))
    found.count("look-ups", branch.calls("conversations.history"))
    for fault in ("lost", "twice", "out of order"):
        found.none(fault, verdict[fault])
    return found


PROMISE = Promise(
    "P7", "A message is delivered once and in order, whenever the process is killed",
    "1,000 kill -9, 1,500 messages in 10 channels: 0 lost, 0 twice, 0 out of order",
    lambda stage: under_kill(stage, replicas.sender),
    controls={
        "post, then mark": lambda stage: under_kill(stage.smaller(0.2), replicas.post_then_mark, 30),
        "mark, then post": lambda stage: under_kill(stage.smaller(0.2), replicas.mark_then_post, 30),
    },
    databases=("sqlite", "postgresql"), quick=0.01, quick_controls=False,
)  # fmt: skip
