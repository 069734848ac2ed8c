"""What a swap did."""

import pytest

from models.rollout.handover import FRAME_MS, Handover, counts_of


@pytest.mark.parametrize(
    ("handover", "wrong"),
    [
        (Handover(took_ms=FRAME_MS, alarms_lost=0, alarms_doubled=0, heat_kept=True), {}),
        (
            Handover(took_ms=FRAME_MS + 1, alarms_lost=2, alarms_doubled=1, heat_kept=False),
            {"alarm lost": 2, "alarm doubled": 1, "heat break": 1, "swap above a frame": 1},
        ),
    ],
)
def test_a_drill_is_counted_with_what_went_wrong(handover: Handover, wrong: dict[str, int]) -> None:
    """A frame is a sixtieth of a second."""
    assert +counts_of("panel2", "legacy", handover) == {"drill panel2 to legacy": 1} | wrong
