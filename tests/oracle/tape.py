"""Reads tapes: what happened, and what must be seen then. The form is described in docs/tapes.md."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dtc.enums import Encoding

# Verb: how many plain words follow it, at least and at most; and which options it takes.
VERBS: Final[dict[str, tuple[int, int, frozenset[str]]]] = {
    "fill": (4, 4, frozenset({"id", "order", "of", "report", "times"})),
    "repeat": (1, 1, frozenset({"times"})),
    "restate": (1, 1, frozenset()),
    "report": (4, 4, frozenset({"times", "low", "high"})),
    "order": (6, 6, frozenset({"id", "replaces"})),
    "end": (2, 2, frozenset()),
    "balance": (2, 2, frozenset()),
    "define": (3, 3, frozenset()),
    "refuse": (1, 1, frozenset()),
    "ignore": (1, 1, frozenset()),
    "hide": (1, 1, frozenset()),
    "quote": (1, 1, frozenset({"vwap", "poc", "delta"})),
    "row": (1, 1, frozenset()),
    "study": (1, 1, frozenset()),
    "trade": (2, 2, frozenset()),
    "show": (1, 1, frozenset()),
    "next": (0, 0, frozenset({"times"})),
    "reset": (1, 1, frozenset()),
    "equity": (0, 0, frozenset()),
    "mode": (2, 2, frozenset()),
    "link": (1, 1, frozenset()),
    "restart": (0, 1, frozenset()),
    "crash": (0, 1, frozenset()),
    "ready": (0, 0, frozenset()),
    "wait": (0, 0, frozenset()),
    "clock": (1, 1, frozenset()),
    "sleep": (1, 1, frozenset()),
}
EXPECTATIONS: Final = {
    "cell": 3,
    "flat": 1,
    "shown": 2,
    "trades": 2,
    "executions": 2,
    "positions": 2,
    "trade": 3,
    "position": 3,
    "ledger": 2,
    "gap": 1,
    "notice": 1,
    "no-notice": 1,
    "agreed": 0,
}
_ENCODINGS: Final = {
    "binary": Encoding.BINARY,
    "vls": Encoding.BINARY_VLS,
    "json": Encoding.JSON,
    "compact": Encoding.JSON_COMPACT,
}


class TapeError(ValueError):
    """A line of a tape that means nothing."""


@dataclass(frozen=True)
class Action:
    """Something that happens.

    Attributes:
        line: Line of the tape, from 1.
        after_s: Seconds since the action before.
        verb: What happens.
        words: Its plain words.
        options: Its words of the form `name=value`.
    """

    line: int
    after_s: float
    verb: str
    words: tuple[str, ...]
    options: dict[str, str]


@dataclass(frozen=True)
class Expectation:
    """Something that must be seen after the action before it.

    Attributes:
        line: Line of the tape, from 1.
        kind: What is looked at.
        words: What exactly, and what must be there.
        straight: It holds only where the tape is played without another restart.
    """

    line: int
    kind: str
    words: tuple[str, ...]
    straight: bool


@dataclass
class Tape:
    """What happens, in order, each with what must be seen after it."""

    name: str
    accounts: tuple[str, ...] = ("Sim1", "120005")
    encoding: Encoding = Encoding.JSON_COMPACT
    follows: bool = True
    no_restart: str = ""
    no_accountant: str = ""
    allowed: list[str] = field(default_factory=list)
    steps: list[tuple[Action, list[Expectation]]] = field(default_factory=list)


def read_tape(path: Path) -> Tape:
    """Return the tape in a file.

    Raises:
        TapeError: A line means nothing; the text names file, line and what would be right.
    """
    return parse_tape(path.stem, path.read_text(encoding="utf-8").splitlines())


def parse_tape(name: str, lines: Iterable[str]) -> Tape:
    """Return the tape that lines describe.

    Raises:
        TapeError: A line means nothing.
    """
    tape = Tape(name)
    for number, line in enumerate(lines, start=1):
        text = line.split("#", maxsplit=1)[0].strip()
        if not text:
            continue
        try:
            _take_line(tape, number, text)
        except TapeError as error:
            raise TapeError(f"{name}.tape:{number}: {error}: {text!r}") from None
    if not tape.steps or not tape.steps[-1][1]:
        raise TapeError(f"{name}.tape: ends without an expectation, so it proves nothing")
    return tape


def _take_line(tape: Tape, number: int, text: str) -> None:
    head, _, rest = text.partition(" ")
    if head.startswith("+"):
        tape.steps.append((_action(number, head, rest), []))
    elif head in {"expect", "straight"}:
        if not tape.steps:
            raise TapeError("nothing has happened yet that could be expected from")
        tape.steps[-1][1].append(_expectation(number, rest, straight=head == "straight"))
    else:
        _take_header(tape, head, rest)


def _take_header(tape: Tape, head: str, rest: str) -> None:
    if tape.steps:
        raise TapeError("a line starts with +seconds, expect or straight once something has happened")
    match head:
        case "accounts":
            tape.accounts = tuple(rest.split())
        case "encoding" if rest in _ENCODINGS:
            tape.encoding = _ENCODINGS[rest]
        case "encoding":
            raise TapeError(f"encoding is one of {', '.join(_ENCODINGS)}")
        case "stays":
            tape.follows = False
        case "allow":
            tape.allowed.append(rest)
        case "no-restart" | "no-accountant" if rest:
            setattr(tape, head.replace("-", "_"), rest)
        case "no-restart" | "no-accountant":
            raise TapeError("say why: restarts and the accountant prove most tapes")
        case _:
            raise TapeError("a header is accounts, encoding, stays, allow, no-restart or no-accountant")


def _action(number: int, head: str, rest: str) -> Action:
    try:
        after_s = float(head[1:])
    except ValueError:
        raise TapeError("a time is + and seconds, such as +1.5") from None
    verb, _, tail = rest.strip().partition(" ")
    if verb not in VERBS:
        raise TapeError(f"what happens is one of {', '.join(VERBS)}")
    least, most, known = VERBS[verb]
    # What a study writes may hold anything.
    items = [tail.strip()] if verb == "row" else tail.split()
    options = dict(item.split("=", 1) for item in items if "=" in item and verb != "row")
    words = tuple(item for item in items if "=" not in item or verb == "row")
    if not least <= len(words) <= most:
        raise TapeError(
            f"{verb} takes {least}{f' to {most}' if most > least else ''} words, not {len(words)}"
        )
    if unknown := set(options) - known:
        raise TapeError(f"{verb} takes no option {', '.join(sorted(unknown))}")
    return Action(number, after_s, verb, words, options)


def _expectation(number: int, rest: str, *, straight: bool) -> Expectation:
    kind, _, tail = rest.strip().partition(" ")
    if kind not in EXPECTATIONS:
        raise TapeError(f"what is expected is one of {', '.join(EXPECTATIONS)}")
    if kind in {"notice", "no-notice"}:
        return Expectation(number, kind, (tail.strip(),), straight)
    first, *more = (part.strip() for part in tail.split("|"))
    words = (*first.split(maxsplit=1), *more)
    if len(words) < EXPECTATIONS[kind] or len(words) > EXPECTATIONS[kind] + (kind == "cell"):
        raise TapeError(f"{kind} takes {EXPECTATIONS[kind]} words; parts after the second are split by |")
    return Expectation(number, kind, words, straight)
