"""What is kept of a session: files that nobody else may read, and no secret in any of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import a_monitor, an_exchange
from tests.security.wire import PYTHON_PATH

_USER, _PASSWORD = "canary-user-5521", "canary-password-9917"
_ENVIRON = {"SIERRA_DTC_USER": _USER, "SIERRA_DTC_PASS": _PASSWORD}


def said_by(home: Path, *line: str) -> str:
    """Return everything that a command says, with the secrets in its environment."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "app", *line, "--home", str(home)],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH, "QT_QPA_PLATFORM": "offscreen"} | _ENVIRON,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.stdout}\n{done.stderr}"


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind on Windows")
def test_a_session_leaves_private_files_without_secrets(tmp_path: Path) -> None:
    """After a logon that is accepted: log, database, copy, recording, bundle, and what the doctor says."""
    home, bundle = tmp_path / "home", tmp_path / "bundle"
    before = os.umask(0o022)
    try:
        with (
            an_exchange(tmp_path / "snapshot.csv", "--user", _USER, "--password", _PASSWORD) as exchange,
            a_monitor(home, "--dtc", f"127.0.0.1:{exchange.port}", environ=_ENVIRON) as monitor,
        ):
            monitor.wait_until("Connection", "Connected")
            examined = said_by(home, "doctor", "--json")
            assert monitor.end()[0] == 0
        (tape,) = (home / "data" / "recordings").glob("*.recording")
        answer = said_by(home, "replay", str(tape), "--export", "+0..+2", "--to", str(bundle))
    finally:
        os.umask(before)
    assert "127.0.0.1" in examined
    assert (bundle / "session.recording").exists(), answer
    files = [path for path in (*home.rglob("*"), *bundle.rglob("*"), monitor.screen_log) if path.is_file()]
    assert {"app.log", "appsierra.db", tape.name, "session.recording", "home.jsonl"} <= {
        path.name for path in files
    }
    open_to_others = [path for path in home.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []
    for secret in (_USER, _PASSWORD):
        assert secret not in examined + answer
        assert [path for path in files if secret.encode() in path.read_bytes()] == []
