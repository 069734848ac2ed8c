"""Measure: `python3 -m benchmarks [NAME ...]`; sets up what it needs, like the tests do."""

import sys

from app import bootstrap
from app.errors import StartError


def main() -> int:
    """Hand over to the suite in the private environment; return the exit code."""
    try:
        python = bootstrap.ensure("test", window=False)
        return bootstrap.hand_over(python, ["-P", "-m", "benchmarks.suite", *sys.argv[1:]])
    except StartError as error:
        sys.stderr.write(f"benchmarks: {error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
