"""The table of messages in docs/architecture.md, held against the code."""

import ast
import importlib
from collections import defaultdict
from pathlib import Path

from actors import messages
from actors.base import Actor
from actors.messages import Command, Fact

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/architecture.md"
BEGIN = "| message | sent by | heard by |\n| --- | --- | --- |\n"

HELPERS = {
    "actors/base.py": "any actor",
    "actors/confirmation.py": "positions",
    "actors/quirks.py": "positions",
    "actors/supervisor.py": "supervisor",
    "actors/contracts.py": "positions",
    "actors/dtc_facts.py": "connection",
    "actors/market_feed.py": "connection",
    "actors/symbol_table.py": "positions",
    "actors/watchdog.py": "watchdog",
    "actors/seams/net.py": "socket thread",
}
"""Who speaks through a module that holds no actor of its own."""


def sent_and_heard() -> dict[str, tuple[str, str]]:
    """Return senders and receivers of every message, as the code has them."""
    senders: defaultdict[str, set[str]] = defaultdict(set)
    receivers: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "actors").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        module = importlib.import_module(name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        played = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Actor) and value.__module__ == module.__name__
        ]
        for actor in played:
            for message in getattr(actor, "handlers", {}):
                receivers[message.__name__].add(actor.name)
        speaker = played[0].name if played and played[0] is not Actor else HELPERS.get(name)
        if speaker:
            note(senders, path, speaker)
    for folder, speaker in (("ui", "window"), ("app", "application")):
        for path in (ROOT / folder).rglob("*.py"):
            if not {"drills", "stress"}.isdisjoint(path.parts):
                # They play to actors of their own.
                continue
            note(senders, path, speaker)
    receivers["Ping"].add("any actor")
    receivers["Begin"].add("any actor")
    return {
        name: (", ".join(sorted(senders[name])), ", ".join(sorted(receivers[name])))
        for name, value in sorted(vars(messages).items())
        if isinstance(value, type) and issubclass(value, Command | Fact) and value not in {Command, Fact}
    }


def note(senders: defaultdict[str, set[str]], path: Path, speaker: str) -> None:
    """Note every message that a module builds."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            senders[node.func.id].add(speaker)


def test_document_tells_who_sends_what_to_whom() -> None:
    """The table in the architecture document is what the code does."""
    rows = "".join(f"| `{name}` | {sent} | {heard} |\n" for name, (sent, heard) in sent_and_heard().items())
    text = DOCUMENT.read_text(encoding="utf-8")
    assert BEGIN in text
    table = text.split(BEGIN)[1].split("\n\n")[0].rstrip("\n") + "\n"
    assert table == rows


def test_every_message_is_sent_and_heard() -> None:
    """No message is dead: somebody builds it, and somebody handles it or shows it."""
    shown_only = {"Shown"}
    dead = [
        name
        for name, (sent, heard) in sent_and_heard().items()
        if not sent or not (heard or name in shown_only)
    ]
    assert not dead
