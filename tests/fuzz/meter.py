"""How long each piece took: by the clock on the wall, and by the processor alone."""

import gc
from time import perf_counter, thread_time
from types import TracebackType
from typing import Any, Final, Self

MOST_S: Final = 0.050
"""Longer must nothing take that came from outside: the window would be seen to stop."""


class Meter:
    """Measures what is done inside of `with`.

    Attributes:
        longest_s: The longest since `reset`, with everything that came between: garbage, other processes.
        longest_alone_s: The most time of the processor since `reset`, without the collection of garbage.
        taken: How many frames, reads, files or texts the program took, ever.
    """

    def __init__(self) -> None:
        self.longest_s = self.longest_alone_s = 0.0
        self.taken = 0
        self._began_s = self._used_s = self._garbage_s = self._collecting_s = 0.0

    def open(self) -> None:
        """Begin to listen to the collector."""
        gc.callbacks.append(self._collect)

    def close(self) -> None:
        """Listen no more."""
        gc.callbacks.remove(self._collect)

    def reset(self) -> None:
        """Begin anew."""
        self.longest_s = self.longest_alone_s = 0.0

    def __enter__(self) -> Self:
        """Begin a piece."""
        self._garbage_s = 0.0
        self._used_s = thread_time()
        self._began_s = perf_counter()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End it."""
        took_s, used_s = perf_counter() - self._began_s, thread_time() - self._used_s
        self.longest_s = max(self.longest_s, took_s)
        self.longest_alone_s = max(self.longest_alone_s, used_s - self._garbage_s)

    def _collect(self, phase: str, _info: dict[str, Any]) -> None:
        if phase == "start":
            self._collecting_s = thread_time()
        else:
            self._garbage_s += thread_time() - self._collecting_s
