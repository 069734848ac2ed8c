"""Measure: `python3 -m benchmarks [NAME ...]`; sets up what it needs, like the tests do."""

import sys

from app import entry

if __name__ == "__main__":
    sys.exit(entry.run("benchmarks", "test", ["-P", "-m", "benchmarks.suite", *sys.argv[1:]]))
