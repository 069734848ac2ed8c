"""Stress runs: which one, and what it found as a table."""

from collections.abc import Callable, Mapping

import msgspec

from app.commands.table import aligned
from app.stress.command import Stress
from app.stress.crashes import CrashesFound, stress_crash
from app.stress.exits import ExitsFound, stress_exit
from app.stress.flood import FloodFound, stress_flood
from app.stress.modes import ModesFound, stress_modes
from app.stress.swap import SwapFound, stress_swap

Found = ModesFound | SwapFound | FloodFound | ExitsFound | CrashesFound

_RUNS: Mapping[str, Callable[[Stress], Found]] = {
    "modes": stress_modes,
    "swap": stress_swap,
    "flood": stress_flood,
    "exit": stress_exit,
    "crash": stress_crash,
}


def run_stress(command: Stress) -> Found:
    """Run it, and return what was found.

    Raises:
        StartError: The other side does not start, or nothing of it comes to the screen.
    """
    return _RUNS[command.kind](command)


def table(found: Found) -> str:
    """Return what was found for a person."""
    rows = [
        (name, _worded(value))
        for name, value in msgspec.structs.asdict(found).items()
        if not isinstance(value, tuple)
    ]
    lines = [aligned(("what", "figure"), rows)]
    if isinstance(found, FloodFound):
        header = ("wanted/s", "sent/s", "merged", "stall p99", "stall max", "behind ms")
        steps = [
            (
                f"{step.wanted_per_s:,.0f}",
                f"{step.sent_per_s:,.0f}",
                f"{step.merged:,}",
                _worded(step.stall_p99_ms),
                _worded(step.stall_max_ms),
                _worded(step.behind_ms),
            )
            for step in found.steps
        ]
        lines.append(aligned(header, steps))
    if isinstance(found, ModesFound) and found.is_short:
        lines.append("The run was short: its memory slope shows what is cached at first, and no leak.\n")
    lines += [f"{example}\n" for example in found.examples]
    lines += [f"MISSED: {text}\n" for text in found.missed] or ["All bounds kept.\n"]
    return "".join(lines)


def _worded(value: object) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
