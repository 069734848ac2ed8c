"""The end of a run: the wish of a person or of the system, heard from its first moment on; how it ended."""

import signal
from types import FrameType
from typing import Final, NamedTuple

_INTERRUPTED: Final = 130


class Ended(NamedTuple):
    """How a run ended.

    Attributes:
        was_shown: The window was painted.
        wants_demo: The trader wants to see the demo now.
    """

    code: int
    was_shown: bool = False
    wants_demo: bool = False


class EndWish:
    """Hears Ctrl-C and a shutdown; whoever is at work asks for it and ends in order.

    It raises nothing: an exception in the middle of Qt's own calls reaches nobody.

    Attributes:
        exit_code: What the wish makes of it; None while nobody has it.
    """

    def __init__(self) -> None:
        self.exit_code: int | None = None

    def listen(self) -> None:
        """Hear from now on; call it in the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.exit_code = _INTERRUPTED if number == signal.SIGINT else 0
