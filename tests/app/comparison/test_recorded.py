"""The facts of a recorded session for a comparison."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from actors.messages import PositionChanged, ScopeChanged
from app.comparison.recorded import RecordedSession
from app.errors import UnavailableError
from ui.panel import Payload
from ui.payload import typed


def test_it_hands_over_what_was_shown(recording: Path) -> None:
    """Batch by batch: every book of the session, and its positions."""
    batches: list[Sequence[Payload]] = []
    RecordedSession(recording).play(batches.append)
    facts = [shown.fact for batch in batches for payload in batch if (shown := typed(payload)) is not None]
    modes = {fact.mode.value for fact in facts if isinstance(fact, ScopeChanged)}
    assert modes == {"SIM", "LIVE", "DEBUG"}
    assert any(isinstance(fact, PositionChanged) for fact in facts)
    assert len(facts) > 300


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    """In a sentence, before anything is shown."""
    with pytest.raises(UnavailableError, match="there is no such file"):
        RecordedSession(tmp_path / "x").play(lambda _: None)
