"""The legacy panels prove that they are the same each time."""

from collections.abc import Mapping
from itertools import count

import pytest

from actors.messages import Cell
from app.drills.legacy_tapes import legacy_tapes
from ui.legacy.panel2 import LegacyPanel2

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]


def test_three_runs_are_identical() -> None:
    """After every fact, in every cell."""
    holds, have = legacy_tapes()
    assert holds, have
    assert have.endswith("identical 3 times")


def test_a_run_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first fact after which it does is named."""
    calls, whole = count(), LegacyPanel2.cells

    def cells(panel: LegacyPanel2) -> Mapping[str, Cell]:
        found = dict(whole(panel))
        if next(calls) > 1_000:
            found["Price"] = Cell(text="1", role="neutral")
        return found

    monkeypatch.setattr(LegacyPanel2, "cells", cells)
    holds, have = legacy_tapes()
    assert not holds
    assert have.startswith("differ after fact ")
