"""What all load generators answer and send."""

import threading

from demo.plain_server import PlainServer, fill_of, trade_bytes
from dtc.codec import Decoder
from dtc.enums import BuySell, Encoding
from dtc.messages import (
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    MarketDataUpdateTrade,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from tests.demo.tcp_client import TcpClient


def test_client_learns_accounts_and_contracts_over_the_socket() -> None:
    """Each account is listed once, a definition carries the tick, and what was asked for is noted."""
    server = PlainServer(["Sim1", "120005"], 0.25, 2.5)

    def serve() -> None:
        server.accept()
        while "ESZ26" not in server.symbol_ids:
            server.answer(0.01)

    thread = threading.Thread(target=serve)
    thread.start()
    with TcpClient(server.port) as client:
        client.negotiate(Encoding.JSON)
        client.send(LogonRequest(), TradeAccountsRequest(RequestID=7))
        client.send(SecurityDefinitionForSymbolRequest(RequestID=8, Symbol="ESZ26"))
        received = client.wait_for_type(SecurityDefinitionResponse)
        client.send(MarketDataRequest(SymbolID=3, Symbol="ESZ26"))
        thread.join(timeout=5)
    server.close()
    assert any(isinstance(message, LogonResponse) for message in received)
    accounts = [message for message in received if isinstance(message, TradeAccountResponse)]
    assert [(row.TradeAccount, row.RequestID, row.MessageNumber) for row in accounts] == [
        ("Sim1", 7, 1),
        ("120005", 7, 2),
    ]
    assert server.symbol_ids == {"ESZ26": 3}
    assert (server.defined, server.answered) == ({"ESZ26"}, 3)


def test_trade_is_what_a_client_reads() -> None:
    """The cheap bytes decode to the message that they stand for."""
    (trade,) = Decoder(Encoding.JSON).feed(trade_bytes(4, 6750.25))
    assert isinstance(trade, MarketDataUpdateTrade)
    assert (trade.SymbolID, trade.Price) == (4, 6750.25)


def test_fill_of_sold_contracts_is_a_sale() -> None:
    """The sign says the side; the quantity has none."""
    fill = fill_of("Sim1", "ESZ26", 9, -2.0, 6750.0)
    assert (fill.BuySell, fill.LastFillQuantity, fill.LastFillExecutionID) == (BuySell.SELL, 2.0, "e9")
