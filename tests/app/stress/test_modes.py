"""Mode switches in the real program."""

import pytest

from tests.app.stress.runs import result, start

_MUTANT = """
import ui.panel1.presenter, ui.panel2.presenter
from actors.messages import ScopeChanged
from actors.qt_bridge import QtBridgeActor
from app.stress.modes import ModeRun
from ui.scope import concerns

def without_epoch(shown, epoch, book):
    return concerns(shown, epoch, book) if isinstance(shown.fact, ScopeChanged) else True

begin = ModeRun._begin
def begin_mutated(self):
    QtBridgeActor._is_shown = lambda actor, book: True
    ui.panel1.presenter.concerns = ui.panel2.presenter.concerns = without_epoch
    begin(self)
ModeRun._begin = begin_mutated
"""


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_switches_leak_nothing_and_a_dropped_epoch_check_is_found() -> None:
    """The real program shows each account its own; without the check of epoch and book it is caught at it."""
    line = ("modes", "--rate", "50", "--seconds", "1", "--fills-per-s", "60", "--seed", "5", "--offscreen")
    sound, mutant = start(*line), start(*line, first=_MUTANT)
    _, found = result(sound)
    code, caught = result(mutant)
    assert (found["leaks"], found["badge_is_last"], found["examples"]) == (0, True, [])
    assert found["switches"] > 10
    assert found["cells"] > 10 * 15
    assert found["fills"] > 24
    keys = {"stall_p50_ms", "stall_p99_ms", "stall_max_ms", "settle_ms", "rss_slope_mb_per_h"}
    assert keys <= found.keys()
    assert not any("leaked" in text or "badge" in text for text in found["missed"])
    assert code == 1
    assert caught["leaks"] > 0
    assert any("on the badge" in example for example in caught["examples"])
