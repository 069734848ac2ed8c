"""Run the whole test suite: `python3 -m tests`, with pytest's arguments after it."""

import os
import sys
from collections.abc import Sequence

from app import bootstrap
from app.checkout import CHECKOUT
from app.errors import StartError

_EXIT_INTERRUPTED = 130


def main(argv: Sequence[str]) -> int:
    """Return the exit code; on POSIX pytest takes over and only a failed set-up returns."""
    try:
        python = bootstrap.ensure("test", window=False)
        os.chdir(CHECKOUT)
        # Two workers: a test that hangs kills its process, and the other one goes on to the summary.
        return bootstrap.hand_over(python, ["-m", "pytest", "-n", "2", *argv])
    except StartError as error:
        sys.stderr.write(f"tests: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("tests: interrupted\n")
        return _EXIT_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
