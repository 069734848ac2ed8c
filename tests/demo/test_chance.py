"""Seeded chance."""

import subprocess
import sys
from pathlib import Path

from demo.chance import chance_for

CHECKOUT = Path(__file__).parents[2]


def test_each_purpose_has_a_stream_of_its_own() -> None:
    """Two purposes of one seed draw different numbers, one purpose draws the same again."""
    market = [chance_for(5, "market").random() for _ in range(2)]
    assert market[0] == market[1]
    assert chance_for(5, "plans").random() != market[0]
    assert chance_for(6, "market").random() != market[0]


def test_numbers_do_not_depend_on_the_hash_seed_of_the_process() -> None:
    """Processes with different PYTHONHASHSEED draw the same numbers."""
    code = "from demo.chance import chance_for; print(chance_for(5, 'market').random())"
    told = {
        subprocess.check_output(
            [sys.executable, "-c", code], cwd=CHECKOUT, env={"PYTHONHASHSEED": hash_seed}, text=True
        )
        for hash_seed in ("0", "1")
    }
    assert told == {f"{chance_for(5, 'market').random()}\n"}
