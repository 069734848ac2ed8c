"""Valid frames to begin with: every message in every encoding, and what real servers said."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from dtc.codec import encode
from dtc.enums import Encoding
from dtc.fields import Kind, Wire
from dtc.layout import FIXED_LAYOUTS, VARIABLE_LAYOUTS, Default, Layout, message_fields
from dtc.messages import MESSAGE_CLASSES
from dtc.messages.base import Message

_CAPTURES: Final = Path(__file__).resolve().parents[1] / "dtc" / "captures"
_VARIANTS: Final = 6
BINARY: Final = frozenset({Encoding.BINARY, Encoding.BINARY_VLS})

# What the trade is about comes by the thousand, and does most with what it is told.
_OFTEN: Final = frozenset({107, 112, 301, 304, 306, 401, 507, 600})
_OFTEN_VARIANTS: Final = 48

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "TradeAccount": ("Sim1", "Sim1", "120005", "APEX-1234", ""),
    "Symbol": ("ESZ26-CME", "ESZ26-CME", "F.US.MESZ26", "ZNZ26", "RUBBISH", ""),
    "ServerOrderID": ("1", "2", "3", ""),
    "PreviousServerOrderID": ("", "1"),
    "LastFillExecutionID": ("", "e1", "e2", "e3"),
    "UniqueExecutionID": ("e1", "e2", "e3", "e4", ""),
    "Currency": ("", "USD", "EUR"),
}
_TEXT: Final = ("", "plain", "<b>bold</b>", "Zürich ¥", "a" * 15)
_DATES: Final = (0, 1_795_446_000, 1_795_446_000_123, 1_700_000_000)
_INTEGERS: Final = (0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 8)
_FLAGS: Final = (0, 0, 0, 0, 0, 0, 0, 1)
_REALS: Final = (6750.25, 6751.5, 6748.0, 1.0, 2.0, -2.0, 0.0, 10_000.0, 0.25, 12.5, None)


class Text(NamedTuple):
    """A JSON message, taken apart.

    Attributes:
        keys: Names with their quotes.
        values: As they are written.
    """

    keys: tuple[bytes, ...]
    values: tuple[bytes, ...]

    @property
    def whole(self) -> bytes:
        """Return the message with its end."""
        pairs = (key + b":" + value for key, value in zip(self.keys, self.values, strict=True))
        return b"{" + b",".join(pairs) + b"}\0"


class Frame(NamedTuple):
    """A valid binary message."""

    layout: Layout
    data: bytes


def _value(name: str, wire: Wire, default: Default, chance: Random) -> float | int | str | None:
    if wire.kind is Kind.TEXT:
        room = wire.text_limit // 4 - 1
        return chance.choice(_TEXTS.get(name, _TEXT))[: room // 2]
    if wire.is_date:
        date = chance.choice(_DATES)
        return date if wire.code != "I" else date % 2**32
    if wire.kind is Kind.REAL:
        real = chance.choice(_REALS)
        return default if real is None else real
    return chance.choice(_FLAGS if wire.code == "B" else _INTEGERS)


def messages(*, of_the_trade: bool) -> list[Message]:
    """Return valid messages, the same each time.

    Args:
        of_the_trade: Only of the types that positions, balances and prices come from.
    """
    chance, made = Random(0), []
    for message_class in MESSAGE_CLASSES:
        if of_the_trade and message_class.type_of() not in _OFTEN:
            continue
        fields = message_fields(message_class)
        for _ in range(_OFTEN_VARIANTS if message_class.type_of() in _OFTEN else _VARIANTS):
            values: dict[str, Any] = {
                name: _value(name, wire, default, chance) for name, wire, default in fields
            }
            made.append(message_class(**values))
    return made


def frames(encoding: Encoding, *, of_the_trade: bool) -> list[Frame]:
    """Return valid messages in a binary encoding."""
    layouts = VARIABLE_LAYOUTS if encoding is Encoding.BINARY_VLS else FIXED_LAYOUTS
    made = messages(of_the_trade=of_the_trade)
    return [Frame(layouts[message.type_number], encode(message, encoding)) for message in made]


def texts(encoding: Encoding, *, of_the_trade: bool) -> list[Text]:
    """Return valid messages in JSON; those of real servers are among them, unless only some types are."""
    made = messages(of_the_trade=of_the_trade)
    objects = [json.loads(encode(message, encoding)[:-1]) for message in made]
    if of_the_trade:
        return [_parts(each) for each in objects]
    for path in sorted(_CAPTURES.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        objects += [row["msg"] for row in rows if isinstance(row.get("msg"), dict)]
    return [_parts(each) for each in objects]


def _parts(fields: Mapping[str, object]) -> Text:
    keys = tuple(json.dumps(name).encode() for name in fields)
    return Text(keys, tuple(json.dumps(value).encode() for value in fields.values()))
