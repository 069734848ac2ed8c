"""The launcher answers on a bare machine; what it sets up is tested with `app.bootstrap`."""

import subprocess
import sys

import pytest

from app.checkout import CHECKOUT, version


def _launch(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher without any package, from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, "-E", "-s", "-S", CHECKOUT / "launcher.py", *arguments],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("option", "expected"), [("--version", f"APPSIERRA {version()}"), ("--help", "--screen-log FILE")]
)
def test_help_and_version_need_no_packages(option: str, expected: str) -> None:
    """A Python without any package answers, from any folder, without setting anything up."""
    run = _launch(option)
    assert run.returncode == 0, run.stderr
    assert expected in run.stdout
    assert run.stderr == ""


def test_usage_error_sets_nothing_up() -> None:
    """A wrong command line ends with code 2 and one line before anything is installed."""
    run = _launch("--mode", "PAPER")
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("launcher.py: argument --mode: invalid choice: 'PAPER'")
    assert run.stderr.count("\n") == 1
