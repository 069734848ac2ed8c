"""Prices that the server sends of open symbols."""

from decimal import Decimal

import pytest

from actors.base import Ports
from actors.market_feed import SILENT_S, MarketFeed
from actors.messages import Message, PriceMissed, PriceReceived
from dtc import events
from dtc.enums import MarketDataFeedStatusValue
from dtc.messages import (
    Heartbeat,
    MarketDataFeedStatus,
    MarketDataFeedSymbolStatus,
    MarketDataSnapshot,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateLastTradeSnapshot,
    MarketDataUpdateTrade,
    MarketDataUpdateTradeCompact,
    MarketDataUpdateTradeNoTimestamp,
    MarketDataUpdateTradeWithUnbundledIndicator2,
)
from dtc.messages import Message as WireMessage
from dtc.messages.streams import QUOTES, TRADES
from tests.actors.builders import LIVE, SIM, SYMBOL, changed
from tests.fakes import START, FakeClock
from tests.models.builders import a_position

ID = 7


def _event(message: WireMessage) -> events.MarketDataReceived | events.MessageReceived:
    """Return what the session makes of a message."""
    if type(message) in {*TRADES, *QUOTES}:
        return events.MarketDataReceived(messages=(message,))
    return events.MessageReceived(message=message, request_id=None)


class Desk:
    """A feed that is subscribed to one symbol with an open position."""

    def __init__(self) -> None:
        self.posted: list[Message] = []
        self.clock = FakeClock()
        ports = Ports(self.posted.append, self.clock)
        self.feed = MarketFeed(lambda value, _symbol: Decimal(repr(value)), ports)
        self.feed.follow(changed(a_position(1)))
        (request,) = self.feed.wanted()
        assert request.Symbol == SYMBOL
        assert self.feed.subscribe(request, ID)

    def hear(self, *messages: WireMessage) -> list[Message]:
        """Let messages come in one batch; return what was told."""
        for message in messages:
            assert self.feed.take(_event(message))
        self.feed.tell()
        return self.told()

    def told(self) -> list[Message]:
        """Return what was told since the last time."""
        told = list(self.posted)
        self.posted.clear()
        return told

    def wait(self, seconds: float) -> list[Message]:
        """Let time pass, and let the feed look."""
        self.clock.sleep(seconds)
        self.feed.look()
        return self.told()


@pytest.fixture
def desk() -> Desk:
    """Give a desk."""
    return Desk()


def trade(price: float) -> MarketDataUpdateTradeCompact:
    """Return a trade."""
    return MarketDataUpdateTradeCompact(SymbolID=ID, Price=price, Volume=1.0)


def price_in(told: list[Message]) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, high and last of the one price that was told."""
    (fact,) = told
    assert isinstance(fact, PriceReceived)
    assert fact.symbol == SYMBOL
    return fact.price.low, fact.price.high, fact.price.last


@pytest.mark.parametrize(
    "message",
    [
        MarketDataSnapshot(SymbolID=ID, LastTradePrice=6750.25),
        MarketDataUpdateLastTradeSnapshot(SymbolID=ID, LastTradePrice=6750.25),
        MarketDataUpdateTrade(SymbolID=ID, Price=6750.25),
        trade(6750.25),
        MarketDataUpdateTradeNoTimestamp(SymbolID=ID, Price=6750.25),
        MarketDataUpdateTradeWithUnbundledIndicator2(SymbolID=ID, Price=6750.25),
    ],
    ids=lambda message: type(message).__name__,
)
def test_every_form_of_a_trade_is_a_price(desk: Desk, message: WireMessage) -> None:
    """Servers tell trades in many forms."""
    assert price_in(desk.hear(message))[2] == Decimal("6750.25")


def test_trades_of_a_batch_are_one_fact_with_their_extremes(desk: Desk) -> None:
    """However many trades come at once, one fact tells them, and no extreme is lost."""
    told = desk.hear(trade(6750.25), trade(6744.5), trade(6761.0), trade(6752.0))
    assert price_in(told) == (Decimal("6744.5"), Decimal("6761.0"), Decimal("6752.0"))
    assert price_in(desk.hear(trade(6753.0))) == (Decimal("6753.0"),) * 3


@pytest.mark.parametrize(
    "message",
    [
        trade(0.0),
        trade(float("inf")),
        MarketDataUpdateTradeCompact(SymbolID=ID + 1, Price=6750.0),
        MarketDataSnapshot(SymbolID=ID),
        MarketDataUpdateBidAskCompact(SymbolID=ID, BidPrice=6750.0, AskPrice=6750.25),
    ],
    ids=["zero", "infinite", "unknown number", "empty snapshot", "no trade yet"],
)
def test_what_is_no_trade_is_no_price(desk: Desk, message: WireMessage) -> None:
    """Zeros, rubbish, and bid and ask alone make no price."""
    assert desk.hear(message) == []


def test_other_messages_are_left_to_others(desk: Desk) -> None:
    """Only market data is taken."""
    assert not desk.feed.take(_event(Heartbeat()))


def test_silence_makes_a_price_old_once(desk: Desk) -> None:
    """After some seconds without a sign the price is old, with its last moment; the next trade ends that."""
    desk.hear(trade(6750.0))
    assert desk.wait(SILENT_S - 0.1) == []
    (missed,) = desk.wait(0.1)
    assert isinstance(missed, PriceMissed)
    assert (missed.price.last, missed.price.at) == (Decimal("6750.0"), START)
    assert desk.wait(60) == []
    assert price_in(desk.hear(trade(6751.0)))[2] == Decimal("6751.0")


def test_bid_and_ask_keep_a_price_alive(desk: Desk) -> None:
    """A market that quotes and does not trade still has the last price, and gets it back after a silence."""
    quote = MarketDataUpdateBidAskCompact(SymbolID=ID, BidPrice=6750.0, AskPrice=6750.25)
    desk.hear(trade(6750.0))
    for _ in range(5):
        assert desk.wait(SILENT_S - 1) == []
        assert desk.hear(quote) == []
    assert len(desk.wait(SILENT_S)) == 1
    assert price_in(desk.hear(quote))[2] == Decimal("6750.0")


@pytest.mark.parametrize(
    "status",
    [
        MarketDataFeedStatus(Status=MarketDataFeedStatusValue.UNAVAILABLE),
        MarketDataFeedSymbolStatus(SymbolID=ID, Status=MarketDataFeedStatusValue.UNAVAILABLE),
    ],
    ids=["all", "one"],
)
def test_a_feed_that_is_down_makes_prices_old(desk: Desk, status: WireMessage) -> None:
    """The server's word that it has no data counts at once."""
    desk.hear(trade(6750.0))
    (missed,) = desk.hear(status)
    assert isinstance(missed, PriceMissed)
    assert "no data feed" in missed.reason


def test_a_lost_link_makes_prices_old_and_is_asked_anew(desk: Desk) -> None:
    """Numbers hold for one connection; the next one is asked again, also for what was refused."""
    desk.hear(trade(6750.0))
    desk.feed.lose()
    (missed,) = desk.told()
    assert isinstance(missed, PriceMissed)
    assert "link" in missed.reason
    assert desk.hear(trade(6751.0)) == []
    assert [request.Symbol for request in desk.feed.wanted()] == [SYMBOL]
    assert desk.feed.wanted() == []


def test_a_symbol_is_told_while_anybody_holds_it(desk: Desk) -> None:
    """Prices of what nobody holds are nobody's business; two books may hold the same."""
    desk.feed.follow(changed(a_position(-1, book=LIVE), book=LIVE))
    desk.feed.follow(changed(None, book=SIM))
    assert len(desk.hear(trade(6750.0))) == 1
    desk.feed.follow(changed(None, book=LIVE))
    desk.told()
    assert desk.hear(trade(6751.0)) == []
    desk.feed.follow(changed(a_position(1)))
    assert desk.feed.wanted() == []
    assert price_in(desk.hear(trade(6752.0)))[2] == Decimal("6752.0")


def test_the_price_of_what_was_closed_is_fresh_for_nobody(desk: Desk) -> None:
    """It is told as old at the end; the next position gets what is traded or quoted since its entry."""
    desk.feed.follow(changed(a_position(-1, book=LIVE), book=LIVE))
    desk.hear(trade(6700.0), trade(6750.0))
    desk.feed.follow(changed(None, book=SIM))
    assert desk.told() == []
    desk.feed.follow(changed(None, book=LIVE))
    (missed,) = desk.told()
    assert isinstance(missed, PriceMissed)
    assert desk.hear(trade(6600.0), trade(6740.0)) == []
    desk.feed.follow(changed(a_position(1)))
    assert desk.wait(1) == []
    quote = MarketDataUpdateBidAskCompact(SymbolID=ID, BidPrice=6740.0, AskPrice=6740.25)
    assert price_in(desk.hear(quote)) == (Decimal("6740.0"),) * 3


def test_a_repeated_price_has_no_extremes(desk: Desk) -> None:
    """A new listener learns the last price; extremes of before may be older than its position."""
    desk.hear(trade(6700.0), trade(6750.0))
    desk.feed.repeat()
    assert price_in(desk.told()) == (Decimal("6750.0"),) * 3
    desk.wait(SILENT_S)
    desk.clock.set_by(-3600)
    (missed,) = desk.wait(0)
    assert isinstance(missed, PriceMissed)
    assert (desk.clock.now - missed.price.at).total_seconds() == SILENT_S


@pytest.mark.parametrize("price", [1e30, 1e-30, -1e300])
def test_a_price_that_no_market_has_is_none(price: float) -> None:
    """It is not shown, and it is no low and no high; those beside it are."""
    desk = Desk()
    assert desk.hear(MarketDataUpdateTrade(SymbolID=ID, Price=price)) == []
    (told,) = desk.hear(
        MarketDataUpdateTrade(SymbolID=ID, Price=6750.25), MarketDataUpdateTrade(SymbolID=ID, Price=price)
    )
    assert isinstance(told, PriceReceived)
    assert (told.price.low, told.price.high) == (Decimal("6750.25"), Decimal("6750.25"))
