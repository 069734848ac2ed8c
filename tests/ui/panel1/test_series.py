"""What of a curve lies in the timeframe; what the figures make of it is tested with the presenter."""

import pytest
from msgspec.structs import replace

from models.timeframe import Timeframe
from tests.ui.builders import NOW, SIM1, a_curve, an_open_equity
from ui.panel1.series import closed_series, open_series
from ui.panel1.view_model import Panel1Facts

CURVE = a_curve((7200, "10000"), (600, "10100")).fact
OPEN = an_open_equity((7200, "10000"), (900, None), (600, "10100"), finished=2).fact
FACTS = Panel1Facts(book=SIM1, now=NOW, curve=CURVE.curve, open_equity=OPEN)  # type: ignore[attr-defined,arg-type]  # a builder's fact


@pytest.mark.parametrize("series", [closed_series, open_series])
def test_both_curves_carry_the_value_at_the_edge(series: object) -> None:
    """The baseline stands at the left edge, and the points inside are counted."""
    found = series(FACTS)  # type: ignore[operator]  # one of two functions
    assert found.start == NOW.timestamp() - 3600
    assert (found.base.at.timestamp(), found.base.balance) == (NOW.timestamp() - 3600, 10000)
    assert (found.last.balance, found.end, found.count) == (10100, NOW, 1)


def test_unknown_stretches_belong_to_the_open_curve() -> None:
    """Where nothing at all is known there is no curve."""
    found = open_series(FACTS)
    assert found is not None
    assert found.unknown == ((NOW.timestamp() - 900, NOW.timestamp() - 600),)
    nothing = an_open_equity((60, None)).fact
    assert open_series(replace(FACTS, open_equity=nothing)) is None


def test_young_curve_counts_from_its_first_point() -> None:
    """There is no baseline before it."""
    found = closed_series(replace(FACTS, timeframe=Timeframe.YEAR))
    assert found is not None
    assert found.base.at.timestamp() == NOW.timestamp() - 7200
