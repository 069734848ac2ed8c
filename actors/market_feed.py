"""What the server sends of the prices of symbols with an open position, where it sends any."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from actors.base import Ports
from actors.messages import PositionChanged, PriceMissed, PriceReceived
from dtc import events
from dtc.enums import MarketDataFeedStatusValue
from dtc.messages import (
    MarketDataFeedStatus,
    MarketDataFeedSymbolStatus,
    MarketDataRequest,
    MarketDataSnapshot,
    MarketDataUpdateLastTradeSnapshot,
    Message,
)
from dtc.messages.streams import TRADES
from models.book import Book, Symbol
from models.contract import is_plausible
from models.elapsed import StepWatch
from models.market import ServedPrice

log = logging.getLogger(__name__)

_TRADES: Final = frozenset(TRADES)
SILENT_S: Final = 5.0
"""Without a trade or a change of bid and ask for so long, a price is old."""


class MarketFeed:
    """The subscriptions of one connection after another; its owner is the connection actor.

    Args:
        price_of: Makes a price of what the wire says of a symbol.
        ports: The way to who hears of prices, and time.
    """

    def __init__(self, price_of: Callable[[float, Symbol], Decimal], ports: Ports) -> None:
        self._price_of = price_of
        self._post = ports.post
        self._clock = ports.clock
        self._watch = StepWatch(ports.clock.utc(), ports.clock.elapsed())
        self._open: set[tuple[Book, Symbol]] = set()
        self._asked: set[Symbol] = set()
        self._symbols: dict[int, Symbol] = {}
        self._served: dict[Symbol, ServedPrice] = {}
        self._heard_s: dict[Symbol, float] = {}
        self._missed: dict[Symbol, str] = {}
        self._news: dict[Symbol, PriceReceived | PriceMissed] = {}

    def follow(self, fact: PositionChanged) -> None:
        """Learn whether a position is open."""
        key = (fact.book, fact.symbol)
        if fact.position is not None:
            self._open.add(key)
        elif key in self._open:
            if [symbol for _, symbol in self._open].count(fact.symbol) == 1:
                # Nobody hears how it ages from now on; who opens it again must not take it for a fresh one.
                self._miss([fact.symbol], "nothing was held of it")
                self.tell()
            self._open.discard(key)

    def wanted(self) -> list[MarketDataRequest]:
        """Return requests for the symbols of open positions, each once on a connection."""
        symbols = sorted(self._held - self._asked)
        self._asked.update(symbols)
        return [MarketDataRequest(Symbol=symbol) for symbol in symbols]

    def subscribe(self, request: Message, symbol_id: int) -> bool:
        """Note under which number the server will send a symbol; return whether that was asked for."""
        if isinstance(request, MarketDataRequest):
            self._symbols[symbol_id] = Symbol(request.Symbol)
        return isinstance(request, MarketDataRequest)

    def is_refused(self, request: Message, text: str) -> bool:
        """Return whether it was prices that the server refused; it is not asked again on this connection."""
        if isinstance(request, MarketDataRequest):
            log.info("the server sends no prices of %s: %s", request.Symbol, text)
        return isinstance(request, MarketDataRequest)

    def take(self, event: events.MarketDataReceived | events.MessageReceived) -> bool:
        """Take what is about market data, which is told with the next news; return whether it was."""
        if isinstance(event, events.MarketDataReceived):
            self._take_run(event.messages)
            return True
        match event.message:
            case MarketDataFeedStatus(Status=MarketDataFeedStatusValue.UNAVAILABLE):
                self._miss(self._served, "Sierra Chart has no data feed")
            case MarketDataFeedSymbolStatus(Status=MarketDataFeedStatusValue.UNAVAILABLE, SymbolID=number):
                self._miss([self._symbols.get(number, Symbol(""))], "Sierra Chart has no data feed for it")
            case MarketDataSnapshot() | MarketDataUpdateLastTradeSnapshot() as snapshot:
                self._hear(snapshot.SymbolID, [snapshot.LastTradePrice])
            case _:
                return isinstance(event.message, MarketDataFeedStatus | MarketDataFeedSymbolStatus)
        return True

    def look(self) -> None:
        """See which symbols have become silent, and whether the computer's clock was set."""
        now_s = self._clock.monotonic()
        silent = [symbol for symbol, heard_s in self._heard_s.items() if now_s - heard_s >= SILENT_S]
        self._miss(silent, f"Sierra Chart has sent nothing for {SILENT_S:.0f} s")
        if step := self._watch.look(self._clock.utc(), self._clock.elapsed()):
            self.repeat(step)
        self.tell()

    def lose(self) -> None:
        """Forget the connection: what came from it is old."""
        self._miss(self._served, "the link to Sierra Chart is down")
        self.tell()
        self._asked.clear()
        self._symbols.clear()

    def repeat(self, step: timedelta = timedelta(0)) -> None:
        """Tell every price once more, moved with the clock by a step."""
        for symbol, price in self._served.items():
            self._served[symbol] = price.again(price.at + step)
            self._note(symbol)
        self.tell()

    def tell(self) -> None:
        """Tell what came of symbols with an open position, all trades since the last time in one fact."""
        if not self._news:
            return
        news, self._news = self._news, {}
        held = self._held
        for symbol, fact in news.items():
            if symbol in held:
                self._post(fact)

    @property
    def _held(self) -> set[Symbol]:
        return {symbol for _, symbol in self._open}

    def _take_run(self, messages: Iterable[Message]) -> None:
        said: dict[int, list[float | None]] = {}
        for message in messages:
            number: int = message.SymbolID  # type: ignore[attr-defined]  # every one of them has it
            prices = said.setdefault(number, [])
            if type(message) in _TRADES:
                prices.append(message.Price)  # type: ignore[attr-defined]  # every trade has it
        for number, prices in said.items():
            self._hear(number, prices)

    def _hear(self, symbol_id: int, said: Iterable[float | None]) -> None:
        """Take the prices of trades, oldest first; without any, nobody trades, but the market lives."""
        symbol = self._symbols.get(symbol_id)
        if symbol is None:
            return
        before = self._served.get(symbol)
        prices = [price for price in said if price and is_plausible(price)]
        if not prices and before is None:
            return
        self._heard_s[symbol], at = self._clock.monotonic(), self._clock.utc()
        was_missed = symbol in self._held and self._missed.pop(symbol, None) is not None
        if prices:
            last, low, high = (
                self._price_of(price, symbol) for price in (prices[-1], min(prices), max(prices))
            )
            waiting = self._news.get(symbol)
            if waiting is not None:
                low, high = min(low, waiting.price.low), max(high, waiting.price.high)
            self._served[symbol] = ServedPrice(last=last, low=low, high=high, at=at)
            self._note(symbol)
        elif before is not None:
            self._served[symbol] = before.again(at)
            if was_missed:
                self._note(symbol)

    def _miss(self, symbols: Iterable[Symbol], reason: str) -> None:
        for symbol in symbols:
            if symbol in self._served and symbol not in self._missed:
                self._missed[symbol] = reason
                self._note(symbol)

    def _note(self, symbol: Symbol) -> None:
        price, reason = self._served[symbol], self._missed.get(symbol)
        if reason is None:
            self._news[symbol] = PriceReceived(symbol=symbol, price=price)
        else:
            self._news[symbol] = PriceMissed(symbol=symbol, price=price, reason=reason)
