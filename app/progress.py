"""Lines that tell what the set-up is doing, so that a long first start does not look dead."""

import sys
import time
from collections.abc import Callable
from typing import TextIO


class Progress:
    """Writes one line per step: seconds since the first step, and what is being done.

    The lines go to stderr: stdout belongs to the answer of the program that is being started.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Write to `stream` (stderr when None), with seconds taken from `clock`."""
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._started_s: float | None = None

    def step(self, text: str) -> None:
        """Write that `text` is being done now."""
        now_s = self._clock()
        if self._started_s is None:
            self._started_s = now_s
        self._stream.write(f"[{now_s - self._started_s:4.0f} s] {text}\n")
        self._stream.flush()
