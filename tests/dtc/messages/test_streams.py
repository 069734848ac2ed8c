"""The types that come by the thousand in a fast market."""

from dtc.fields import Kind
from dtc.layout import message_fields
from dtc.messages import MESSAGE_CLASSES
from dtc.messages.streams import QUOTES, TRADES


def test_every_trade_has_a_symbol_and_a_price() -> None:
    """Who folds a run of trades reads these two fields of each."""
    for kind in TRADES:
        fields = {name: wire for name, wire, _ in message_fields(kind)}
        assert fields["SymbolID"].kind is Kind.INTEGER
        assert fields["Price"].kind is Kind.REAL


def test_no_form_of_a_trade_or_quote_is_left_out() -> None:
    """A form that a later protocol adds would be taken one by one, and its prices would be lost."""
    prefixes = ("MarketDataUpdateTrade", "MarketDataUpdateBidAsk")
    assert {cls for cls in MESSAGE_CLASSES if cls.__name__.startswith(prefixes)} == {*TRADES, *QUOTES}
