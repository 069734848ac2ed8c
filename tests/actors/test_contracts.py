"""What symbols are worth."""

from decimal import Decimal

from actors.contracts import Contracts
from actors.messages import ContractDefined, ContractRequested, Message
from models.book import Symbol
from models.contract import ContractOverride, Definition
from tests.actors.builders import SYMBOL

DEFINED = ContractDefined(
    symbol=SYMBOL, definition=Definition(tick=Decimal("0.5"), value_per_tick=Decimal(10))
)


def test_the_server_counts_before_settings_and_table() -> None:
    """Of what nobody knows there is no value."""
    posted: list[Message] = []
    contracts = Contracts({"MES": ContractOverride(point_value=Decimal(6))}, posted.append)
    assert contracts.of(SYMBOL).point_value == 6
    contracts.define(DEFINED)
    assert contracts.of(SYMBOL).point_value == 20
    assert contracts.of(Symbol("QQQQQ")).point_value is None


def test_the_server_is_asked_once_on_each_link_until_it_answers() -> None:
    """A server that does not know a contract is not asked again and again; the next one may."""
    posted: list[Message] = []
    contracts = Contracts({}, posted.append)
    for _ in range(2):
        contracts.request(SYMBOL)
        contracts.request(SYMBOL)
        contracts.lose_link()
    contracts.define(DEFINED)
    contracts.request(SYMBOL)
    assert posted == [ContractRequested(symbol=SYMBOL)] * 2
