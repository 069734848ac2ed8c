"""What is said of crash trials: figures, with what they prove."""

import json
import sys
from collections.abc import Mapping, Sequence

from tests.simulation.report import commit, proved


def say(
    what: str, figures: Mapping[str, object], problems: Sequence[str], runs: int, *, as_json: bool
) -> int:
    """Print what was found; return the exit code.

    Args:
        what: Kind of trial.
        figures: By their names.
        problems: One each, in words.
        runs: How many could have had one.
        as_json: Answer for machines.
    """
    if as_json:
        answer = {"what": what, "commit": commit(), **figures, "problems": problems}
        sys.stdout.write(f"{json.dumps(answer)}\n")
    else:
        for problem in problems:
            sys.stdout.write(f"PROBLEM {problem}\n")
        for name, figure in figures.items():
            sys.stdout.write(f"{name.replace('_', ' ')}: {figure}\n")
        sys.stdout.write(f"{what}, commit {commit()}: {proved(len(problems), runs)}\n")
    return 1 if problems else 0


def spread(values: Sequence[float]) -> str:
    """Return median, 99th percentile and maximum in seconds."""
    if not values:
        return "none"
    ordered = sorted(values)
    median, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"median {median:.2f} s, p99 {late:.2f} s, most {ordered[-1]:.2f} s of {len(ordered)}"
