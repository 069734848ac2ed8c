"""The real program, and the demo server, as processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.security.wire import PYTHON_PATH

ROOT = Path(__file__).resolve().parent.parent
_ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith(("USE_NEW", "SIERRA"))}
_EXIT_S = 60


class Monitor:
    """One run of the program, offscreen.

    Args:
        home: Its folder.
        options: Of its command line.
        environ: What is different in its environment.
        first: Python code that runs before it.
    """

    def __init__(
        self, home: Path, *options: str, environ: dict[str, str] | None = None, first: str = ""
    ) -> None:
        self.screen_log = home.with_name(f"{home.name}.jsonl")
        self.log = home / "logs" / "app.log"
        code = f"{first}\nimport sys; from app.__main__ import main; sys.exit(main(sys.argv[1:]))"
        program = ["-c", code] if first else ["-m", "app"]
        command = [sys.executable, "-P", *program, "--offscreen", "--home", str(home)]
        self.process = subprocess.Popen(
            [*command, "--screen-log", str(self.screen_log), *options],
            env=_ENVIRON | {"PYTHONPATH": PYTHON_PATH} | (environ or {}),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait(self) -> tuple[int, str]:
        """Wait for the end; return exit code and what it said on stderr."""
        _, said = self.process.communicate(timeout=_EXIT_S)
        return self.process.returncode, said

    def end(self) -> tuple[int, str]:
        """End it in order; return what `wait` does."""
        self.process.terminate()
        return self.wait()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.communicate(timeout=_EXIT_S)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the screen log, line by line, as far as whole lines are written."""
        if self.screen_log.exists():
            written = self.screen_log.read_bytes().rpartition(b"\n")[0]
            for line in written.splitlines():
                yield json.loads(line)

    def cells(self) -> dict[str, str]:
        """Return the text that each cell showed last."""
        return {line["cell"]: line["text"] for line in self.lines()}

    def wait_until(self, cell: str, *texts: str) -> None:
        """Wait until a cell shows one of these texts."""
        self.wait_for(lambda line: line["cell"] == cell and line["text"] in texts, f"{cell} in {texts}")

    def wait_for(self, holds: Any, what: str) -> None:  # noqa: ANN401 - a predicate over a JSON object
        """Wait until a line of the screen log fulfils a condition."""
        while not any(holds(line) for line in self.lines()):
            try:
                self.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"ended before {what}: {self.cells()}")

    def complaints(self) -> list[str]:
        """Return what was logged at WARNING or above."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [line for line in text.splitlines() if any(f" {level} " in line for level in _LOUD)]


_LOUD = ("WARNING", "ERROR", "CRITICAL")


class Exchange:
    """The demo server as a process; it can be killed and started again on the same port."""

    def __init__(self, csv: Path, *options: str, port: int = 0) -> None:
        self.csv = csv
        self._options = options
        self.port = port
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-P", "-m", "demo", "--port", str(self.port), "--csv", str(self.csv)]
        self.process = subprocess.Popen(
            [*command, *self._options],
            env=_ENVIRON | {"PYTHONPATH": PYTHON_PATH},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rpartition(":")[2])

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.communicate(timeout=_EXIT_S)


@contextmanager
def an_exchange(csv: Path, *options: str) -> Iterator[Exchange]:
    """Give a running demo server."""
    exchange = Exchange(csv, *options)
    try:
        yield exchange
    finally:
        exchange.kill()


@contextmanager
def a_monitor(
    home: Path, *options: str, environ: dict[str, str] | None = None, first: str = ""
) -> Iterator[Monitor]:
    """Give a running monitor; what has not ended by itself is killed."""
    monitor = Monitor(home, *options, environ=environ, first=first)
    try:
        yield monitor
    finally:
        if monitor.process.poll() is None:
            monitor.kill()
