"""What is said of trials: a table, what zero proves, and how a failure is seen again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tests.faults.trial import Outcome

_SURE = 3.0
"""No failure in n trials: with 95 % confidence fewer than one in n/3 fails."""


class Row(NamedTuple):
    """All trials of one fault.

    Attributes:
        worst_s: The longest time from the end of the fault until all was right, of trials that held.
    """

    fault: str
    trials: int
    worst_s: float
    failures: int


def rows_of(outcomes: Iterable[Outcome]) -> list[Row]:
    """Return a row for each fault, in the order of their first trials."""
    by_fault: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_fault[outcome.fault].append(outcome)
    return [
        Row(
            name,
            len(played),
            max((each.seconds for each in played if not each.problems), default=0.0),
            sum(bool(each.problems) for each in played),
        )
        for name, played in by_fault.items()
    ]


def table_of(rows: Sequence[Row]) -> str:
    """Return the table, with a line of all."""
    width = max(len(row.fault) for row in rows)
    lines = [f"{'fault':<{width}} {'trials':>6} {'worst s':>8} {'failed':>6}"]
    lines += [f"{row.fault:<{width}} {row.trials:>6} {row.worst_s:>8.2f} {row.failures:>6}" for row in rows]
    return "\n".join(lines)


def proved(trials: int, failures: int) -> str:
    """Return what a number of failures says of the trials that were not played."""
    if failures or not trials:
        return f"{failures} of {trials:,} trials failed"
    one_in = f"one in {max(1.0, trials / _SURE):,.0f}"
    return f"0 of {trials:,} trials failed: with 95 % confidence fewer than {one_in} of this mix fails"


def failure_of(outcome: Outcome) -> str:
    """Return what does not hold, and the command that plays it again."""
    problems = "".join(f"\n    {problem}" for problem in outcome.problems)
    again = f"python3 -m tests.faults --only {outcome.fault} --times 1 --seed {outcome.seed}"
    return f"FAILED {outcome.fault}, seed {outcome.seed}{problems}\n    again: {again}"


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return everything for machines."""
    rows = rows_of(outcomes)
    return {
        "faults": [row._asdict() for row in rows],
        "trials": len(outcomes),
        "failures": [outcome._asdict() for outcome in outcomes if outcome.problems],
        "proved": proved(len(outcomes), sum(row.failures for row in rows)),
    }
