"""One life of the real program in a home folder that outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.crash.journal import BORN, SAID, Line, lines_of

ROOT: Final = Path(__file__).resolve().parents[2]
PAINTED: Final = "first paint"
READY: Final = "connection ready"
_LOOK_S: Final = 0.001
_MOST_S: Final = 30.0
_ENVIRON: Final = {
    name: value for name, value in os.environ.items() if not name.startswith(("USE_NEW", "SIERRA"))
} | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}


class Life:
    """A running program.

    Args:
        place: Has the home folder, the journal and what the program says on stderr.
        port: Of the broker.
        options: Of `tests.crash.child`.
        around: What runs it, such as a recorder of system calls.

    Attributes:
        lines: What it has written into the journal.
    """

    def __init__(
        self, place: Path, port: int, options: Sequence[str] = (), around: Sequence[str] = ()
    ) -> None:
        self.home = place / "home"
        self.lines: list[Line] = []
        self._journal = place / "journal"
        self._journal.touch()
        self._at = self._journal.stat().st_size
        self._began = time.time()
        command = [sys.executable, "-P", "-m", "tests.crash.child", str(self._journal), *options]
        given = ["--offscreen", "--dtc", f"127.0.0.1:{port}", "--home", str(self.home)]
        with (place / "stderr").open("ab") as said:
            self._process = subprocess.Popen(
                [*around, *command, *given], env=_ENVIRON, stdout=subprocess.DEVNULL, stderr=said
            )

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended."""
        return self._process.poll() is not None

    def look(self) -> list[Line]:
        """Read what it has written since the last look."""
        with self._journal.open("rb") as file:
            file.seek(self._at)
            content = file.read()
        self._at += content.rfind(b"\n") + 1
        new = list(lines_of(content))
        self.lines += new
        return new

    def wait_for(self, holds: Callable[[Line], bool]) -> bool:
        """Wait for a line that it has not written yet; False where it ends before, or never writes it."""
        until = time.monotonic() + _MOST_S
        while time.monotonic() < until:
            over = self.is_over
            if any(holds(line) for line in self.look()):
                return True
            if over:
                return False
            time.sleep(_LOOK_S)
        return False

    def wait_until(self, said: str) -> bool:
        """Wait until it has said something."""
        return self.after_s(said) is not None or self.wait_for(lambda line: _says(line, said))

    def after_s(self, said: str) -> float | None:
        """Return how long after its start it said something; None where it has not."""
        return next((line.what[0] - self._began for line in self.lines if _says(line, said)), None)

    def ask_to_end(self) -> None:
        """Send the signal of an orderly end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, and read the rest of what it wrote."""
        self._signal(signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Wait for its end; return the exit code."""
        try:
            code = self._process.wait(_MOST_S)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            code = self._process.wait()
        self.look()
        return code

    def _signal(self, number: int) -> None:
        """Signal the program, and not what records it."""
        self.look()
        born = [line.what[0] for line in self.lines if line.word == BORN]
        with suppress(ProcessLookupError):
            os.kill(born[0] if born else self._process.pid, number)


def _says(line: Line, said: str) -> bool:
    return line.word == SAID and str(line.what[1]).startswith(said)
