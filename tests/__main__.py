"""Run the whole test suite: `python3 -m tests`, with pytest's arguments after it."""

import os
import sys

from app import entry
from app.checkout import CHECKOUT

if __name__ == "__main__":
    os.chdir(CHECKOUT)
    # Two workers: a test that hangs kills its process, and the other one goes on to the summary.
    sys.exit(entry.run("tests", "test", ["-m", "pytest", "-n", "2", *sys.argv[1:]]))
