"""Why a panel must go, in words."""

from actors.messages import Cell
from models.rollout.handover import Handover
from ui.swap import handed_over, raised, verdict


def test_a_failure_says_when_and_what() -> None:
    """Moment, type and text of the exception are in the words."""
    assert raised("updating", ValueError("no number")) == "raised while updating (ValueError: no number)"


def test_a_panel_that_lies_must_go_and_one_that_is_slow() -> None:
    """A wrong cell of money weighs more than time, and another wrong cell weighs nothing."""
    both = verdict(["Hover", "Balance"], {"Balance"}, is_slow=True)
    assert both == "differed from the legacy panel in Balance"
    assert verdict(["Hover"], {"Balance"}, is_slow=True).startswith("needed more than twice the time")
    assert not verdict(["Hover"], {"Balance"}, is_slow=False)


def test_what_a_swap_leaves_out_or_adds_is_counted() -> None:
    """Alarms are cells that flash; the time in drawdown goes on or is broken."""
    calm, flashing = Cell(text="3:05", role="neutral"), Cell(text="3:05", role="alert", flash=True)
    kept = handed_over({"Heat": flashing, "Stop": calm}, {"Heat": flashing, "Stop": calm}, 0.004)
    assert kept == Handover(took_ms=4.0, alarms_lost=0, alarms_doubled=0, heat_kept=True)
    broken = handed_over(
        {"Heat": flashing, "Stop": calm}, {"Heat": Cell(text="--", role="dim"), "Stop": flashing}, 0.004
    )
    assert (broken.alarms_lost, broken.alarms_doubled, broken.heat_kept) == (1, 1, False)
    assert handed_over({"PnL": calm}, {"PnL": calm}, 0.0).heat_kept
