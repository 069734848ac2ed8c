"""What a stress run says to a person."""

from app.commands.stress import table
from app.stress.exits import ExitsFound
from app.stress.flood import FloodFound, FloodStep


def test_table_tells_figures_examples_and_missed_bounds() -> None:
    """A person reads what was found, the first examples, and what was missed."""
    step = FloodStep(
        wanted_per_s=500.0,
        sent_per_s=499.8,
        merged=1_234,
        stall_p50_ms=0.1,
        stall_p99_ms=20.6,
        stall_max_ms=83.9,
        behind_ms=None,
        broken=("stall p99 20.6 ms, at most 16",),
    )
    found = FloodFound(
        seed=1,
        sustained_per_s=0.0,
        prices=999,
        merged_quotes=1_234,
        fills=39,
        lost_fills=0,
        steps=(step,),
        examples=("500/s: stall p99 20.6 ms, at most 16",),
        missed=("not even 500 a second",),
    )
    lines = table(found).splitlines()
    assert "merged_quotes    1,234" in lines
    assert any(line.split() == ["500", "500", "1,234", "20.6", "83.9", "unknown"] for line in lines)
    assert lines[-1] == "MISSED: not even 500 a second"


def test_table_of_a_run_that_kept_all_bounds_says_so() -> None:
    """Silence could mean anything."""
    found = ExitsFound(
        seed=1,
        cycles=3,
        during_start=1,
        during_flush=1,
        during_reconnect=1,
        unstarted=0,
        wrong_codes=0,
        slowest_s=0.5,
        too_slow=0,
        warnings=0,
        damaged=0,
        examples=(),
        missed=(),
    )
    assert table(found).endswith("All bounds kept.\n")
