"""A DTC server that trades one contract: `python -m benchmarks.tick_server RATE:SECONDS ...`.

Trades of two seconds have all different prices, so that whoever sees one knows when it was sent. In between
the broker fills orders. Prints its port, and at the end when each price was sent, and the number of fills.
"""

import json
import sys
import time
from contextlib import suppress
from typing import Final

from demo.plain_server import TURN_S, PlainServer, fill_of, trade_bytes
from dtc.messages import Heartbeat, Message

ACCOUNT: Final = "Sim1"
SYMBOL: Final = "ZZZZ26"
TICK: Final = 0.0001
_TICK_VALUE: Final = 0.0005
ENTRY: Final = 6750.0
PRICES: Final = 100_003
"""So many prices above the entry come in turn; as this is a prime, each comes once in a turn."""
STRIDE: Final = 7_919
_FILL_EVERY_S: Final = 0.1
_BEAT_S: Final = 5.0
_LOGON_S: Final = 2.0
_SETTLE_S: Final = 1.0
_HELD: Final = 5.0
"""Contracts of a position when it is opened."""
_FILLS_OF_A_TRADE: Final = 20


class TickServer(PlainServer):
    """Serves one client.

    Args:
        phases: Trades a second, and for how many seconds.
    """

    def __init__(self, phases: list[tuple[int, float]]) -> None:
        super().__init__([ACCOUNT], TICK, _TICK_VALUE)
        self._phases = phases
        self._number = 0
        self._fills = 0
        self._side = -1
        self._sent: list[tuple[int, float]] = []
        self._beat_at = self._fill_at = 0.0

    def run(self) -> dict[str, object]:
        """Serve until all phases are over; return what was sent."""
        sys.stdout.write(f"{self.port}\n")
        sys.stdout.flush()
        self.accept()
        self.answer_for(_LOGON_S)
        self.send(self._fill())
        while SYMBOL not in self.symbol_ids:
            self.answer(TURN_S)
        self.answer_for(_SETTLE_S)
        starts = []
        for rate, seconds in self._phases:
            starts.append((rate, time.monotonic()))
            self._trade(rate, seconds)
        self.answer_for(_SETTLE_S)
        return {"phases": starts, "sent": self._sent, "fills": self._fills}

    def _trade(self, rate: int, seconds: float) -> None:
        began, first = time.monotonic(), self._number
        while (now := time.monotonic()) < began + seconds:
            due = first + int((now - began) * rate)
            if due > self._number:
                chunk = b"".join(map(self._quote, range(self._number + 1, due + 1)))
                self._number = due
                self._sent.append((due, time.monotonic()))
                self.send_bytes(chunk)
            if now >= self._fill_at:
                self._fill_at = now + _FILL_EVERY_S
                self.send(self._fill())
            if now >= self._beat_at:
                self._beat_at = now + _BEAT_S
                self.send(Heartbeat())
            self.answer(TURN_S)

    def _quote(self, number: int) -> bytes:
        return trade_bytes(self.symbol_ids[SYMBOL], ENTRY + number * STRIDE % PRICES * TICK)

    def _fill(self) -> Message:
        """Return the next fill: a contract taken in or given back, and now and then all of them turned."""
        step = self._fills % _FILLS_OF_A_TRADE
        if step == 0:
            contracts, self._side = (2 * _HELD if self._fills else _HELD), -self._side
        else:
            contracts = 1.0
        buys = self._side > 0 if step % 2 == 0 else self._side < 0
        self._fills += 1
        return fill_of(ACCOUNT, SYMBOL, self._fills, contracts if buys else -contracts, ENTRY)


def main(phases: list[str]) -> int:
    """Serve; return the exit code."""
    pairs = [phase.split(":") for phase in phases]
    server = TickServer([(int(rate), float(seconds)) for rate, seconds in pairs])
    # Whoever has measured enough goes away, and wants no account.
    with suppress(EOFError, ConnectionError):
        sys.stdout.write(json.dumps(server.run()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
