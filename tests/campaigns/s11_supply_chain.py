"""S11: what is shipped holds no banned pattern, and everything it stands on is pinned by hash and named."""

import re
from importlib import metadata
from pathlib import Path

from campaigns.promise import Findings, Promise, Stage

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts
]
BANNED = {
    "SQL put together from what people typed": re.compile(r"text\(\s*f[\"'].*\{(?:typed|value|name_given|query)"),
    "a client that posts twice": re.compile(r"WebClient\((?![^)]*retry_handlers=\[\])", re.S),
    "pickle, eval or a shell": re.compile(
        r"\b(?:pickle|marshal)\.loads?\(|(?<![\w.])eval\(|(?<![\w.])exec\(|shell=True"
    ),
    "unsafe YAML": re.compile(r"yaml\.load\("),
    "no verification of certificates": re.compile(r"verify=False|cert_reqs=.CERT_NONE|_create_unverified_context"),
    "a token in the code": re.compile(r"xox[abp]-[0-9]{6,}|xapp-[0-9]-[A-Z0-9]{6,}"),
    "a weak hash": re.compile(r"hashlib\.(?:md5|sha1)\("),
    "a weak random token": re.compile(r"random\.(?:choice|random)\(.*(?:token|nonce|secret)"),
}
TEMPLATES = re.compile(r"\|\s*(?:safe|tojson)\b|\{%\s*autoescape")
LOCKS = ("requirements.lock", "deploy/requirements.lock")
PINNED = re.compile(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


def as_shipped(_: Stage) -> Findings:
    """Our sources and locks."""
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in SOURCES}
    # The playground plays Slack; it sends nothing there.
    return examined({name: text for name, text in texts.items() if "playground" not in name}, _locks())


def sown(_: Stage) -> Findings:
    """The same with one fault of each kind put in."""
    bad = {
        "a.py": 'session.execute(text(f"SELECT {typed}"))\nWebClient(token=t)\npickle.loads(x)\nyaml.load(x)\n'
        "requests.get(u, verify=False)\nhashlib.md5(x)\n"
    }
    return examined(bad, {"requirements.lock": "jinja2==3.1.6\n"})


def _locks() -> dict[str, str]:
    return {name: (ROOT / name).read_text("utf-8") for name in LOCKS}


def examined(sources: dict[str, str], locks: dict[str, str]) -> Findings:
    """Patterns, hashes, and whether what is installed is what the lock names."""
    hits = [
        f"{what} in {name}"
        for what, pattern in BANNED.items()
        for name, text in sources.items()
        if pattern.search(text)
    ]
    hits += [str(path.name) for path in (ROOT / "templates").rglob("*.j2") if TEMPLATES.search(path.read_text("utf-8"))]
    unpinned, pinned = 0, {}
    for text in locks.values():
        for found in PINNED.finditer(text):
            end = PINNED.search(text, found.end())
            block = text[found.start() : end.start() if end else len(text)]
            unpinned += "--hash=sha256:" not in block
            pinned[_plain(found[1])] = found[2]
    declared = {_plain(re.split(r"[\s<>=!~\[;]", line, maxsplit=1)[0]) for line in _declared()}
    found_all = Findings()
    found_all.count("source files", len(sources))
    found_all.count("packages pinned (the bill of materials)", len(pinned))
    found_all.none("banned patterns" + "".join(f"; {hit}" for hit in hits[:3]), len(hits))
    found_all.none("packages without a hash", unpinned)
    found_all.none("declared packages missing from the lock", len(declared - set(pinned)))
    return found_all


def _declared() -> list[str]:
    return [line for line in metadata.requires("rapport") or [] if "extra ==" not in line]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PROMISE = Promise(
    "S11", "No banned pattern is shipped, and every package is pinned by hash", "0 findings",
    as_shipped, controls={"faults sown in": sown}, quick=1.0,
)  # fmt: skip
