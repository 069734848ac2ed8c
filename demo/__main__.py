"""Serve the demo alone: `python3 -m demo --port 11099 --csv snapshot.csv`; sets up what it needs."""

import sys

from app import entry

if __name__ == "__main__":
    sys.exit(entry.run("demo", "runtime", ["-P", "-m", "demo.command", *sys.argv[1:]]))
