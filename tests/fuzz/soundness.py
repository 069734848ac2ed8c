"""What a message must be, wherever it came from; written anew, not taken from the reader."""

import json
import math
import struct
from typing import Any, Final

from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding
from dtc.errors import LocalProtocolError, RemoteProtocolError
from dtc.fields import Kind
from dtc.json_text import Unrecognised
from dtc.layout import FIXED_LAYOUTS, VARIABLE_LAYOUTS, Default, Layout, Slot, message_fields
from dtc.messages import CLASS_BY_TYPE, MESSAGE_CLASSES, MarketDataSnapshot
from dtc.messages.base import Message
from tests.fuzz.material import BINARY

_REFERENCES: Final = struct.Struct("<HH")
_FORBIDDEN: Final = {*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0x2028, 0x2029}
_UNFIT: Final = _FORBIDDEN | {0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSERVED: Final = frozenset(
    f"{name}Price" for name in ("SessionSettlement", "SessionOpen", "SessionHigh", "SessionLow", "Bid", "Ask")
) | {"LastTradePrice"}
_FIELDS: Final = {cls: message_fields(cls) for cls in MESSAGE_CLASSES}
_OUT: Final[dict[str, float]] = {"d": 1e300, "f": 3.4e38}


def wrong_value(message: Message) -> str:
    """Return which field holds what its type cannot; empty where none does."""
    for name, wire, default in _FIELDS[type(message)]:
        value = getattr(message, name)
        if wire.kind is Kind.TEXT:
            sound = (
                isinstance(value, str)
                and len(value) <= wire.text_limit
                and ((value.isascii() and value.isprintable()) or not _UNFIT.intersection(map(ord, value)))
            )
        elif value is None:
            sound = default is None
        elif wire.kind is Kind.REAL:
            sound = type(value) in {float, int} and math.isfinite(value) and abs(value) < _OUT[wire.code]
        else:
            low, high = wire.integer_range
            sound = type(value) is int and low <= value <= high
        if not sound:
            return f"{type(message).__name__}.{name} is {value!r:.80}"
    return ""


def contradiction(item: Received, raw: bytes, encoding: Encoding) -> str:
    """Return how a message contradicts the bytes that it was read from; empty where it does not."""
    if encoding in BINARY:
        return _binary_contradiction(item, raw, encoding)
    return _text_contradiction(item, raw)


def lost_on_the_way(message: Message, encoding: Encoding) -> str:
    """Return what a message loses when it is written and read again; empty where it stays what it is."""
    try:
        data = encode(message, encoding)
    except LocalProtocolError:
        # The fixed form holds less than the others.
        return "" if encoding in BINARY else f"{message!r:.200} cannot be written"
    (again,) = Decoder(encoding).feed(data)
    return "" if again == message else f"{message!r:.200} comes back as {again!r:.200}"


def _binary_contradiction(item: Received, raw: bytes, encoding: Encoding) -> str:
    size, number = _REFERENCES.unpack_from(raw)
    if size != len(raw) or size < 4:
        return f"a frame of {len(raw)} bytes was read that says {size}"
    if isinstance(item, RemoteProtocolError):
        return ""
    if isinstance(item, Unrecognised) or item.type_number != number:
        known = number in CLASS_BY_TYPE
        return (
            f"type {number} was read as {item!r:.80}" if known or not isinstance(item, Unrecognised) else ""
        )
    layout = (VARIABLE_LAYOUTS if encoding is Encoding.BINARY_VLS else FIXED_LAYOUTS)[number]
    extent = size
    if layout.has_references:
        extent = int.from_bytes(raw[4:6], "little")
        if not 6 <= extent <= size:
            return f"accepted with a BaseSize of {extent} in {size} bytes"
    return _slot_contradiction(item, raw, layout, extent)


def _slot_contradiction(item: Message, raw: bytes, layout: Layout, extent: int) -> str:
    for slot in layout.slots:
        value: Any = getattr(item, slot.name)
        if slot.end > extent:
            wanted: Any = slot.default
        else:
            stored = struct.unpack_from("<" + slot.code, raw, slot.offset)[0]
            if slot.wire.kind is Kind.TEXT:
                if slot.code == "I" and stored and not _lies_inside(stored, extent, len(raw)):
                    return f"{slot.name} was accepted from outside of the message"
                continue
            # Sierra Chart sends zeros for prices that it may not serve.
            is_missing = not stored and slot.name in _UNSERVED and isinstance(item, MarketDataSnapshot)
            wanted = slot.default if is_missing else _meant(slot, stored)
        if value != wanted:
            return f"{slot.name} is {value!r:.60}, the bytes say {wanted!r:.60}"
    return ""


def _meant(slot: Slot, stored: float) -> Default:
    if slot.wire.kind is Kind.REAL:
        return stored if math.isfinite(stored) and abs(stored) < _OUT[slot.code] else slot.default
    return None if stored == slot.wire.unset else stored


def _lies_inside(reference: int, extent: int, size: int) -> bool:
    offset, length = reference & 0xFFFF, reference >> 16
    return offset >= extent and offset + length <= size


def _text_contradiction(item: Received, raw: bytes) -> str:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        # The reader forgives more than this one; what it makes of it is looked at as a value.
        return ""
    if isinstance(item, RemoteProtocolError):
        return ""
    if not isinstance(said, dict):
        return f"accepted, and no object: {raw[:80]!r}"
    if isinstance(item, Unrecognised):
        return f"type {item.Type} is known" if item.Type in CLASS_BY_TYPE else ""
    return "" if "F" in said else _field_contradiction(item, said)


def _field_contradiction(item: Message, said: dict[str, Any]) -> str:
    if said.get("Type") != item.type_number:
        return f"Type {said.get('Type')!r:.40} was read as {item.type_number}"
    for name, wire, _ in _FIELDS[type(item)]:
        value, got = said.get(name), getattr(item, name)
        wrong = got != (None if value == wire.unset else value)
        if wire.kind is Kind.INTEGER and type(value) is int and wrong:
            return f"{name} is {got!r}, the text says {value!r:.40}"
    return ""
