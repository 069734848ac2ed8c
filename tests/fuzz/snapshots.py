"""Snapshot files as they may be found on a disk, through the actor that polls them."""

from decimal import Decimal, InvalidOperation
from random import Random
from typing import Final

from actors.base import Ports
from actors.csv_poller import CsvPollerActor
from actors.messages import Begin, Message, PollCsv, QuoteRead
from actors.seams.snapshot_file import MAX_BYTES, Reading, Stamp
from models.quote import COLUMNS, Quote
from tests.fakes import FakeClock
from tests.fuzz.damage import damaged_bytes
from tests.fuzz.meter import Meter

_ROW: Final = {
    "last": "6750.25",
    "high": "6760.00",
    "low": "6740.5",
    "vwap": "6749.98",
    "poc": "6748",
    "cum_delta": "-1234",
}
_FIELDS: Final = (
    *("", " ", "0", "-0", "-1", "1e5", "1E-5", "1e99", "1e-99", "NaN", "nan", "inf", "-Infinity", "1_000"),
    *("1,000", '"1"', "0x10", "+7", ".5", "5.", "--1", "1.2.3", "9" * 15, "9" * 16, "9" * 400, "1e999"),
    *("6750.25", "6740.49", "6760.01", "٣", "½", "1 2", "=1+1", "<b>1</b>", "\x00", "6750.25\r", "\t7\t"),
)
_ENDS: Final = ("\n", "\n", "\r\n", "\r", "", "\n\n", "\n \n", "\x0b", "\x85", "\u2028")
_HEADERS: Final = (
    ",".join(COLUMNS),
    ",".join(reversed(COLUMNS)),
    "Last,High,Low",
    "last,last," + ",".join(COLUMNS),
)


class _File:
    """A file that holds other bytes at each look."""

    def __init__(self) -> None:
        self.data = b""
        self._version = 0

    def read(self, known: Stamp | None) -> Reading:
        """Return what it holds, as far as it is read."""
        del known
        self._version += 1
        return Reading(Stamp(self._version, len(self.data), 1), self.data[: MAX_BYTES + 1])

    def at(self, path: str) -> "_File":
        """Return the same."""
        del path
        return self


class Snapshots:
    """A case is the content of one file."""

    name = "snapshots"

    def __init__(self) -> None:
        self._file = _File()
        self._told: list[Message] = []
        ports = Ports(post=self._told.append, clock=FakeClock())
        self._actor = CsvPollerActor(ports=ports, file=self._file, interval_s=0.5, stale_after=3)
        self._actor.on_receive(Begin())
        self._failed = len(self._actor.failed_messages)

    def make(self, chance: Random) -> bytes:
        """Return a file: whole, with odd fields, cut off, damaged, or rubbish."""
        what = chance.random()
        if what < 0.05:
            return chance.randbytes(chance.choice((0, 1, 3, 50, 400)))
        if what < 0.0502:
            return b"last,high" + b"," * (MAX_BYTES - chance.randrange(20))
        names, row = list(COLUMNS), dict(_ROW)
        if chance.random() < 0.3:
            chance.shuffle(names)
        for _ in range(chance.choice((0, 0, 1, 1, 2, 6))):
            row[chance.choice(COLUMNS)] = chance.choice(_FIELDS)
        header = ",".join(names) if chance.random() < 0.9 else chance.choice(_HEADERS)
        fields = [row[name] for name in names]
        if chance.random() < 0.05:
            del fields[chance.randrange(len(fields))]
        end = chance.choice(_ENDS)
        text = header + chance.choice(_ENDS[:3]) + ",".join(fields) + end
        data = chance.choice((b"", b"", b"\xef\xbb\xbf")) + text.encode()
        if what > 0.85:
            data = damaged_bytes(data, chance)
        return data[: chance.randrange(len(data) + 1)] if data and 0.75 < what <= 0.85 else data

    def play(self, data: bytes, meter: Meter) -> str:
        """Let the actor poll."""
        self._file.data = data
        self._told.clear()
        with meter:
            self._actor.on_receive(PollCsv())
        meter.taken += 1
        if self._actor.failed_messages:
            self._actor.failed_messages.clear()
            return "the actor failed"
        for message in self._told:
            if isinstance(message, QuoteRead) and (problem := _wrong(message.quote, data)):
                return problem
        return ""


def _wrong(quote: Quote, data: bytes) -> str:
    """Return what is wrong with a row that was believed; empty where nothing is."""
    values = {name: getattr(quote, name) for name in COLUMNS}
    for name, value in values.items():
        if not value.is_finite() or (value <= 0 and name != "cum_delta") or abs(value) > 10**12:
            return f"{name} is {value}"
    if not quote.low <= quote.last <= quote.high:
        return f"last {quote.last} is outside of {quote.low} to {quote.high}"
    text = data.decode("utf-8-sig")
    header, *rows = text.split("\n")
    names = [name.strip() for name in header.split(",")]
    whole = [row for row in rows[:-1] if row.strip()]
    fields = whole[0].split(",") if whole else []
    if len(fields) != len(names):
        return "a row was believed that is not whole"
    for name, field in zip(names, fields, strict=True):
        try:
            told = Decimal(field.strip())
        except InvalidOperation:
            told = None
        if name in values and told != values[name]:
            return f"{name} is {values[name]}, the file says {field!r}"
    return ""
