"""What the cells say under the mouse."""

from decimal import Decimal

import msgspec

from models.book import Symbol
from models.contract import contract_of
from models.heat import HeatThresholds
from models.order import Protection
from models.trade import MarketContext, Position
from tests.ui.builders import MES, NOW, a_position, a_protection
from ui.panel2.cells import OpenPosition
from ui.panel2.tips import tips_of


def shown(position: Position, protection: Protection) -> OpenPosition:
    """Return a position on the screen."""
    return OpenPosition(
        position=position,
        contract=contract_of(position.symbol, {}, None),
        protection=protection,
        last=None,
        foreign=False,
        price_stale=False,
        link_stale=False,
        heat_since=None,
        now=NOW,
        thresholds=HeatThresholds(),
        stop_distance=None,
    )


def test_the_price_tip_says_side_symbol_and_fees() -> None:
    """Long or short is a word there, beside the raw symbol and the fees."""
    tips = tips_of(shown(a_position(quantity=-2), a_protection(None, None)), None, "")
    assert tips["Price"] == "Short 2 MESZ25\nFees so far $1.24"
    assert tips["Symbol"] == MES
    assert tips["Stop"] == "No working stop order"


def test_fees_that_nobody_saw_are_not_taken_for_zero() -> None:
    """Contracts that came without a fill have paid as well."""
    adopted = msgspec.structs.replace(a_position(quantity=2), executions=())
    tips = tips_of(shown(adopted, a_protection(None, None)), None, "")
    assert tips["Price"] == "Long 2 MESZ25\nFees so far at least $1.24"


def test_what_is_not_known_is_said() -> None:
    """Without fee, point value or entry snapshot the tips say so."""
    tips = tips_of(shown(a_position(symbol=Symbol("AAPL")), a_protection("1", None)), None, "")
    assert "No fee is set for AAPL" in tips["Price"]
    assert "not known" in tips["Planned Risk"]
    assert tips["VWAP"] == "VWAP at the entry was not captured"
    assert tips["R-Multiple"] == "No initial stop, no risk to compare with"


def test_a_late_snapshot_is_marked() -> None:
    """An entry snapshot that was taken late says so."""
    context = MarketContext(vwap=Decimal(1), cum_delta=Decimal(2), poc=Decimal(3), late=True)
    tips = tips_of(shown(a_position(context=context), a_protection(None, None)), None, "")
    assert tips["Delta"] == "Cumulative delta at the entry, captured late"
