"""Simulation of the actors: `python3 -m tests.simulation explore --seconds 60`."""

import argparse
import gc
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

# Before anything loads Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.simulation.exhaustive import schedules
from tests.simulation.exploration import Case, Theatre, case_of, made_of, text_of
from tests.simulation.hunt import hunt
from tests.simulation.mutants import MUTANTS
from tests.simulation.operations import Op
from tests.simulation.report import commit, counter_example, proved
from tests.simulation.shrink import shrink
from tests.simulation.soak import slope, soak
from tests.simulation.window import Legacy

_COLLECT_EVERY = 500
_HASH_SEEDS = ("0", "1", "12345", "random")
_TINY = (
    ("fill Sim1 1 6755.50 before", "reset Sim1"),
    ("show LIVE", "show SIM"),
    ("show LIVE", "fill 120005 2 6749.00 after"),
    ("fill Sim1 -2 6751.00 after", "fail equity"),
    ("fill Sim1 -2 6751.00 after", "fail positions"),
    ("fill Sim1 1 6755.50 alone", "link down"),
    ("show Sim2", "fail session", "show LIVE"),
)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _explore(wanted: argparse.Namespace) -> int:
    """Explore for some time."""
    theatre = Theatre(Legacy())
    began, cpu, runs, steps, violations = time.monotonic(), time.process_time(), 0, 0, 0
    kinds: Counter[str] = Counter()
    while time.monotonic() - began < wanted.seconds and (not wanted.runs or runs < wanted.runs):
        seed = wanted.first + runs
        case, result = theatre.explore(seed)
        runs, steps = runs + 1, steps + result.steps
        kinds[type(made_of(seed).strategy).__name__] += 1
        if result.problem:
            violations += 1
            _say(counter_example(seed, shrink(theatre.play, case, result)))
        if runs % _COLLECT_EVERY == 0:
            gc.collect()
        if runs == _COLLECT_EVERY:
            # What the beginnings hold is looked at no more.
            gc.freeze()
    seconds, used = time.monotonic() - began, time.process_time() - cpu
    ways = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    _say(f"explored {runs:,} interleavings of {steps / max(1, runs):.0f} steps ({ways})")
    _say(
        f"in {seconds:.0f} s: {runs / seconds * 60:,.0f} a minute, {runs / used * 60:,.0f} in a minute of CPU"
        "; both generations, faults and all invariants in every run, painting left out"
    )
    _say(f"commit {commit()}, seeds {wanted.first} to {wanted.first + runs - 1}, {proved(violations, runs)}")
    return 1 if violations else 0


def _mutants(wanted: argparse.Namespace) -> int:
    """Look for every planted bug within its budget."""
    legacy, missed = Legacy(), 0
    operations, seconds = [], []
    for mutant in MUTANTS:
        began = time.monotonic()
        catch = hunt(mutant, legacy, wanted.first)
        gc.collect()
        if catch is None:
            missed += 1
            _say(f"MISSED  {mutant.name}: not in {mutant.budget:,} runs, {time.monotonic() - began:.1f} s")
            continue
        shrunk = catch.shrunk
        operations.append(len(shrunk.case.program))
        seconds.append(shrunk.seconds)
        _say(
            f"found   {mutant.name}: run {catch.runs:,} of {mutant.budget:,}, made small in "
            f"{shrunk.seconds:.2f} s to {operations[-1]} operations, {len(shrunk.case.deviations)} deviations"
        )
    _say(f"{len(MUTANTS) - missed} of {len(MUTANTS)} planted bugs found within their budgets")
    if operations:
        _say(
            f"counter-examples: median {statistics.median(operations):g} operations, most {max(operations)}"
            f"; made small in {statistics.median(seconds):.2f} s of CPU (median), "
            f"{max(seconds):.2f} s (longest)"
        )
    return 1 if missed else 0


def _replay(wanted: argparse.Namespace) -> int:
    """Play a seed, or the lines of a counter-example, again."""
    theatre, seed = Theatre(Legacy()), None
    if wanted.what == "-":
        case = case_of(sys.stdin.read())
        result = theatre.play(case)
    else:
        seed = int(wanted.what)
        case, result = theatre.explore(seed)
    for line in result.trace if wanted.trace else ():
        _say(line)
    _say(text_of(case))
    _say(f"seed {seed}, commit {commit()}, digest {result.digest}, {result.steps} steps")
    if not result.problem:
        _say("everything holds")
        return 0
    _say(counter_example(seed, shrink(theatre.play, case, result)))
    return 1


def _exhaustive(wanted: argparse.Namespace) -> int:
    """Go through every schedule of some tiny programs."""
    theatre, runs, violations = Theatre(Legacy()), 0, 0
    for beginning in ("flat", "held"):
        for lines in _TINY:
            case = Case(
                beginning, follows=False, program=tuple(Op(0.0, line) for line in lines), deviations={}
            )
            before = runs
            for played in schedules(theatre.direct, case, wanted.deviations):
                runs += 1
                if runs % _COLLECT_EVERY == 0:
                    gc.collect()
                if played.result.problem:
                    violations += 1
                    _say(counter_example(None, shrink(theatre.play, played.case, played.result)))
                    break
            _say(f"{beginning}: {'; '.join(lines)}: {runs - before:,} schedules")
    _say(
        f"all {runs:,} schedules with at most {wanted.deviations} steps out of order, "
        f"{violations} violations: of these programs nothing is left to find with so few"
    )
    return 1 if violations else 0


def _digests(wanted: argparse.Namespace) -> int:
    """Prove that a seed is the same run in every process."""
    if wanted.child:
        theatre = Theatre(Legacy())
        digests = [theatre.explore(wanted.first + run)[1].digest for run in range(wanted.runs)]
        _say(json.dumps(digests))
        return 0
    command = (sys.executable, "-m", "tests.simulation", "digests", "--child", "--first", str(wanted.first))
    found = []
    for hash_seed in _HASH_SEEDS:
        done = subprocess.run(
            (*command, "--runs", str(wanted.runs)),
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout))
    same = sum(len(set(digests)) == 1 for digests in zip(*found, strict=True))
    _say(
        f"same digest in {len(_HASH_SEEDS)} processes with different hash seeds: {same:,} of {wanted.runs:,}"
    )
    return 0 if same == wanted.runs else 1


def _soak(wanted: argparse.Namespace) -> int:
    """Play weeks."""
    began, days = time.monotonic(), []
    for day in soak(wanted.days, wanted.first, wanted.hours):
        days.append(day)
        _say(
            f"day {day.number:>3}: {day.steps:>6,} steps, {day.resident_kib / 1024:.1f} MiB, "
            f"{day.objects:,} objects"
        )
    later = days[len(days) // 3 :]
    _say(
        f"{wanted.days} virtual days in {time.monotonic() - began:.0f} s, "
        f"{sum(day.steps for day in days):,} steps, 0 violations; from day {later[0].number} on "
        f"{slope([day.resident_kib for day in later]):+.1f} KiB and "
        f"{slope([day.objects for day in later]):+.0f} objects a day"
    )
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "explore": _explore,
    "mutants": _mutants,
    "replay": _replay,
    "exhaustive": _exhaustive,
    "digests": _digests,
    "soak": _soak,
}


def main(argv: Sequence[str]) -> int:
    """Return 0 where everything holds, else 1."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.simulation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run in _COMMANDS.items():
        command = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        command.add_argument("--first", type=int, default=0, help="the first seed")
        if name == "explore":
            command.add_argument("--seconds", type=float, default=60.0)
            command.add_argument("--runs", type=int, default=0, help="at most so many; 0 for no limit")
        elif name == "replay":
            command.add_argument("what", metavar="SEED", help="or - for a counter-example on standard input")
            command.add_argument("--trace", action="store_true", help="print every step and every cell")
        elif name == "exhaustive":
            command.add_argument("--deviations", type=int, default=1, help="steps out of order at most")
        elif name == "digests":
            command.add_argument("--runs", type=int, default=1000)
            command.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
        elif name == "soak":
            command.add_argument("--days", type=int, default=30)
            command.add_argument("--hours", type=float, default=6.75, help="awake on each weekday")
    wanted = parser.parse_args(argv)
    logging.disable(logging.CRITICAL)
    # Garbage is collected between runs; in the middle of one it only takes time.
    gc.disable()
    return _COMMANDS[wanted.command](wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
