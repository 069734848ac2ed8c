"""Play sessions made by chance and compare program and accountant: `python -m tests.oracle`."""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.oracle.sessions import Total, play

_BATCH = 50
_MOST_SHOWN = 20


def _play_quietly(number: int, sessions: int) -> Total:
    logging.disable(logging.CRITICAL)
    return play(number, sessions)


def main(argv: Sequence[str]) -> int:
    """Return 0 where no session differs, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--sessions", type=int, default=200, help="how many sessions")
    parser.add_argument("--first", type=int, default=0, help=f"number of the first batch of {_BATCH}")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    wanted = parser.parse_args(argv)
    sizes = [min(_BATCH, wanted.sessions - done) for done in range(0, wanted.sessions, _BATCH)]
    began, total = time.monotonic(), Total()
    with ProcessPoolExecutor(wanted.workers) as pool:
        for batch in pool.map(_play_quietly, range(wanted.first, wanted.first + len(sizes)), sizes):
            total.add(batch)
    if total.story:
        sys.stdout.write(f"{total.story}\n")
    for text in total.compared.differences[:_MOST_SHOWN]:
        sys.stdout.write(f"{text}\n")
    counts = ", ".join(f"{count} {word}" for word, count in total.figures.items())
    sys.stdout.write(f"oracle: {counts}, {time.monotonic() - began:.0f} s\n")
    return 1 if total.compared.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
