"""Play sessions made by chance and compare program and accountant: `python -m tests.oracle`."""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.oracle.sessions import Outcome, play

_CHUNK = 50
_MOST_SHOWN = 20


def _play_some(last: int, first: int) -> Outcome:
    logging.disable(logging.CRITICAL)
    total = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for outcome in play(range(first, min(last, first + _CHUNK)), Path(folder)):
            total.add(outcome)
    return total


def main(argv: Sequence[str]) -> int:
    """Return 0 where no session differs, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--sessions", type=int, default=200, help="how many sessions")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    wanted = parser.parse_args(argv)
    last = wanted.first + wanted.sessions
    began, total = time.monotonic(), Outcome()
    with ProcessPoolExecutor(wanted.workers) as pool:
        for outcome in pool.map(partial(_play_some, last), range(wanted.first, last, _CHUNK)):
            total.add(outcome)
    for text in total.differences[:_MOST_SHOWN]:
        sys.stdout.write(f"{text}\n")
    sys.stdout.write(f"{total.summary()}, {time.monotonic() - began:.0f} s\n")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
