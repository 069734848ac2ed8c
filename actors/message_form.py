"""Messages as bytes, for a recording: the name of the type, and MessagePack."""

from functools import cache
from typing import Any, Final

import msgspec

from actors import messages
from actors.messages import EquityLoaded, Message
from models.book import Book
from models.equity import curve_bytes, curve_from_bytes
from models.recording import Content, RecordingError

_TYPES: Final = {
    name: value
    for name, value in vars(messages).items()
    if isinstance(value, type) and issubclass(value, Message)
}


class _WithCurves(msgspec.Struct, array_like=True, frozen=True):
    """`EquityLoaded`: behind a curve are arrays that its owner goes on appending to."""

    rest: EquityLoaded
    curves: list[tuple[Book, bytes, bytes]]
    open_curves: list[tuple[Book, bytes, bytes]]


_encode = msgspec.msgpack.Encoder().encode


def content_of(message: Message) -> Content:
    """Return a message as bytes."""
    return Content(type(message).__name__, _encode(_plain(message)))


def message_of(content: Content) -> Message:
    """Return the message that bytes stand for.

    Raises:
        RecordingError: They stand for none.
    """
    kind = _TYPES.get(content.kind)
    if kind is None:
        raise RecordingError(f"nothing is named {content.kind!r}")
    try:
        value = _decoder(_WithCurves if kind is EquityLoaded else kind).decode(content.body)
        return _with_curves(value) if isinstance(value, _WithCurves) else value
    except (msgspec.MsgspecError, ValueError) as error:
        raise RecordingError(f"a {content.kind} is not what it should be: {error}") from error


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


def _plain(message: Message) -> object:
    if not isinstance(message, EquityLoaded):
        return message
    return _WithCurves(
        rest=msgspec.structs.replace(message, curves=(), open_curves=()),
        curves=[(book, *curve_bytes(curve)) for book, curve in message.curves],
        open_curves=[(book, *curve_bytes(curve)) for book, curve in message.open_curves],
    )


def _with_curves(value: _WithCurves) -> EquityLoaded:
    return msgspec.structs.replace(
        value.rest,
        curves=tuple((book, curve_from_bytes(*columns)) for book, *columns in value.curves),
        open_curves=tuple((book, curve_from_bytes(*columns)) for book, *columns in value.open_curves),
    )
