"""What is said of runs: figures with what they prove, and counter-examples that can be played again."""

import subprocess
from pathlib import Path

from tests.simulation.exploration import text_of
from tests.simulation.shrink import Shrunk

_ROOT = Path(__file__).resolve().parents[2]


def commit() -> str:
    """Return which version of the program this is."""
    found = []
    for command in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain")):
        done = subprocess.run(("git", *command), cwd=_ROOT, capture_output=True, text=True, check=False)
        found.append(done.stdout.strip())
    return (found[0] or "unknown") + ("+" if found[1] else "")


def proved(violations: int, runs: int) -> str:
    """Return what a count of violations says of the runs that were not made."""
    if violations or not runs:
        return f"{violations} violations"
    return f"0 violations: with 95 % confidence fewer than one in {runs / 3:,.0f} runs of this kind has one"


def counter_example(seed: int | None, shrunk: Shrunk) -> str:
    """Return everything that is needed to see it again."""
    case = text_of(shrunk.case)
    again = "replay -" if seed is None else f"replay {seed}"
    return (
        f"VIOLATION {shrunk.result.problem}\n"
        f"{case}\n"
        f"seed {seed}, commit {commit()}, digest {shrunk.result.digest}, made small in {shrunk.runs} runs\n"
        f"again: python3 -m tests.simulation {again}   (or these lines: replay - < FILE)"
    )
