"""Read a capture: `python3 -m dtc decode --encoding json FILE`; sets up what it needs."""

import sys

from app import entry

if __name__ == "__main__":
    sys.exit(entry.run("dtc", "runtime", ["-P", "-m", "dtc.command", *sys.argv[1:]]))
