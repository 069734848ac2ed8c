"""Time in drawdown of every open position."""

from datetime import datetime
from decimal import Decimal

from actors.base import Actor, Ports, handles
from actors.messages import (
    AlarmLimitsSet,
    Announce,
    ClockStepped,
    HeatChanged,
    HeatLoaded,
    LoadHeat,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteRead,
    SetHeatRules,
)
from models.book import Book, Symbol
from models.elapsed import StepWatch
from models.heat import next_heat
from models.market import LastPrices

Key = tuple[Book, Symbol]


class HeatActor(Actor):
    """Owns the start of each running drawdown; a screen derives its age from the clock.

    Args:
        dead_band_ticks: Ticks against the entry that do not count yet.
        limits: What the screen makes of its age.
    """

    name = "heat"

    def __init__(self, *, ports: Ports, dead_band_ticks: int, limits: AlarmLimitsSet) -> None:
        super().__init__(ports=ports)
        self._limits = limits
        self._dead_band_ticks = dead_band_ticks
        # Both outlive a restart: what was told of drawdowns has to be taken back, also of another trade.
        self._since: dict[Key, datetime] = {}
        self._trades: dict[Key, str] = {}

    def begin(self) -> None:
        """Forget prices and positions, and read what was running."""
        self._open: dict[Key, PositionChanged] = {}
        self._prices = LastPrices()
        self._watch = StepWatch(self.clock.utc(), self.clock.elapsed())
        self.wait_for(HeatLoaded)
        self.post(LoadHeat())
        self.post(self._limits)

    @handles(HeatLoaded)
    def restore(self, fact: HeatLoaded) -> None:
        """Let drawdowns go on that ran when the monitor ended; of what it has followed it knows more."""
        now = self.clock.utc()
        for book, symbol, since in fact.since:
            if (book, symbol) not in self._trades:
                # Nothing has begun in the future: the clock was set back meanwhile.
                self._set((book, symbol), min(since, now))

    @handles(SetHeatRules)
    def change_rules(self, command: SetHeatRules) -> None:
        """Count by other limits; drawdowns that run go on."""
        self._dead_band_ticks, self._limits = command.dead_band_ticks, command.limits
        self.post(self._limits)

    @handles(PositionChanged)
    def follow(self, fact: PositionChanged) -> None:
        """Keep the entry that prices are compared with; flat or reversed ends the drawdown."""
        key = (fact.book, fact.symbol)
        if fact.position is None:
            self._open.pop(key, None)
            self._set(key, None)
            return
        self._open[key] = fact
        trade_id = fact.position.trade_id
        if self._trades.get(key, trade_id) != trade_id:
            self._set(key, None)
        self._trades[key] = trade_id

    @handles(QuoteRead)
    def compare(self, fact: QuoteRead) -> None:
        """Start and end drawdowns at a new price of the file, where that counts."""
        self._follow_clock()
        self._prices.quote = fact.quote
        for key, state in self._open.items():
            if self._prices.file_counts(state.position):
                self._take(key, state, fact.quote.last, fact.quote.read_at)

    @handles(PriceReceived)
    def compare_served(self, fact: PriceReceived) -> None:
        """Start and end drawdowns at what the server sent; the best trade on the way may have ended one."""
        self._follow_clock()
        self._prices.served[fact.symbol] = fact.price
        for key, state in self._open.items():
            if key[1] == fact.symbol and state.position:
                best = fact.price.high if state.position.direction > 0 else fact.price.low
                if key in self._since:
                    self._take(key, state, best, fact.price.at)
                self._take(key, state, fact.price.last, fact.price.at)

    @handles(PriceMissed)
    def forget_served(self, fact: PriceMissed) -> None:
        """From now on the snapshot file counts."""
        self._prices.lose_served(fact.symbol, fact.price)

    @handles(ClockStepped)
    def move(self, _fact: ClockStepped) -> None:
        """Neither add nor take time when the clock is set."""
        self._follow_clock()

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the limits again, and of every open position whether it is in drawdown."""
        self.post(self._limits)
        for book, symbol in self._open | self._since:
            self.post(HeatChanged(book=book, symbol=symbol, since=self._since.get((book, symbol))))

    def _take(self, key: Key, state: PositionChanged, last: Decimal, at: datetime) -> None:
        dead_band = (state.contract.tick or Decimal(0)) * self._dead_band_ticks
        self._set(key, next_heat(self._since.get(key), state.position, last, at, dead_band))

    def _follow_clock(self) -> None:
        """Move every start with the clock, before any other start is compared with it."""
        step = self._watch.look(self.clock.utc(), self.clock.elapsed())
        if step:
            for key, since in list(self._since.items()):
                self._set(key, since + step)

    def _set(self, key: Key, since: datetime | None) -> None:
        if since == self._since.get(key):
            return
        if since is None:
            del self._since[key]
        else:
            self._since[key] = since
        self.post(HeatChanged(book=key[0], symbol=key[1], since=since))
