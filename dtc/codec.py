"""A stream of bytes to messages, and messages to bytes, in all four encodings.

Client and server use the same two entries: `Decoder` and `encode`.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from dtc.binary import HEADER, SMALLEST_FRAME, decode_fields, encode_fields
from dtc.enums import Encoding
from dtc.errors import LocalProtocolError, RemoteProtocolError
from dtc.json_text import Unrecognised, decode_run, decode_text, encode_text
from dtc.layout import FIXED_LAYOUTS, VARIABLE_LAYOUTS
from dtc.messages import CLASS_BY_TYPE
from dtc.messages.base import Message, message_name

Received: TypeAlias = Message | Unrecognised | RemoteProtocolError

# The longest JSON message of this protocol is a few KiB; 1 MiB without an end is not a message.
LARGEST_JSON: Final = 1024 * 1024
_NO_PAUSE: Final[frozenset[int]] = frozenset()


class Decoder:
    """Cuts a stream into frames and reads them, however the bytes are split or merged.

    What is kept between two calls is bounded: less than one binary frame (64 KiB, the largest Size) or
    1 MiB of JSON. A faulty frame becomes a `RemoteProtocolError` in its place among the messages; after one
    that is `fatal` nothing more is read.
    """

    def __init__(
        self,
        encoding: Encoding,
        pause_on: frozenset[int] = _NO_PAUSE,
        observe: Callable[[bytes], None] | None = None,
    ) -> None:
        """Start at the beginning of a stream.

        Args:
            encoding: Encoding of the stream.
            pause_on: Message types after which to stop until `resume()`, because the encoding may change.
            observe: Told the raw bytes of every frame, one call for each item that comes out.
        """
        self._observe = observe
        self._encoding = encoding
        self._pause_on = pause_on
        self._pause_classes = frozenset(CLASS_BY_TYPE[number] for number in pause_on)
        self._buffer = bytearray()
        self._offset = 0  # of the buffer's start in the stream
        self._scanned = 0  # bytes of the buffer known to hold no zero byte (JSON)
        self._paused = False
        self._dead = False

    @property
    def encoding(self) -> Encoding:
        """Encoding in which the stream is read."""
        return self._encoding

    @property
    def pending(self) -> int:
        """Bytes that wait for the rest of their frame, or for `resume()`."""
        return len(self._buffer)

    @property
    def is_paused(self) -> bool:
        """Whether `resume()` must be called to go on."""
        return self._paused

    def feed(self, data: bytes) -> list[Received]:
        """Return what became complete with these bytes, in order."""
        if self._dead:
            return []
        self._buffer += data
        if not self._paused:
            return self._drain()
        received: list[Received] = []
        if len(self._buffer) > LARGEST_JSON:
            self._die(received, 0, f"more than {LARGEST_JSON} bytes before the encoding was agreed")
        return received

    def resume(self, encoding: Encoding) -> list[Received]:
        """Go on in this encoding; return what is complete already."""
        self._encoding = encoding
        self._paused = False
        self._scanned = 0
        return [] if self._dead else self._drain()

    def finish(self) -> RemoteProtocolError | None:
        """Say what the end of the stream cut off, if anything."""
        rest = len(self._buffer.strip(b" \t\r\n"))
        if self._dead or not rest:
            return None
        return RemoteProtocolError(f"the stream ends {rest} bytes into a frame", offset=self._offset)

    def _drain(self) -> list[Received]:
        received: list[Received] = []
        if self._encoding in {Encoding.JSON, Encoding.JSON_COMPACT}:
            end = self._drain_json(received)
        else:
            end = self._drain_binary(received)
        # Once per call: cutting the front off for every frame costs quadratic time.
        del self._buffer[:end]
        self._offset += end
        self._scanned = 0 if self._paused else len(self._buffer)
        return received

    def _drain_binary(self, received: list[Received]) -> int:
        """Read complete frames; return how many bytes they took."""
        buffer, position = self._buffer, 0
        layouts = VARIABLE_LAYOUTS if self._encoding is Encoding.BINARY_VLS else FIXED_LAYOUTS
        while len(buffer) - position >= SMALLEST_FRAME and not self._paused:
            size, number = HEADER.unpack_from(buffer, position)
            if size < SMALLEST_FRAME:
                self._die(
                    received, position, f"frame with Size {size}, at least {SMALLEST_FRAME}: framing lost"
                )
                break
            if len(buffer) - position < size:
                break
            frame = bytes(buffer[position : position + size])
            if self._observe:
                self._observe(frame)
            layout = layouts.get(number)
            if layout is None:
                received.append(Unrecognised(Type=number))
            else:
                try:
                    received.append(decode_fields(layout, frame))
                except RemoteProtocolError as error:
                    received.append(self._located(error, position))
            position += size
            self._paused = number in self._pause_on
        return position

    def _drain_json(self, received: list[Received]) -> int:
        """Read complete texts; return how many bytes they took."""
        buffer, position = self._buffer, self._read_run(received)
        end = buffer.find(0, max(position, self._scanned))
        while end >= 0 and end - position <= LARGEST_JSON and not self._paused:
            frame = bytes(buffer[position:end])
            if frame and not frame.isspace():
                self._read_text(frame, received, position)
            position = end + 1
            end = buffer.find(0, position)
        length = (end if end >= 0 else len(buffer)) - position
        if length > LARGEST_JSON and not self._paused:
            self._die(received, position, f"JSON without a zero byte for more than {LARGEST_JSON} bytes")
        return position

    def _read_run(self, received: list[Received]) -> int:
        """Read all complete texts where none is out of the ordinary; return how many bytes they took."""
        end = self._buffer.rfind(0, self._scanned) + 1
        if self._observe or not 0 < end <= LARGEST_JSON:
            return 0
        messages = decode_run(bytes(self._buffer[:end]))
        if messages is None or not self._pause_classes.isdisjoint(map(type, messages)):
            return 0
        received += messages
        return end

    def _read_text(self, frame: bytes, received: list[Received], position: int) -> None:
        if self._observe:
            self._observe(frame)
        try:
            message = decode_text(frame)
        except RemoteProtocolError as error:
            received.append(self._located(error, position))
            return
        received.append(message)
        self._paused = type(message) in self._pause_classes

    def _located(self, error: RemoteProtocolError, position: int) -> RemoteProtocolError:
        """Return the error with its place, without the traceback that would keep the whole frame alive."""
        return RemoteProtocolError(str(error), offset=self._offset + position)

    def _die(self, received: list[Received], position: int, text: str) -> None:
        self._dead = True
        received.append(RemoteProtocolError(text, offset=self._offset + position, fatal=True))
        self._buffer.clear()


def encode(message: Message, encoding: Encoding) -> bytes:
    """Return the bytes of one message, complete with header or zero byte.

    Raises:
        LocalProtocolError: The message has no layout.
        UnwritableError: A value does not fit into its field.
    """
    if encoding in {Encoding.JSON, Encoding.JSON_COMPACT}:
        if message.type_number not in FIXED_LAYOUTS:
            raise _unknown(message)
        return encode_text(message, compact=encoding is Encoding.JSON_COMPACT)
    layouts = VARIABLE_LAYOUTS if encoding is Encoding.BINARY_VLS else FIXED_LAYOUTS
    layout = layouts.get(message.type_number)
    if layout is None:
        raise _unknown(message)
    return encode_fields(layout, message)


def _unknown(message: Message) -> LocalProtocolError:
    number = message.type_number
    return LocalProtocolError(f"type {number} ({message_name(number)}) has no layout and cannot be sent")
