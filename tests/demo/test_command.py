"""The demo as a process of its own (`demo/command.py`)."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtc.messages import Logoff, LogonRequest, LogonResponse
from tests.demo.tcp_client import TcpClient

CHECKOUT = Path(__file__).parents[2]
WAIT_S = 20

pytestmark = pytest.mark.slow


class Process:
    """A running demo."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "demo",
            "--port",
            "0",
            "--csv",
            str(folder / "snapshot.csv"),
            *options,
        ]
        self.popen = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def port(self) -> int:
        """Return the port of the line that says that the demo is ready."""
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line.startswith("listening on 127.0.0.1:")
        return int(line.rsplit(":", 1)[1])

    def result(self) -> tuple[int, str, str]:
        """Wait for the end; return exit code, the rest of standard output, and standard error."""
        out, err = self.popen.communicate(timeout=WAIT_S)
        return self.popen.returncode, out, err


@pytest.fixture(params=[()], ids=["plain"])
def process(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Process]:
    """Run a demo, with further options where a test gives them, that ends with the test."""
    running = Process(tmp_path, "--until-stdin-closes", *request.param)
    yield running
    if running.popen.poll() is None:
        running.popen.kill()
    running.result()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_demo_in_good_order(process: Process, number: int, code: int) -> None:
    """Clients are logged off, one line was printed, and the exit code says how it ended."""
    with TcpClient(process.port()) as client:
        client.send(LogonRequest(HeartbeatIntervalInSeconds=10))
        client.wait_for_type(LogonResponse)
        process.popen.send_signal(number)
        client.wait_for_type(Logoff)
    assert process.result()[:2] == (code, "")


def test_the_demo_ends_with_its_parent(process: Process) -> None:
    """When standard input closes, as it does when the parent is killed, the demo ends by itself."""
    process.port()
    assert process.result()[0] == 0


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    """The exit code is 69, and the running demo's snapshot is left alone."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = Process(tmp_path, "--port", str(port)).result()
    assert (code, out) == (69, "")
    assert err.count("\n") == 1
    assert f"port {port} is taken" in err
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_snapshot_is_told_in_one_line(tmp_path: Path) -> None:
    """The exit code is 73, and the message names the file."""
    code, out, err = Process(tmp_path / "missing").result()
    assert (code, out) == (73, "")
    assert f"cannot write {tmp_path / 'missing' / 'snapshot.csv'}:" in err.splitlines()[-1]


@pytest.mark.parametrize("process", [("--refuse", "Not today")], ids=["refusing"], indirect=True)
def test_a_refusal_comes_from_the_command_line(process: Process) -> None:
    """The text of the option reaches the client."""
    with TcpClient(process.port()) as client:
        client.send(LogonRequest(HeartbeatIntervalInSeconds=10))
        (told,) = client.wait_for_type(LogonResponse)
    assert isinstance(told, LogonResponse)
    assert told.ResultText == "Not today"
