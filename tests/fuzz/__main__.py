"""What comes from outside, damaged: `python3 -m tests.fuzz frames --count 2000000`."""

import argparse
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

# Before anything loads Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.fuzz.engine import Subject, play, run
from tests.fuzz.frames import Frames
from tests.fuzz.meter import Meter
from tests.fuzz.report import Report, merged, of_result, words
from tests.fuzz.settings import SettingsFiles
from tests.fuzz.snapshots import Snapshots
from tests.fuzz.strings import Strings
from tests.fuzz.tapes import Tapes

SUBJECTS: Final[dict[str, tuple[Callable[[], Subject], int, str]]] = {
    "frames": (Frames, 2_000_000, "frames of a server, through decoder, facts, and all actors"),
    "snapshots": (Snapshots, 1_000_000, "snapshot files, through the actor that polls them"),
    "settings": (SettingsFiles, 20_000, "settings files, through everything that reads and changes them"),
    "tapes": (Tapes, 100_000, "recordings, through their reader and the replay"),
    "strings": (Strings, 20_000, "texts of a server, through window, panels and tooltips"),
}
_SEEDS_APART: Final = 1_000_000_000
"""So far apart begin the cases of two workers."""


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _alone(name: str, count: int, seed: int) -> Report:
    return of_result(run(SUBJECTS[name][0](), count, seed, _say))


def _shared(name: str, count: int, seed: int, workers: int) -> Report:
    """Let several processes try a part each."""

    def one(number: int) -> Report:
        command = (sys.executable, "-m", "tests.fuzz", name, "--json", "--count", str(-(-count // workers)))
        first = str(seed + number * _SEEDS_APART)
        done = subprocess.run((*command, "--seed", first), stdout=subprocess.PIPE, text=True, check=False)
        return Report(**json.loads(done.stdout))

    with ThreadPoolExecutor(workers) as pool:
        return merged(list(pool.map(one, range(workers))))


def _again(name: str, data: bytes) -> int:
    """Play one case."""
    meter = Meter()
    meter.open()
    problem = play(SUBJECTS[name][0](), data, meter)
    meter.close()
    _say(problem or f"everything holds; the longest piece took {meter.longest_alone_s * 1e3:.1f} ms")
    return 1 if problem else 0


def main(argv: Sequence[str]) -> int:
    """Return 0 where everything holds, else 1."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.fuzz", description=__doc__)
    subjects = parser.add_subparsers(dest="subject", required=True)
    for name, (_, count, text) in SUBJECTS.items():
        command = subjects.add_parser(name, help=text)
        command.add_argument(
            "--count", type=int, default=count, help=f"at least so many; {count:,} if not said"
        )
        command.add_argument("--seed", type=int, default=0, help="number of the first case")
        command.add_argument("--workers", type=int, default=1, help="processes that share the work")
        command.add_argument("--json", action="store_true", help="answer for machines")
        command.add_argument("--hex", help="play this one case, as a finding is printed")
    wanted = parser.parse_args(argv)
    logging.disable(logging.CRITICAL)
    if wanted.hex is not None:
        return _again(wanted.subject, bytes.fromhex(wanted.hex))
    if wanted.workers > 1:
        report = _shared(wanted.subject, wanted.count, wanted.seed, wanted.workers)
    else:
        report = _alone(wanted.subject, wanted.count, wanted.seed)
    sys.stdout.write(json.dumps(report._asdict()) + "\n" if wanted.json else words(report))
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
