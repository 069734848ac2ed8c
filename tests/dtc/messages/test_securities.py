"""Security definitions."""

import pytest

from dtc.codec import Decoder, encode
from dtc.enums import Encoding, SecurityType
from dtc.messages.securities import SecurityDefinitionResponse


def test_absent_factors_change_no_price() -> None:
    """A definition without a multiplier multiplies by one, and its price format is unset, not 0 decimals."""
    (definition,) = Decoder(Encoding.JSON).feed(b'{"Type":507,"Symbol":"X"}\0')
    assert isinstance(definition, SecurityDefinitionResponse)
    assert definition.DisplayPriceMultiplier == 1.0
    assert definition.PriceDisplayFormat == -1
    assert definition.MinPriceIncrement is None
    assert definition.CurrencyValuePerIncrement is None


@pytest.mark.parametrize("encoding", Encoding)
def test_tick_and_its_value_survive(encoding: Encoding) -> None:
    """The two numbers every profit depends on are exact for real ticks."""
    es = SecurityDefinitionResponse(
        Symbol="ESZ26-CME",
        SecurityType=SecurityType.FUTURES,
        MinPriceIncrement=0.25,
        CurrencyValuePerIncrement=12.5,
    )
    assert Decoder(encoding).feed(encode(es, encoding)) == [es]
