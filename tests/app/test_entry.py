"""Programs that set up what they need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import bootstrap, entry
from app.checkout import CHECKOUT
from app.errors import UnavailableError

# The interpreter below the private environment: it has none of our packages.
BARE_PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


@pytest.mark.slow
@pytest.mark.skipif(not BARE_PYTHON.exists(), reason="this Python keeps its interpreter elsewhere")
@pytest.mark.parametrize(
    "command",
    [("demo", "--help"), ("dtc", "decode", "--encoding", "json", "-")],
    ids=["demo", "dtc"],
)
def test_modules_run_under_an_interpreter_that_lacks_everything(command: tuple[str, ...]) -> None:
    """`python3 -m demo` and `python3 -m dtc` work with the machine's own Python, from the checkout."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [BARE_PYTHON, "-m", *command],
        cwd=CHECKOUT,
        env=environ,
        input='{"Type":3}\0',
        capture_output=True,
        text=True,
        check=False,
        timeout=25,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "HEARTBEAT" in done.stdout or "--csv" in done.stdout


def test_failed_set_up_is_one_line_and_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What keeps a program from starting is said in one line under its name."""

    def fail(*_arguments: object, **_options: object) -> Path:
        raise UnavailableError("no network")

    monkeypatch.setattr(bootstrap, "ensure", fail)
    assert entry.run("demo", "runtime", ["-c", "pass"]) == 69
    assert capsys.readouterr().err == "demo: no network\n"
