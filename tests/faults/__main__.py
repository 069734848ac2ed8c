"""Faults of the line to Sierra Chart, against the real actors: `python3 -m tests.faults --times 20`."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.faults.catalogue import FAULTS
from tests.faults.report import as_json, failure_of, proved, rows_of, table_of
from tests.faults.trial import Outcome, play_quietly


def _outcomes(names: Sequence[str], seeds: Sequence[int], workers: int) -> Iterator[Outcome]:
    """Play every fault with every seed; yield what came of each when it has."""
    # A process begins from nothing: what a thread of its parent holds at a fork would be held for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        trials = [pool.submit(play_quietly, name, seed) for name in names for seed in seeds]
        for trial in as_completed(trials):
            yield trial.result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tests.faults", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="this fault; may be given again")
    parser.add_argument("--times", type=int, default=20, help="trials of each fault (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed (default 0)")
    parser.add_argument("--workers", type=int, default=4, help="processes (default 4)")
    parser.add_argument("--json", action="store_true", help="answer for machines")
    parser.add_argument("--list", action="store_true", help="say what is done and what must hold, and end")
    return parser


def main(argv: Sequence[str]) -> int:
    """Return 0 where everything holds, else 1; 2 for a name that no fault has."""
    parser = _parser()
    wanted = parser.parse_args(argv)
    if unknown := set(wanted.only or ()) - FAULTS.keys():
        parser.error(f"no fault is called {', '.join(sorted(unknown))}; --list names all")
    if wanted.list:
        for fault in FAULTS.values():
            sys.stdout.write(f"{fault.name}\n    {fault.does}\n    holds: {fault.holds}\n")
        return 0
    names = wanted.only or list(FAULTS)
    began, outcomes = time.monotonic(), []
    for outcome in _outcomes(names, range(wanted.seed, wanted.seed + wanted.times), wanted.workers):
        outcomes.append(outcome)
        if outcome.problems and not wanted.json:
            sys.stdout.write(f"{failure_of(outcome)}\n")
            sys.stdout.flush()
    outcomes.sort(key=lambda outcome: (names.index(outcome.fault), outcome.seed))
    rows = rows_of(outcomes)
    failures = sum(row.failures for row in rows)
    if wanted.json:
        sys.stdout.write(f"{json.dumps(as_json(outcomes), indent=1)}\n")
    else:
        sys.stdout.write(f"{table_of(rows)}\n{proved(len(outcomes), failures)}\n")
        sys.stdout.write(f"{len(rows)} faults, {time.monotonic() - began:.0f} s\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
