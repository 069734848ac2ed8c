"""Sessions that are measured: that they still run; what they measure is no matter of tests."""

import json
import os
import subprocess
import sys

import pytest

from app.checkout import CHECKOUT

SHORT = {
    "chart_session": "it._WARM_UP = it.FRAMES = it.LEGACY_FRAMES = 1; it.main('offscreen')",
    "cells_session": "it.ROUNDS = 1; it.main()",
    "durable_session": "it.SECONDS = 0.01; it.main(2_000)",
    "replay_session": "it.main(0.01)",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", SHORT)
def test_a_session_runs(name: str) -> None:
    """As short as it goes; each of its samples has a value."""
    ended = subprocess.run(
        [sys.executable, "-c", f"from benchmarks import {name} as it; {SHORT[name]}"],
        cwd=CHECKOUT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    samples = json.loads(ended.stdout)
    assert samples
    assert all(samples.values())
