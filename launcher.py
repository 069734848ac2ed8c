"""Start APPSIERRA: `python3 launcher.py --help`.

Sets up what the application needs, then goes on as the application (`app/__main__.py`) in its
private environment. Needs nothing but the standard library.
"""

import sys
from collections.abc import Sequence

if sys.version_info < (3, 11):  # noqa: UP036 (this is what tells an older Python's user what is needed)
    sys.exit(f"launcher.py: APPSIERRA needs Python 3.11 or newer; this is {sys.version.split()[0]}")

from app import entry
from app.arguments import parse


def main(argv: Sequence[str]) -> int:
    """Return the exit code; on POSIX the application takes over and only a failure returns."""
    arguments = parse(argv)
    window = arguments.command is None and not arguments.offscreen
    # -P: a folder named `app` in the working folder is not ours.
    return entry.run("launcher.py", "runtime", ["-P", "-m", "app", *argv], window=window)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
