"""`doctor` as a shell sees it, with a real server; and its answer for people."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.commands.doctor import diagnose, exit_code, table
from app.doctor.finding import Kind, Level, well
from demo.conversation import ServerRules
from models.store import Store
from tests.app.doctor.patients import SNAPSHOT, a_home, around
from tests.demo.running_server import RunningServer
from tests.models.builders import NOW
from tests.security.wire import PYTHON_PATH

ACTION = Kind("gone", Level.ACTION, "prices", "Without it nothing is shown.", "Look for it.").found(
    "It is gone."
)


def test_each_finding_is_one_line_for_programs_and_is_wrapped_for_people() -> None:
    """What needs action comes last; no line is wider than the terminal, and all texts stand in one column."""
    findings = [ACTION, well("disk", "There is room.")]
    lines = table(findings, None).splitlines()
    assert lines[0] == "ok      disk-ok  There is room."
    assert lines[1].startswith(
        "action  gone     It is gone. Why: Without it nothing is shown. Do: Look for it."
    )
    assert lines[2].startswith("1 need action, 0 notes, 1 well.")
    wide = table([ACTION], 34).splitlines()
    assert wide[:5] == [
        "action  gone  It is gone.",
        "              Why: Without it",
        "                   nothing is",
        "                   shown.",
        "              Do: Look for it.",
    ]


def test_exit_code_is_1_when_something_needs_action(tmp_path: Path) -> None:
    """Notes do not count; what was mended is a note."""
    home = a_home(tmp_path)
    (home.data / "runtime_state_SIM_Sim1.json").write_text("{", encoding="utf-8")
    assert exit_code(diagnose(home, around(), fix=False)) == 1
    mended = diagnose(home, around(), fix=True)
    assert exit_code(mended) == 0
    assert mended[0].id == "fixed"


def run(home: Path, *line: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `doctor` on a home folder."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", "doctor", *line, "--home", home],
        cwd="/",
        env={**os.environ, "PYTHONPATH": PYTHON_PATH, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_shell_gets_0_for_a_healthy_home_and_1_for_another(tmp_path: Path) -> None:
    """With a real server, and without it; the password is in no answer."""
    home = a_home(tmp_path)
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    (position,) = store.load_positions().positions
    store.delete_position(position.book, position.symbol)
    store.state.touch(NOW.replace(year=2020))
    store.close()
    (home.data / "runtime_state_SIM_Sim1.json").unlink()
    (home.data / "snapshot.csv").write_text(SNAPSHOT, encoding="utf-8")
    server = RunningServer(ServerRules(username="me", password="hunter2"), started_at=time.time(), poll_s=0.1)
    given = {"SIERRA_DTC_PORT": str(server.server.port), "SIERRA_DTC_USER": "me"}
    try:
        good = run(home.root, "--json", **given, SIERRA_DTC_PASS="hunter2", DISPLAY="")
        bad = run(home.root, **given, SIERRA_DTC_PASS="hunter3", DISPLAY="")
    finally:
        server.stop()
    findings = json.loads(good.stdout)
    assert [each for each in findings if each["level"] == "action"] == []
    assert (good.returncode, good.stderr) == (0, "")
    assert set(findings[0]) == {"id", "level", "subject", "what", "why", "do"}
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "dtc-logon-refused" in bad.stdout
    assert "hunter" not in good.stdout + bad.stdout
