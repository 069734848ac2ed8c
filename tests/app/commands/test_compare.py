"""Comparing the generations over a stretch of the demo."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.commands.compare import is_failed, table
from app.comparison.guide import Verdict
from tests.app.comparison.builders import a_course, a_pair, the_courses, the_findings
from tests.security.wire import PYTHON_PATH
from ui.generations import NEW


def run(module: str, *line: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", module, "compare", *line],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_generations_agree_over_the_demo(tmp_path: Path) -> None:
    """The real demo through the real actors: the same cells, P&L and commands, in figures and in a report."""
    line = (
        "--demo-seed",
        "5",
        "--minutes",
        "1",
        "--cells-only",
        "--json",
        "--report",
        str(tmp_path / "report"),
    )
    done = run("app", *line)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["mismatches"], found["raised"]) == (0, {"legacy": [], "new": []})
    assert found["verdict"] != "fail"
    assert found["compared"] > 1_000
    assert {pair["pair"] for pair in found["pairs"]} == {
        "legacy 1 : legacy 2",
        "new 1 : new 2",
        "legacy 1 : new 1",
    }
    for pair in found["pairs"]:
        assert pair["compared"] > 300
        assert 0 < pair["emitted_compared"] <= found["presses"]
    assert (tmp_path / "report" / "compare.json").read_text(encoding="utf-8") == done.stdout
    assert len(list((tmp_path / "report").glob("moment-*.png"))) == 10


@pytest.mark.slow
def test_generations_agree_over_a_recording(recording: Path) -> None:
    """A recorded session is input as the demo is; nothing of it is measured."""
    done = run("app", str(recording), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["recording"], found["cells_only"], found["mismatches"]) == (recording.name, True, 0)
    assert found["compared"] > 1_000
    assert all(pair["pnl_compared"] > 100 for pair in found["pairs"])


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_a_planted_difference_is_code_1_and_named() -> None:
    """One tick in one cell of one generation."""
    done = run("tests.app.commands.planted_compare", "--minutes", "1", "--cells-only")
    assert done.returncode == 1
    assert "legacy 1 : new 1: fact" in done.stdout
    assert re.search(r"fact \d+, Price: '\d+ @ [\d.]+' \w+ : '\d+ @ [\d.]+' \w+$", done.stdout, re.MULTILINE)
    (row,) = (row for row in done.stdout.splitlines() if row.startswith("Canonical cells that differ"))
    assert row.endswith("fail")


def test_table_has_the_guide_the_pairs_and_what_went_wrong() -> None:
    """A person reads targets, verdicts, counts, and the first differences."""
    pair = msgspec.structs.replace(a_pair(mismatches=1), examples=("fact 7, Heat: a : b",))
    noisy = msgspec.structs.replace(a_course(2.5, 120.0), trouble=("t ERROR ui: broken",))
    found = msgspec.structs.replace(
        the_findings(pair, courses=the_courses(new=noisy)), raised={NEW: ("new 1 raised while painting",)}
    )
    text = table(found)
    rows = {line[:33].rstrip(): line[33:].split() for line in text.splitlines()}
    assert rows["Memory"] == ["140.1", "MB", "120.0", "MB", "0.86", "-10", "%", "6", "pass"]
    assert rows["Errors"][-1] == "fail"
    assert "legacy 1 : new 1  10,000          1       0 of 2,000  0 of 100" in text
    for line in (
        "legacy 1 : new 1: fact 7, Heat: a : b",
        "new: t ERROR ui: broken",
        "new 1 raised while painting",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("verdict", "failed"), [(Verdict.PASS, False), (Verdict.INCONCLUSIVE, False), (Verdict.FAIL, True)]
)
def test_only_a_failure_fails(verdict: Verdict, *, failed: bool) -> None:
    """A short run is no failure."""
    assert is_failed(msgspec.structs.replace(the_findings(), verdict=verdict)) is failed
