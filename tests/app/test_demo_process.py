"""The built-in demo as a child of the monitor."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.demo_process import DemoProcess
from app.errors import UnavailableError
from tests.security.wire import PYTHON_PATH

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the child find our packages, as the launcher does."""
    monkeypatch.setenv("PYTHONPATH", PYTHON_PATH)


def test_demo_listens_writes_and_ends(tmp_path: Path) -> None:
    """It says where it listens and since when its world runs, and is gone after the stop."""
    demo = DemoProcess(tmp_path / "demo" / "snapshot.csv", seed=3, time_scale=1.0)
    endpoint = demo.endpoint()
    assert demo.began_at() is not None
    socket.create_connection((endpoint.host, endpoint.port), timeout=2).close()
    demo.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((endpoint.host, endpoint.port), timeout=2)


def test_demo_that_cannot_start_is_told(tmp_path: Path) -> None:
    """What keeps it from starting is in the error, not in a traceback."""
    (tmp_path / "snapshot.csv").mkdir()
    demo = DemoProcess(tmp_path / "snapshot.csv", seed=None, time_scale=1.0)
    with pytest.raises(UnavailableError, match=r"the demo did not start: .*snapshot\.csv"):
        demo.endpoint()
    demo.stop()


def test_demo_dies_with_the_monitor(tmp_path: Path) -> None:
    """A monitor that is killed leaves no demo behind."""
    code = (
        "from pathlib import Path; from app.demo_process import DemoProcess; import sys, time\n"
        f"demo = DemoProcess(Path({str(tmp_path / 'snapshot.csv')!r}), None, 1.0)\n"
        "print(demo.endpoint().port, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as monitor:
        assert monitor.stdout is not None
        port = int(monitor.stdout.readline())
        peer = socket.create_connection(("127.0.0.1", port), timeout=2)
        monitor.kill()
    peer.settimeout(5)
    # What was on its way when the demo died makes its end a reset.
    with peer, suppress(ConnectionResetError):
        while peer.recv(1000):
            pass
