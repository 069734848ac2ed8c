"""Programs that are started as modules: each runs in the private environment, whoever starts it."""

import sys
from collections.abc import Sequence
from typing import Final

from app import bootstrap
from app.bootstrap import Requirements
from app.errors import StartError

_EXIT_INTERRUPTED: Final = 130


def run(program: str, group: Requirements, arguments: Sequence[str], *, window: bool = False) -> int:
    """Set up what is needed and go on as another program; return the exit code of a set-up that failed.

    Args:
        program: Who is told in a message of failure.
        group: Which set of packages is needed, `runtime` or `test`.
        arguments: For the interpreter of the private environment.
        window: A window is wanted; its libraries are looked for where there is a display.
    """
    try:
        python = bootstrap.ensure(group, window=window)
        return bootstrap.hand_over(python, arguments)
    except StartError as error:
        sys.stderr.write(f"{program}: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(f"{program}: interrupted; the next start goes on from here\n")
        return _EXIT_INTERRUPTED
