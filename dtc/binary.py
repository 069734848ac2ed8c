"""One message to and from the two binary encodings: fixed strings and variable-length strings (VLS)."""

import struct
from typing import Any, Final

from dtc.errors import RemoteProtocolError, UnwritableError
from dtc.layout import Layout
from dtc.messages.base import Message, message_name
from dtc.values import is_set, text_from_bytes

HEADER: Final = struct.Struct("<HH")
SMALLEST_FRAME: Final = 4
LARGEST_FRAME: Final = 65535
_BASE_SIZE: Final = struct.Struct("<H")
_BASE_SIZE_OFFSET: Final = 4
_SMALLEST_BASE: Final = 6


def decode_fields(layout: Layout, frame: bytes) -> Message:
    """Read one complete message.

    A struct that is shorter than known keeps the defaults of the fields it cannot hold, a longer one is
    read as far as it is known: both come from real servers of the same protocol version.

    Args:
        layout: The message in the encoding of the stream.
        frame: The message with its header, as long as its Size says.

    Raises:
        RemoteProtocolError: BaseSize or a string reference points outside of the message.
    """
    base_size = _base_size(layout, frame) if layout.has_references else len(frame)
    values = _unpack(layout, frame, base_size)
    known = len(values)
    for index, limit, default in layout.reals:
        if index < known and not is_set(values[index], limit):
            values[index] = default
    for index, marker in layout.markers:
        if index < known and values[index] == marker:
            values[index] = None
    for index, limit in layout.texts:
        if index < known:
            raw = values[index]
            if layout.has_references:
                raw = _referenced(raw, layout, index, frame, base_size)
            values[index] = text_from_bytes(raw, limit)
    return layout.message_class(**dict(zip(layout.names, values, strict=False)))


def names_in(layout: Layout, frame: bytes) -> tuple[str, ...]:
    """Return the names of the fields that a readable frame is long enough to hold."""
    extent = _base_size(layout, frame) if layout.has_references else len(frame)
    return tuple(slot.name for slot in layout.slots if slot.end <= extent)


def _base_size(layout: Layout, frame: bytes) -> int:
    if len(frame) < _SMALLEST_BASE:
        raise RemoteProtocolError(f"{_name(layout)}: {len(frame)} bytes are too few for a BaseSize")
    base_size: int = _BASE_SIZE.unpack_from(frame, _BASE_SIZE_OFFSET)[0]
    if not _SMALLEST_BASE <= base_size <= len(frame):
        raise RemoteProtocolError(
            f"{_name(layout)}: BaseSize {base_size} is outside of the {len(frame)} bytes of the message"
        )
    return base_size


def _unpack(layout: Layout, frame: bytes, extent: int) -> list[Any]:
    """Return the raw values of the fields that lie completely inside of the first `extent` bytes."""
    if extent >= layout.size:
        return list(layout.packer.unpack_from(frame))
    return [
        struct.unpack_from("<" + slot.code, frame, slot.offset)[0]
        for slot in layout.slots
        if slot.end <= extent
    ]


def _referenced(reference: int, layout: Layout, index: int, frame: bytes, base_size: int) -> bytes:
    """Return the bytes a VLS reference points at."""
    offset, length = reference & 0xFFFF, reference >> 16
    if not offset and not length:
        return b""
    if offset < base_size or offset + length > len(frame):
        raise RemoteProtocolError(
            f"{_name(layout)}: {layout.names[index]} at {offset}, {length} bytes, is outside of the texts"
        )
    return frame[offset : offset + length]


def encode_fields(layout: Layout, message: Message) -> bytes:
    """Write one message with its header.

    Raises:
        UnwritableError: A value does not fit into its field.
    """
    values: list[Any] = []
    tail = bytearray()
    for slot in layout.slots:
        value = getattr(message, slot.name)
        if value is None:
            value = slot.wire.unset
        elif isinstance(value, str):
            raw = _text_bytes(slot.name, value)
            if layout.has_references:
                value = _append(tail, raw, layout.size)
            elif len(raw) >= slot.size:
                raise UnwritableError(f"{slot.name} is {len(raw)} bytes long, at most {slot.size - 1} fit")
            else:
                value = raw
        values.append(value)
    size = layout.size + len(tail)
    if size > LARGEST_FRAME:
        raise UnwritableError(f"{_name(layout)} of {size} bytes is longer than {LARGEST_FRAME}")
    try:
        frame = bytearray(layout.packer.pack(*values))
    except (struct.error, OverflowError) as error:
        raise UnwritableError(f"{_name(layout)}: {error}") from error
    HEADER.pack_into(frame, 0, size, layout.message_class.type_of())
    if layout.has_references:
        _BASE_SIZE.pack_into(frame, _BASE_SIZE_OFFSET, layout.size)
    return bytes(frame + tail)


def _text_bytes(name: str, text: str) -> bytes:
    if "\0" in text:
        raise UnwritableError(f"{name} contains a zero byte, which ends a text")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise UnwritableError(f"{name} cannot be written as UTF-8") from error


def _append(tail: bytearray, raw: bytes, base_size: int) -> int:
    """Put a text behind the fixed part and return the reference to it; an absent text is 0/0."""
    if not raw:
        return 0
    offset, length = base_size + len(tail), len(raw) + 1
    tail += raw + b"\0"
    if max(offset, length) > LARGEST_FRAME:
        raise UnwritableError(f"texts of more than {LARGEST_FRAME} bytes do not fit into a message")
    return offset | length << 16


def _name(layout: Layout) -> str:
    return message_name(layout.message_class.type_of())
