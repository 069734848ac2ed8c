"""What the trader has chosen to see, as bytes."""

import msgspec
import pytest

from actors.messages import NoticeRaised, Severity
from models.book import Symbol
from models.timeframe import Timeframe
from ui.appearance import Appearance, Palette, Unit
from ui.panel import Choices
from ui.view_state import ViewState, view_bytes, view_of


def test_what_is_chosen_survives_the_way_through_a_file() -> None:
    """Generations, choices of each panel, appearance and notices come back as they were."""
    view = ViewState(
        generations={"panel1": "new", "panel2": "legacy"},
        choices={
            "panel1": Choices(timeframe=Timeframe.WEEK, hovered=12.5, appearance=Appearance(unit=Unit.TICKS)),
            "panel2": Choices(symbol=Symbol("MESZ26-CME")),
        },
        appearance=Appearance(unit=Unit.RISK, is_private=True, palette=Palette.CLASSIC),
        statistics=Timeframe.YEAR,
        shown=("panel2", "panel3"),
        notices=(NoticeRaised(key="k", severity=Severity.ERROR, text="t"),),
    )
    assert view_of(view_bytes(view)) == view


def test_rubbish_is_refused() -> None:
    """Bytes that say nothing of the kind are no view."""
    with pytest.raises(msgspec.MsgspecError):
        view_of(b"\x80")
