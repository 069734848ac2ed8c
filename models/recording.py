"""The file format of a recording: a header and blocks of rows, each with a checksum; docs/recording.md.

Nothing here knows what the rows mean. Reading never trusts a file: whatever is wrong with it ends as a
`RecordingError` or as an early end.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, NamedTuple, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"APPSIERRA recording\n"
FORMAT: Final = 1
"""Rises when an older reader would misread a file."""
MOST_BYTES: Final = 256 * 1024 * 1024
"""Of one unpacked block; two hundred times what a second of the busiest market makes."""

_PRELUDE: Final = struct.Struct("<20sH")
_FRAME: Final = struct.Struct("<cIIq")
_HEADER: Final = b"H"
_BLOCK: Final = b"B"
_END: Final = b"E"
_LEVEL: Final = 1

Ints = NDArray[np.int64]


class RecordingError(Exception):
    """A file is no recording that can be played; the text says why, without naming the file."""


class Row(NamedTuple):
    """One thing that happened.

    Attributes:
        code: What it was; below 200 the number of the actor that took a message.
        source: Who sent it, or another number that belongs to the code.
        number: Which of the block's contents belongs to it, or a count; -1 for none.
        utc_us: Wall clock, microseconds.
        real_us: Monotonic clock, microseconds.
    """

    code: int
    source: int
    number: int
    utc_us: int
    real_us: int


class Content(NamedTuple):
    """What a message or an answer said, with the name of its type."""

    kind: str
    body: bytes


class Columns(NamedTuple):
    """Rows as they are written: all their codes, all their sources and so on, as `Row` has them."""

    codes: Sequence[int] = ()
    sources: Sequence[int] = ()
    numbers: Sequence[int] = ()
    utc_us: Sequence[int] = ()
    real_us: Sequence[int] = ()


@dataclass(frozen=True)
class Block:
    """Rows that were written together, and what they refer to."""

    columns: Columns
    contents: Sequence[Content]

    @classmethod
    def of(cls, rows: Iterable[Row], contents: Sequence[Content]) -> Self:
        """Return a block of rows, at least one."""
        return cls(Columns(*zip(*rows, strict=True)), contents)

    @cached_property
    def rows(self) -> list[Row]:
        """Return the rows one by one."""
        return [Row(*values) for values in zip(*self.columns, strict=True)]


class Place(NamedTuple):
    """Where in its file a block is, and the wall clock of its first row, microseconds."""

    offset: int
    utc_us: int


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    codes: bytes
    sources: bytes
    numbers: bytes
    real: bytes
    drift: bytes
    contents: list[Content]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def prelude(header: bytes) -> bytes:
    """Return how a file begins.

    Args:
        header: What the reader must know of the run.
    """
    return _PRELUDE.pack(MAGIC, FORMAT) + _framed(_HEADER, header, 0)


def pack(block: Block) -> bytes:
    """Return a block as it is written."""
    codes, sources, numbers, utc, real = block.columns
    real_us, utc_us = np.array(real, np.int64), np.array(utc, np.int64)
    packed = _Packed(
        codes=bytes(codes),
        sources=bytes(sources),
        numbers=_planes(np.array(numbers, np.int64)),
        real=_planes(np.diff(real_us, prepend=0)),
        drift=_planes(np.diff(utc_us - real_us, prepend=0)),
        contents=list(block.contents),
    )
    return _framed(_BLOCK, _encode(packed), utc[0])


def end(utc_us: int) -> bytes:
    """Return what says that the run ended in order."""
    return _framed(_END, b"", utc_us)


def unpack(body: bytes) -> Block:
    """Return the block that was written.

    Raises:
        RecordingError: It is none.
    """
    try:
        packed = _decode(body)
        real = np.cumsum(_ints(packed.real))
        utc = np.cumsum(_ints(packed.drift)) + real
        numbers = _ints(packed.numbers).tolist()
    except (msgspec.MsgspecError, ValueError) as error:
        raise RecordingError(f"a block is not what it should be: {error}") from error
    columns = Columns(packed.codes, packed.sources, numbers, utc.tolist(), real.tolist())
    if len(set(map(len, columns))) > 1:
        raise RecordingError("a block is not what it should be: its columns differ in length")
    return Block(columns, packed.contents)


class Reader:
    """One file.

    Args:
        file: Open for reading bytes, at any place.

    Attributes:
        header: What was known of the run.
        ended: Whether the file ends as an orderly run does.
        damage: What is wrong with its end; empty when nothing is.
        places: Of every whole block, in order.
        fingerprint: Made of all checksums; differs for every other file.

    Raises:
        RecordingError: It is no recording, or one of a newer version.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.ended = False
        self.damage = ""
        self.places: list[Place] = []
        file.seek(0)
        start = file.read(_PRELUDE.size)
        if len(start) < _PRELUDE.size or not start.startswith(MAGIC):
            raise RecordingError("it is no recording of APPSIERRA")
        version = _PRELUDE.unpack(start)[1]
        if version != FORMAT:
            raise RecordingError(
                f"it has format {version}, and this version of APPSIERRA reads format {FORMAT}; "
                "play it with the version that recorded it"
            )
        tag, body, _ = self._next()
        if tag != _HEADER:
            raise RecordingError("it is damaged at its beginning")
        self.header = body
        self._scan()

    def block(self, index: int) -> Block:
        """Return a block.

        Raises:
            RecordingError: It is damaged.
        """
        self._file.seek(self.places[index].offset)
        return unpack(self._next()[1])

    def _scan(self) -> None:
        """Find all blocks; only the last one can be torn, so that only its checksum is looked at."""
        checksums = bytearray(self.header)
        size = self._file.seek(0, 2)
        offset = self._file.seek(_PRELUDE.size)
        while offset + _FRAME.size <= size:
            self._file.seek(offset)
            tag, length, checksum, utc_us = _FRAME.unpack(self._file.read(_FRAME.size))
            following = offset + _FRAME.size + length
            if tag not in {_HEADER, _BLOCK, _END} or following > size:
                break
            if tag == _BLOCK:
                self.places.append(Place(offset, utc_us))
                checksums += checksum.to_bytes(4, "little")
            self.ended = tag == _END
            offset = following
        if offset < size:
            self.damage = f"its last {size - offset:,} bytes are cut off or damaged and left out"
        while self.places and not self._is_whole(self.places[-1]):
            self.places.pop()
            self.damage = "its end is damaged and left out"
        self.fingerprint = hashlib.sha256(checksums).digest()

    def _is_whole(self, place: Place) -> bool:
        self._file.seek(place.offset)
        try:
            self._next()
        except RecordingError:
            return False
        return True

    def _next(self) -> tuple[bytes, bytes, int]:
        frame = self._file.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            raise RecordingError("it is cut off")
        tag, length, checksum, utc_us = _FRAME.unpack(frame)
        packed = self._file.read(min(length, MOST_BYTES))
        if len(packed) < length or zlib.crc32(packed) != checksum:
            raise RecordingError(f"it is damaged at byte {self._file.tell() - len(packed):,}")
        unpacker = zlib.decompressobj()
        try:
            body = unpacker.decompress(packed, MOST_BYTES)
        except zlib.error as error:
            raise RecordingError(f"a block cannot be unpacked: {error}") from error
        if unpacker.unconsumed_tail:
            raise RecordingError("a block is larger than any that was ever written")
        return tag, body, utc_us


def _framed(tag: bytes, body: bytes, utc_us: int) -> bytes:
    packed = zlib.compress(body, _LEVEL)
    return _FRAME.pack(tag, len(packed), zlib.crc32(packed), utc_us) + packed


def _planes(values: Ints) -> bytes:
    """Return numbers as eight planes of bytes: small numbers leave seven of them empty for the packer."""
    return values.astype("<i8").view(np.uint8).reshape(-1, 8).T.tobytes()


def _ints(planes: bytes) -> Ints:
    shuffled = np.frombuffer(planes, np.uint8).reshape(8, -1).T
    return np.ascontiguousarray(shuffled).view("<i8").reshape(-1).astype(np.int64)
