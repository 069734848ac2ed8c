"""Swaps in the real program."""

import pytest

from tests.app.stress.runs import result, start


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_swaps_change_no_cell_and_no_alarm() -> None:
    """A window that swaps shows what one shows that does not; each pulse is one alarm."""
    _, found = result(start("swap", "--rate", "20", "--seconds", "1.5", "--offscreen"))
    assert (found["differing"], found["refused"], found["lost_alarms"], found["doubled_alarms"]) == (
        0,
        0,
        0,
        0,
    )
    assert (found["pulses"], found["alarms"]) == (1, 1)
    assert found["swaps"] > 5
    assert found["cells"] > 100
