"""The load server as a client meets it."""

import threading
from queue import SimpleQueue

import pytest

from demo.load_books import BOOKS, WOBBLE
from demo.load_server import LoadServer
from dtc.enums import Encoding, OrderStatus
from dtc.messages import (
    CurrentPositionsRequest,
    LogonRequest,
    MarketDataRequest,
    MarketDataUpdateTrade,
    OrderUpdate,
    SecurityDefinitionForSymbolRequest,
)
from tests.demo.tcp_client import TcpClient


@pytest.mark.slow
def test_positions_are_opened_and_prices_stay_with_their_account() -> None:
    """Every account gets its contracts, stop and target; its price keeps its own distance from the entry."""
    orders: SimpleQueue[str | None] = SimpleQueue()
    server = LoadServer(3, orders)
    thread = threading.Thread(target=server.run)
    thread.start()
    with TcpClient(server.port) as client:
        client.negotiate(Encoding.JSON)
        client.send(LogonRequest(), CurrentPositionsRequest(RequestID=1))
        client.wait_for_type(OrderUpdate, 4 * len(BOOKS))
        symbols = [symbol for book in BOOKS for symbol in (book.symbol, book.past_symbol)]
        client.send(*(SecurityDefinitionForSymbolRequest(RequestID=2, Symbol=symbol) for symbol in symbols))
        client.wait_for_type(OrderUpdate, 5 * len(BOOKS))
        client.send(*(MarketDataRequest(SymbolID=book.number, Symbol=book.symbol) for book in BOOKS))
        received = client.wait_for_type(MarketDataUpdateTrade, 5 * len(BOOKS))
        orders.put(None)
        thread.join(timeout=5)
    server.close()
    updates = [message for message in received if isinstance(message, OrderUpdate)]
    for book in BOOKS:
        mine = [update for update in updates if update.Symbol == book.symbol]
        assert [update.LastFillQuantity for update in mine if update.OrderStatus == OrderStatus.FILLED] == [
            book.contracts
        ]
        assert {update.Price1 for update in mine if update.OrderStatus == OrderStatus.OPEN} == {
            book.stop,
            book.target,
        }
        prices = [
            trade.Price
            for trade in received
            if isinstance(trade, MarketDataUpdateTrade) and trade.SymbolID == book.number and trade.Price
        ]
        assert prices
        assert all(abs(abs(price - book.entry) - book.distance) <= WOBBLE for price in prices)
