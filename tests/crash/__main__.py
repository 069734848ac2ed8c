"""Crash trials of the program: `python3 -m tests.crash kill|power|disk`."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from tests.crash import cuts, kills, syscalls
from tests.crash.cuts import Found, Tape
from tests.crash.disks import TROUBLES, try_disk
from tests.crash.kills import RESTART_S, Tally
from tests.crash.report import say, spread

PLANTS: Final = {
    "normal": ("--synchronous", "NORMAL"),
    "off": ("--synchronous", "OFF"),
    "unsynced": ("--unsynced",),
}
"""Faults that the power cuts must find: SQLite waits less for the disk, or all other files do not at all."""
_LIVES_S: Final = (4.0, 3.0, 3.0)


def _kill(wanted: argparse.Namespace) -> int:
    """Kill the real program at random moments."""
    total, homes = Tally(), kills.homes(wanted.trials, wanted.seed)
    with ProcessPoolExecutor(wanted.workers) as pool:
        for tally in pool.map(kills.live, *zip(*homes, strict=True)):
            total.add(tally)
    slow = [seconds for seconds in total.painted_s if seconds > RESTART_S]
    problems = list(total.problems)
    if slow:
        problems.append(f"{len(slow)} restarts took more than {RESTART_S:.0f} s to the first paint")
    figures = {
        "trials": total.trials,
        "moments": dict(total.moments),
        "commits_followed": total.commits,
        "file_writes_followed": total.files,
        "fills_of_the_broker": total.fills,
        "restart_to_first_paint": spread(total.painted_s),
        "restart_to_link_ready": spread(total.ready_s),
    }
    return say("kill", figures, problems, total.trials, as_json=wanted.json)


def _power(wanted: argparse.Namespace) -> int:
    """Cut the power at every point of a recorded run."""
    if wanted.tape is not None and wanted.tape.exists():
        tape = cuts.load(wanted.tape)
    elif not syscalls.is_there():
        sys.stderr.write("strace is missing, which records what the program writes: install it\n")
        return 69
    else:
        tape = cuts.record(_LIVES_S, wanted.seed, PLANTS.get(wanted.plant, ()))
        if wanted.tape is not None:
            cuts.save(tape, wanted.tape)
    total = Found()
    with ProcessPoolExecutor(wanted.workers) as pool:
        work = partial(_share, tape, wanted.cuts, wanted.seed, wanted.workers)
        for found in pool.map(work, range(wanted.workers)):
            total.add(found)
    figures = {
        "cuts": total.cuts,
        "operations_on_the_tape": tape.counts,
        "commits_on_the_tape": total.commits,
        "cuts_with_a_loss": total.lost,
    }
    return say("power", figures, total.problems, total.cuts, as_json=wanted.json)


def _share(tape: Tape, number: int, seed: int, workers: int, worker: int) -> Found:
    logging.disable(logging.CRITICAL)
    return cuts.cut(tape, number, seed, (worker, workers))


def _disk(wanted: argparse.Namespace) -> int:
    """Start the real program on disks that are full, read-only or damaged."""
    names = wanted.only or list(TROUBLES)
    with ProcessPoolExecutor(wanted.workers) as pool:
        answers = list(pool.map(try_disk, names, [wanted.seed] * len(names)))
    problems = [f"{answer.trouble}: {text}" for answer in answers for text in answer.problems]
    figures = {answer.trouble: answer.said or "nothing to say" for answer in answers}
    return say("disk", figures, problems, len(answers), as_json=wanted.json)


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "kill": _kill,
    "power": _power,
    "disk": _disk,
}


def main(argv: Sequence[str]) -> int:
    """Return 0 where nothing is lost, else 1."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.crash", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run in _COMMANDS.items():
        command = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        command.add_argument("--seed", type=int, default=1, help="of all that is random")
        command.add_argument("--workers", type=int, default=2, help="processes")
        command.add_argument("--json", action="store_true", help="answer for machines")
        if name == "kill":
            command.add_argument("--trials", type=int, default=100)
        elif name == "power":
            command.add_argument("--cuts", type=int, default=5_000)
            command.add_argument("--plant", choices=PLANTS, help="a fault that must be found")
            command.add_argument("--tape", type=Path, help="keep the recorded run, or cut this one again")
        else:
            command.add_argument("only", nargs="*", metavar="TROUBLE", choices=[[], *TROUBLES])
    wanted = parser.parse_args(argv)
    return _COMMANDS[wanted.command](wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
