"""One message to and from JSON and JSON compact.

Decoding has two paths. The fast one lets msgspec read straight into the struct; its types refuse everything
that needs a decision (NaN, unset markers, text for numbers, over-long text). What it refuses goes to the
tolerant path, which knows what real and broken servers send.
"""

import json
import re
import reprlib
from functools import reduce
from operator import or_
from typing import Any, Final, NoReturn

import msgspec
from msgspec import structs

from dtc.errors import RemoteProtocolError, UnwritableError
from dtc.fields import Kind, Wire
from dtc.layout import Default, message_fields
from dtc.messages import CLASS_BY_TYPE, MESSAGE_CLASSES
from dtc.messages.base import Message, message_name
from dtc.values import clean_text, is_set

_FIELDS: Final = {cls.type_of(): message_fields(cls) for cls in MESSAGE_CLASSES}
_TEXT_FIELDS: Final = {
    cls.type_of(): tuple((n, w.text_limit) for n, w, _ in message_fields(cls) if w.kind is Kind.TEXT)
    for cls in MESSAGE_CLASSES
}

# High-frequency types carry "F": [...] instead of named fields in the compact form.
_COMPACT_TYPES: Final = (3, 104, 107, 108, 112, 113, 114, 115, 117, 119, 120, 124, 134)

# Real Sierra Chart servers send SymbolID first where the struct has it last.
_SIERRA_ORDER: Final = {
    112: ("SymbolID", "AtBidOrAsk", "Price", "Volume", "DateTime"),
    117: ("SymbolID", "BidPrice", "BidQuantity", "AskPrice", "AskQuantity", "DateTime"),
}
COMPACT_ORDER: Final[dict[int, tuple[str, ...]]] = {
    number: _SIERRA_ORDER.get(number, tuple(name for name, _, _ in _FIELDS[number]))
    for number in _COMPACT_TYPES
}
_COMPACT_CLASSES: Final = frozenset(CLASS_BY_TYPE[number] for number in COMPACT_ORDER)

_ARRAY_KEY: Final = re.compile(rb'"F"\s*:')  # the key, not a text that happens to be F
# As numbers: to find a byte is twice as fast as to ask whether a text of one byte is in another.
_ESCAPE: Final = ord("\\")
_DELETE: Final = 0x7F
_NOT_IN_A_RUN: Final = (_ESCAPE, _DELETE, ord("\n"))
_BOM: Final = b"\xef\xbb\xbf"
_REFUSALS: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _CompactFrame(msgspec.Struct, frozen=True, gc=False):
    """A compact message before its array is spread over its fields."""

    Type: int
    F: tuple[float | int | None, ...]


class Unrecognised(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a type that has no layout here; to be skipped.

    Attributes:
        Type: The type number.
        payload: The JSON text; empty for the binary encodings.
    """

    Type: int
    payload: bytes = b""


_named_decoder: Final[msgspec.json.Decoder[Message]] = msgspec.json.Decoder(reduce(or_, MESSAGE_CLASSES))
_compact_decoder: Final = msgspec.json.Decoder(_CompactFrame)


def decode_text(frame: bytes) -> Message | Unrecognised:
    """Read one JSON message, without its zero byte; named fields and `F` arrays are both accepted.

    Raises:
        RemoteProtocolError: It is not a JSON object, has no numeric Type, or a field holds a value that
            cannot be taken for what the field is.
    """
    try:
        message = _named_decoder.decode(frame)
        # The named reader overlooks the array, which only these types may carry.
        if type(message) in _COMPACT_CLASSES and b'"F"' in frame and _ARRAY_KEY.search(frame):
            message = _decode_compact(frame)
    except _REFUSALS:
        return _decode_tolerant(frame)
    # Raw controls are refused by the parser, so only an escape or a non-ASCII letter can hide one.
    if not frame.isascii() or frame.find(_ESCAPE) >= 0 or frame.find(_DELETE) >= 0:
        return _with_clean_texts(message)
    return message


def decode_run(frames: bytes) -> list[Message] | None:
    """Read JSON messages at once, each with its zero byte: a third of the time that one by one takes.

    Returns:
        What `decode_text` would; None where one of them may need a closer look, which is for it to give.
    """
    if b'"F"' in frames or not frames.isascii() or any(frames.find(byte) >= 0 for byte in _NOT_IN_A_RUN):
        return None
    try:
        messages = _named_decoder.decode_lines(frames.replace(b"\0", b"\n"))
    except _REFUSALS:
        return None
    # On one line it takes two objects for two messages; blank frames are none.
    return messages if len(messages) == frames.count(0) else None


def _decode_compact(frame: bytes) -> Message:
    parts = _compact_decoder.decode(frame)
    order = COMPACT_ORDER[parts.Type]
    fields = {name: value for name, value in zip(order, parts.F, strict=False) if value is not None}
    return msgspec.convert(fields, CLASS_BY_TYPE[parts.Type])


def _with_clean_texts(message: Message) -> Message:
    changed = {}
    for name, limit in _TEXT_FIELDS[message.type_of()]:
        text = getattr(message, name)
        clean = clean_text(text, limit)
        if clean != text:
            changed[name] = clean
    return structs.replace(message, **changed) if changed else message


def object_of(frame: bytes) -> dict[str, Any]:
    """Read a frame as a JSON object by the tolerant rules: BOM, Latin-1 and NaN (as null) are accepted.

    Raises:
        RemoteProtocolError: It is not a JSON object.
    """
    frame = frame.removeprefix(_BOM)
    try:
        text = frame.decode()
    except UnicodeDecodeError:
        text = frame.decode("latin-1")
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except RecursionError as error:
        raise RemoteProtocolError("JSON is nested too deeply") from error
    except ValueError as error:
        raise RemoteProtocolError(f"not JSON: {error} in {reprlib.repr(frame)}") from error
    if not isinstance(value, dict):
        raise RemoteProtocolError(f"JSON {type(value).__name__} in place of an object")
    return value


def names_in(frame: bytes) -> tuple[str, ...]:
    """Return the names of the fields that a readable frame of a known type sets."""
    fields = object_of(frame)
    number = _type_number(fields)
    fields = _spread(fields, number)
    return tuple(name for name, _, _ in _FIELDS[number] if fields.get(name) is not None)


def _spread(fields: dict[str, Any], number: int) -> dict[str, Any]:
    """Return named fields, with those of an `F` array under their names."""
    if "F" not in fields or number not in COMPACT_ORDER:
        return fields
    array = fields["F"]
    if not isinstance(array, list):
        raise RemoteProtocolError(f"{message_name(number)}: F is {reprlib.repr(array)}, not an array")
    return fields | dict(zip(COMPACT_ORDER[number], array, strict=False))


def _decode_tolerant(frame: bytes) -> Message | Unrecognised:
    fields = object_of(frame)
    number = _type_number(fields)
    message_class = CLASS_BY_TYPE.get(number)
    if message_class is None:
        return Unrecognised(Type=number, payload=bytes(frame))
    fields = _spread(fields, number)
    values: dict[str, Any] = {}
    for name, wire, default in _FIELDS[number]:
        value = fields.get(name)
        if value is not None:
            values[name] = _coerced(value, wire, default, f"{message_name(number)}: {name}")
    return message_class(**values)


def _type_number(fields: dict[str, Any]) -> int:
    number = fields.get("Type")
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise RemoteProtocolError(f"Type is {reprlib.repr(number)}, not a number")
    return number


def _coerced(value: object, wire: Wire, default: Default, where: str) -> Default:
    """Return the value as the field wants it, or the default where it means "not set"."""
    if wire.kind is Kind.TEXT:
        return _text(value, wire, where)
    if isinstance(value, str):
        if not value:
            return default
        value = _number_in_text(value, where)
    if wire.kind is Kind.REAL:
        return _real(value, wire, default, where)
    return _integer(value, wire, default, where)


def _text(value: object, wire: Wire, where: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # account names of live brokers are all digits
    if not isinstance(value, str):
        _refuse(value, where)
    return clean_text(value, wire.text_limit)


def _number_in_text(value: str, where: str) -> int | float:
    try:
        if "_" in value:  # legal in Python, a mistake on the wire
            _refuse(value, where)
        try:
            return int(value)
        except ValueError:
            return float(value)
    except ValueError:
        _refuse(value, where)


def _real(value: object, wire: Wire, default: Default, where: str) -> Default:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse(value, where)
    try:
        number = float(value)
    except OverflowError:
        return default
    return number if is_set(number, wire.real_limit) else default


def _integer(value: object, wire: Wire, default: Default, where: str) -> Default:
    if isinstance(value, float):
        if not is_set(value, wire.real_limit):
            return default
        if not wire.is_date and not value.is_integer():
            _refuse(value, where)
        value = int(value)
    if not isinstance(value, int):
        _refuse(value, where)
    if value == wire.unset:
        return None
    smallest, largest = wire.integer_range
    if not smallest <= value <= largest:
        _refuse(value, where)
    return int(value)


def _refuse(value: object, where: str) -> NoReturn:
    raise RemoteProtocolError(f"{where} is {reprlib.repr(value)}")


def encode_text(message: Message, *, compact: bool) -> bytes:
    """Write one JSON message with its zero byte; fields that are not set are left out.

    Raises:
        UnwritableError: A text cannot be written.
    """
    number = message.type_of()
    fields: dict[str, Any] = {"Type": number}
    if compact and number in COMPACT_ORDER:
        fields["F"] = [getattr(message, name) for name in COMPACT_ORDER[number]]
    else:
        fields |= {name: value for name, value in structs.asdict(message).items() if value is not None}
    try:
        encoded = msgspec.json.encode(fields)
    except (msgspec.MsgspecError, ValueError, OverflowError) as error:
        raise UnwritableError(f"{message_name(number)}: {error}") from error
    if not encoded.isascii():  # "no Unicode" on the wire: escape it
        encoded = json.dumps(fields, separators=(",", ":")).encode()
    return encoded + b"\0"
