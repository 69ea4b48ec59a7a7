"""A pack with a mistake: one line that names the file, the key, what is wrong and what to do."""

import pytest

from bot.core.errors import Misconfigured
from bot.core.policy import PackError, load_pack

HEAD = 'name = "ours"\nversion = 2\nextends = "cn-bank"\n'
GROUND = 'source = "our manual"\nreviewed_on = 2026-11-23\nmark = "house"\n'


@pytest.fixture
def loading(tmp_path):
    """Load a pack with that text from a file called ours.toml."""
    path = tmp_path / "ours.toml"

    def load(text: str, head: str = HEAD):
        path.write_text(head + text, encoding="utf-8")
        load_pack.cache_clear()
        return load_pack(str(path))

    return load


BROKEN = [
    ("[complaints.reopening]\ndays = 0\n" + GROUND, ["complaints.reopening.days", "greater than or equal to 1"]),
    ('[complaints.reopening]\ndays = "x"\n' + GROUND, ["complaints.reopening.days", '"x" is not possible']),
    ("[complaints.reopening]\ndayz = 9\n" + GROUND, ["complaints.reopening.dayz", 'did you mean "days"?']),
    ("[complaints.reopening]\ndays = 9\n", ["complaints.reopening", "add source, reviewed_on, mark"]),
    ('[complaints.reopening]\ndays = 9\nsource = "x"\n', ["complaints.reopening", "add reviewed_on, mark"]),
    ("[complaints.reopening]\ndays = 9\n" + GROUND.replace("house", "guess"), ["reopening.mark", "'verified'"]),
    ("[complaints.reopening]\ndays = 9\n" + GROUND.replace("our manual", " "), ["reopening.source", "at least 1"]),
    (
        '[complaints.regimes.cn-nfra]\nresolution = "15 dys"\n' + GROUND,
        ["complaints.regimes.cn-nfra.resolution", '"15 dys" is not a length of time', '"4 working hours"'],
    ),
    ('[complaints.regimes.cn-nfra]\nresolution = "2 working weeks"\n' + GROUND, ["only minutes, hours and days"]),
    ('[complaints.regimes.cn-nfra]\nresolution = "45 days"\n' + GROUND, ["cn-nfra", '"30 days" must be longer']),
    ('[complaints.regimes.ours]\nquick_route = "x"\n' + GROUND, ["complaints.regimes.ours.quick_route"]),
    ('[complaints.regimes.ours]\nreviewed_on = 2026-11-23\nmark = "house"\n', ["ours.source", "is missing: add it"]),
    ('[complaints]\ndefault_regime = "nobody"\n', ["complaints", '"nobody" is none of the regimes']),
    ('[complaints]\ndefault_severity = "S5"\n', ["complaints.default_severity", "'S1', 'S2', 'S3' or 'S4'"]),
    ('[counting]\nzone = "Asia/Nowhere"\n' + GROUND, ["counting.zone", "use a name such as Asia/Shanghai"]),
    ('[counting]\nhours = "always"\n' + GROUND, ["counting.hours"]),
    ('[counting]\ncountry = "China"\n' + GROUND, ["counting.country", '"China"']),
    ("[risk.levels]\nyellow = 5\norange = 3\n" + GROUND, ["risk.levels", "must rise"]),
    ("[risk.levels]\nred = 9\n" + GROUND, ["risk", "can never be reached"]),
    ('[service]\ndefault_tier = "vip"\n', ["service", '"vip" is none of the tiers']),
    (
        '[service.promises]\nladder = [{after="3 working days", to=["lead"]}, {after="1 working day", to=["owner"]}]\n'
        + GROUND,
        ["service.promises", "steps must rise"],
    ),
    ('[compliance.refresh]\nhigh = "6 months"\n', ["compliance.refresh.high"]),
    ("[nonsense]\nx = 1\n", ["nonsense", "is not a key of a pack"]),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_a_mistake_is_named_with_file_key_and_remedy(loading, text, says):
    with pytest.raises(PackError) as problem:
        loading(text)

    assert len(problem.value.lines) == 1, problem.value.lines
    line = problem.value.lines[0]
    assert line.startswith("ours.toml: ")
    assert "\n" not in line
    assert not [part for part in says if part not in line], line


def test_two_mistakes_are_two_lines(loading):
    with pytest.raises(PackError) as problem:
        loading("[complaints.reopening]\ndays = 0\n" + GROUND + "[nonsense]\nx = 1\n")

    assert len(problem.value.lines) == 2


@pytest.mark.parametrize(
    ("text", "head", "says"),
    [
        ("= broken", HEAD, "not readable as TOML"),
        ("", HEAD.replace("cn-bank", "cn-bnak"), 'extends: cn-bnak: no such policy pack: did you mean "cn-bank"?'),
        ("", HEAD.replace("cn-bank", "ours"), "no such policy pack"),
        ("", HEAD.replace('"cn-bank"', "3"), "must be the name of one pack"),
        ('remove = ["complaints.regimes.cn-nope"]\n', HEAD, 'the extended pack has no "complaints.regimes.cn-nope"'),
        ("", 'name = "ours"\nversion = 1\n', "counting: is missing"),
    ],
)
def test_a_file_that_is_no_pack_is_refused(loading, text, head, says):
    with pytest.raises(PackError) as problem:
        loading(text, head)

    assert says in str(problem.value)


def test_packs_that_extend_each_other_in_a_circle_are_refused(tmp_path):
    for one, other in (("left", "right"), ("right", "left")):
        text = f'name = "{one}"\nversion = 1\nextends = "{other}"\n'
        (tmp_path / f"{one}.toml").write_text(text, encoding="utf-8")

    with pytest.raises(PackError, match="in a circle"):
        load_pack(str(tmp_path / "left.toml"))


def test_a_missing_file_and_a_file_of_bytes_are_refused(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b'name = "\xff\xfe"')

    with pytest.raises(PackError, match="no such policy pack"):
        load_pack(str(tmp_path / "absent.toml"))
    with pytest.raises(PackError, match="save the file as UTF-8"):
        load_pack(str(tmp_path / "bytes.toml"))


def test_a_pack_error_stops_the_start_like_any_wrong_setting():
    with pytest.raises(Misconfigured, match="choose cn-bank, generic-enterprise, uk-fca, us-cfpb"):
        load_pack("x")
