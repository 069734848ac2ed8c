"""A recorded session is played again cell for cell: real threads, real sockets, a trader who never rests."""

import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Final

import pytest

from tests.running import ROOT
from tests.security.wire import PYTHON_PATH

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

CANARIES: Final = {"SIERRA_DTC_USER": "canary-user", "SIERRA_DTC_PASS": "canary-password"}
_LONGEST_S: Final = 60
_ACT_EVERY_S: Final = 0.22


def environ(seed: int, **more: str) -> dict[str, str]:
    """Return an environment with a hash seed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("USE_NEW", "SIERRA"))}
    return clean | {"PYTHONPATH": PYTHON_PATH, "PYTHONHASHSEED": str(seed)} | more


def live(home: Path, log: Path, seed: int, **more: str) -> "subprocess.Popen[bytes]":
    """Start a demo session with a trader at it."""
    options = ["--demo", "--demo-seed", "3", "--offscreen", "--home", str(home), "--screen-log", str(log)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.trader", str(_ACT_EVERY_S), *options, "--run-for", str(_LONGEST_S)],
        cwd=ROOT,
        env=environ(seed, **CANARIES, **more),
        stderr=subprocess.DEVNULL,
    )


def wait_until_enough_was_shown(session: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until several books were on the screen, and both generations of both panels."""
    while True:
        written = log.read_bytes().rpartition(b"\n")[0] if log.exists() else b""
        lines = [json.loads(line) for line in written.splitlines()]
        panels = {(line["panel"], line["generation"]) for line in lines if line["panel"] != "panel3"}
        if len({line["epoch"] for line in lines}) > 3 and len(panels) > 5:
            return
        assert session.poll() is None
        time.sleep(0.1)


def replay(home: Path, log: Path, seed: int) -> str:
    """Play the recording of a home folder again; return what was said on stderr."""
    (tape,) = (home / "data" / "recordings").iterdir()
    done = subprocess.run(
        [sys.executable, "-m", "app", "replay", tape, "--speed", "max", "--offscreen", "--screen-log", log],
        env=environ(seed),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def unpacked(tape: bytes) -> bytes:
    """Return all that is packed in a recording."""
    bodies, place = [], tape.find(b"\x78\x01")
    while place >= 0:
        unpacker = zlib.decompressobj()
        try:
            bodies.append(unpacker.decompress(tape[place:]))
        except zlib.error:
            bodies.append(b"")
        place = tape.find(b"\x78\x01", place + 1)
    return b"".join(bodies)


@pytest.mark.parametrize(("value", "live_seed", "replay_seed"), [("1", 0, 1), ("0", 1, 2)])
def test_a_replay_shows_every_cell_as_it_was(
    tmp_path: Path, value: str, live_seed: int, replay_seed: int
) -> None:
    """Modes, panels, units, statistics, sizes, mouse and strip change all the time: the logs are the same.

    In both generations, under another hash seed, and no password of the session is on the tape.
    """
    home, shown, again = tmp_path / "home", tmp_path / "live.jsonl", tmp_path / "replay.jsonl"
    session = live(home, shown, live_seed, USE_NEW_PANEL1=value, USE_NEW_PANEL2=value)
    wait_until_enough_was_shown(session, shown)
    session.terminate()
    assert session.wait(_LONGEST_S) == 0
    database = (home / "data" / "appsierra.db").read_bytes()
    said = replay(home, again, replay_seed)
    assert again.read_bytes() == shown.read_bytes()
    assert (home / "data" / "appsierra.db").read_bytes() == database
    assert "canary" not in said
    (tape,) = (home / "data" / "recordings").iterdir()
    content = unpacked(tape.read_bytes())
    assert b"BytesReceived" in content
    assert b"canary" not in content


def test_what_a_killed_session_showed_can_be_played(tmp_path: Path) -> None:
    """Up to half a second before its end, that is: what was written is whole."""
    home, shown, again = tmp_path / "home", tmp_path / "live.jsonl", tmp_path / "replay.jsonl"
    session = live(home, shown, 0)
    wait_until_enough_was_shown(session, shown)
    session.kill()
    session.wait(_LONGEST_S)
    replay(home, again, 1)
    assert shown.read_bytes().startswith(again.read_bytes())
    missed = shown.read_bytes()[again.stat().st_size :].splitlines()
    last = json.loads(again.read_bytes().splitlines()[-1])["t"]
    assert all(json.loads(line)["t"] - last < 2 for line in missed)
