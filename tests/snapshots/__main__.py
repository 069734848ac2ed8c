"""Read a snapshot file that another process rewrites: `python -m tests.snapshots --reads 1000000`."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.snapshots.reader import read_under_fire


def main(argv: Sequence[str]) -> int:
    """Return 0 where no row would be shown that nobody wrote, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.snapshots", description=__doc__)
    parser.add_argument("--reads", type=int, default=1_000_000, help="how many reads")
    began = time.monotonic()
    figures = read_under_fire(parser.parse_args(argv).reads)
    for why, count in figures.refused.most_common():
        sys.stdout.write(f"refused {count:>9,}  {why}\n")
    for data in figures.examples:
        sys.stdout.write(f"wrong {data!r}\n")
    sys.stdout.write(f"{figures.summary()}, {time.monotonic() - began:.0f} s\n")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
