"""The built-in demo: another process, so that it is on the far side of a real connection."""

import logging
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.arguments import Endpoint
from app.checkout import CHECKOUT
from app.errors import UnavailableError
from demo.world_state import default_state, load_state

READY_S: Final = 10.0
_EXIT_S: Final = 1.0
_READY: Final = "listening on "

log = logging.getLogger(__name__)


class ServerProcess:
    """A running module that serves on a port of its own, and ends with this process, however that ends."""

    def __init__(self, *module: str) -> None:
        """Start it; it gets ready while the caller goes on.

        Args:
            module: Its name, and its options.
        """
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", *module],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._errors: list[str] = []
        threading.Thread(target=self._keep_errors, name="demo errors", daemon=True).start()

    @property
    def complaint(self) -> str:
        """Return what it said last of what is wrong."""
        return self._errors[-1] if self._errors else "it says nothing"

    def endpoint(self) -> Endpoint:
        """Return where it listens; waits until it is ready.

        Raises:
            UnavailableError: It did not get ready in time.
        """
        line: list[str] = []
        reader = threading.Thread(target=lambda: line.append(self._read_line()), daemon=True)
        reader.start()
        reader.join(READY_S)
        if not line or not line[0].startswith(_READY):
            raise UnavailableError(f"the demo did not start: {self.complaint}")
        host, _, port = line[0].removeprefix(_READY).strip().rpartition(":")
        return Endpoint(host, int(port))

    def stop(self) -> None:
        """End it; does not wait for long."""
        if self._process.stdin is not None:
            # What it was told last has not reached it if it has gone by itself.
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_EXIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _read_line(self) -> str:
        return self._process.stdout.readline() if self._process.stdout is not None else ""

    def _keep_errors(self) -> None:
        """Read what it logs, so that its pipe never fills."""
        if self._process.stderr is None:
            return
        for line in self._process.stderr:
            self._errors[:] = [line.strip()]
            log.debug("demo: %s", line.strip())


class DemoProcess(ServerProcess):
    """A running demo."""

    def __init__(self, csv: Path, seed: int | None, time_scale: float) -> None:
        """Start it; it gets ready while the caller goes on.

        Args:
            csv: The snapshot file that it writes.
            seed: Of its market; None takes the demo's default.
            time_scale: Demo seconds per real second.
        """
        self._csv = csv
        csv.parent.mkdir(parents=True, exist_ok=True)
        options = ["--port", "0", "--csv", str(csv), "--until-stdin-closes", "--time-scale", str(time_scale)]
        if seed is not None:
            options += ["--seed", str(seed)]
        super().__init__("demo.command", *options)

    def began_at(self) -> datetime | None:
        """Return when its world began, from which on its time runs at its scale; None if nobody knows."""
        state = load_state(default_state(self._csv))
        return None if state is None else datetime.fromtimestamp(state.started_at, UTC)
