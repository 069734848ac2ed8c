"""Comparing the generations over a stretch of the demo."""

import json
import os
import subprocess
import sys

import pytest

from app.checkout import CHECKOUT
from app.commands.compare import Comparison, Pair, table


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_generations_agree_over_the_demo() -> None:
    """The real demo through the real actors shows the same cells in both generations."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "app", "compare", "--demo-seed", "5", "--minutes", "1", "--json"],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert (done.returncode, found["mismatches"]) == (0, 0)
    assert found["compared"] > 1_000
    assert {pair["pair"] for pair in found["pairs"]} == {
        "legacy 1 : legacy 2",
        "new 1 : new 2",
        "legacy 1 : new 1",
    }
    assert all(pair["compared"] > 300 for pair in found["pairs"])


def test_table_names_what_differed() -> None:
    """A person reads the counts and the first differences."""
    pair = Pair(pair="legacy 1 : new 1", compared=1_234, mismatches=1, examples=("fact 7, Heat: a : b",))
    found = Comparison(compared=1_234, mismatches=1, facts=7, demo_seed=3, minutes=0.5, pairs=(pair,))
    text = table(found)
    assert "0.5 minutes of the demo with seed 3, facts shown: 7" in text
    assert "legacy 1 : new 1  1,234     1" in text
    assert "fact 7, Heat: a : b" in text
