"""The demo as a source of facts."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from actors.messages import CurveChanged, PositionChanged, QuoteRead, ScopeChanged
from app.comparison.facts import DemoStretch
from app.comparison.history import POINTS
from tests.security.wire import PYTHON_PATH
from ui.panel import Payload
from ui.payload import typed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]


def test_a_stretch_of_the_demo_is_played_in_batches(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None]
) -> None:
    """The prepared curve, prices, positions, and each mode in turn; no batch is empty."""
    assert qtbot is not None
    # The market runs twenty times too fast for the order of reports to be as in life.
    allow_log(r"^WARNING actors\.")
    monkeypatch.setenv("PYTHONPATH", PYTHON_PATH)
    batches: list[Sequence[Payload]] = []
    DemoStretch(seed=1, minutes=1, folder=tmp_path).play(batches.append)
    assert all(batches)
    facts = [shown.fact for batch in batches for payload in batch if (shown := typed(payload)) is not None]
    kinds = {type(fact) for fact in facts}
    assert {CurveChanged, PositionChanged, QuoteRead, ScopeChanged} <= kinds
    assert max(fact.curve.length for fact in facts if isinstance(fact, CurveChanged)) >= POINTS
    assert len({fact.mode for fact in facts if isinstance(fact, ScopeChanged)}) >= 2
