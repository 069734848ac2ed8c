"""What an operating system has to play sounds; needs no window system."""

from collections.abc import Callable
from typing import Final

_PROGRAMS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""Of PipeWire, PulseAudio, ALSA and macOS, in the order in which they are looked for."""


def player(which: Callable[[str], str | None]) -> tuple[str, ...] | None:
    """Return the program that plays a file, with its arguments before that; None where there is none.

    Args:
        which: Finds a program; None where it is not installed.
    """
    found = ((which(name), arguments) for name, *arguments in _PROGRAMS)
    return next(((program, *arguments) for program, arguments in found if program), None)
