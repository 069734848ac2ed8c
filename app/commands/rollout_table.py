"""`rollout` for people: phase, gates, what is missing, evidence, history."""

from typing import TYPE_CHECKING, Final

from app.commands.table import aligned
from models.rollout.gates import Result
from models.rollout.view import RolloutView

if TYPE_CHECKING:
    from app.commands.rollout import RolloutAnswer

_SIGNS: Final = {Result.PASS: "+", Result.FAIL: "x", Result.INCONCLUSIVE: "?", Result.ERROR: "!"}
_HISTORY: Final = 10


def rollout_table(answer: "RolloutAnswer") -> str:
    """Return an answer for a person."""
    view = answer.rollout
    parts = [f"{answer.text}\n\n"] if answer.text else []
    parts += [_head(view), _gates(view), _missing(answer), _evidence(view), _history(view)]
    return "".join(parts)


def _head(view: RolloutView) -> str:
    since = f", since {view.since[:16].replace('T', ' ')} UTC" if view.since else ", not begun"
    flags = ", ".join(flag.text() for flag in view.flags)
    use = ", ".join(use.text() for use in view.use)
    following = f", then {view.following}" if view.following else ", the last"
    return (
        f"{view.name}: {view.title}{since}{following}\n"
        f"saved flags: {flags}\n"
        f"positions: {view.positions}; use in this phase: {use or 'none'}\n\n"
    )


def _gates(view: RolloutView) -> str:
    rows = [
        (f"{_SIGNS[gate.result]} {gate.result.value}", gate.name, gate.have, gate.need) for gate in view.gates
    ]
    return aligned(("result", "gate", "have", "need"), rows)


def _missing(answer: "RolloutAnswer") -> str:
    if not answer.missing:
        return "\nnothing is missing\n"
    head = "\nforced although this was missing:\n" if answer.evidence and answer.done else "\nmissing:\n"
    return head + "".join(f"- {reason}\n" for reason in answer.missing)


def _evidence(view: RolloutView) -> str:
    if not view.evidence:
        return ""
    rows = [(line.name, line.verdict or "--", line.problem or "as it was written") for line in view.evidence]
    return "\n" + aligned(("evidence", "verdict", "verified by hash"), rows)


def _history(view: RolloutView) -> str:
    if not view.history:
        return ""
    rows = [(entry.t, entry.who, " ".join(entry.why.split())) for entry in view.history[-_HISTORY:]]
    return "\n" + aligned(("time (UTC)", "who", "history"), rows)
