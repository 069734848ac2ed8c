"""Recordings, as somebody else may hand them on: their checksums fit, what is in them need not."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec

from actors.message_form import message_of
from actors.seams.answers import answer_of
from app.errors import UnavailableError
from app.recordings import header_of
from app.replay.memory import ScreenMemory
from app.replay.performance import Performance
from app.replay.tape import Tape
from app.replay.tape_part import part_of
from benchmarks.virtual_session import VirtualSession
from models.recording import Block, Content, Reader, RecordingError, pack, prelude
from tests.fuzz.damage import damaged_bytes
from tests.fuzz.meter import Meter

_SECONDS: Final = 20.0
_NUMBERS: Final = (-(2**63), -(2**31), -1, 0, 1, 7, 199, 2**31, 2**53, 2**62, 2**63 - 1)
_CODES: Final = (0, 1, 5, 40, 199, 200, 201, 202, 203, 204, 255)
_ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    2**64 - 1,
    1e308,
    float("nan"),
    "",
    "x" * 300,
    b"\xff",
    [],
    {},
)
_KINDS: Final = (
    "",
    "value",
    "error",
    "os error",
    "reading",
    "Connect",
    "EquityLoaded",
    "BytesReceived",
    "Ping",
)
_ERRORS: Final = (
    "UnicodeDecodeError",
    "SystemExit",
    "KeyboardInterrupt",
    "ExceptionGroup",
    "OSError",
    "a\0b",
    "",
)
_PLAYED_OF: Final = 10


class Tapes:
    """A case is one file; a recording of the demo is what all are made of."""

    name = "tapes"

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory(prefix="appsierra-fuzz-") as folder:
            self._whole = VirtualSession(Path(folder)).record(_SECONDS).read_bytes()
        reader = Reader(io.BytesIO(self._whole))
        self._header, self._blocks = (
            reader.header,
            [reader.block(index) for index in range(len(reader.places))],
        )

    def make(self, chance: Random) -> bytes:
        """Return a recording with some rows and contents that no recorder writes."""
        if chance.random() < 0.2:
            return damaged_bytes(self._whole[: chance.randrange(len(self._whole) + 1)], chance)
        header = _odd(self._header, chance) if chance.random() < 0.1 else self._header
        first = chance.randint(1, 8)
        blocks = [self._spoiled(block, chance) for block in self._blocks[:first]]
        return prelude(header) + b"".join(pack(block) for block in blocks)

    def play(self, data: bytes, meter: Meter) -> str:
        """Read a file, and play one in some."""
        meter.taken += 1
        try:
            reader = Reader(io.BytesIO(data))
            header_of(reader.header)
            for block in _blocks(reader):
                for content in block.contents:
                    _read(content)
        except RecordingError:
            pass
        if len(data) % _PLAYED_OF == 0:
            with tempfile.TemporaryDirectory(prefix="appsierra-fuzz-") as folder:
                path = Path(folder) / "case.recording"
                path.write_bytes(data)
                _play(path)
        return ""

    def _spoiled(self, block: Block, chance: Random) -> Block:
        if chance.random() < 0.5:
            return block
        rows, contents = list(block.rows), list(block.contents)
        for _ in range(chance.randint(1, 3)):
            place, what = chance.randrange(len(rows)), chance.random()
            if what < 0.3:
                rows[place] = rows[place]._replace(number=chance.choice(_NUMBERS))
            elif what < 0.4:
                rows[place] = rows[place]._replace(code=chance.choice(_CODES))
            elif what < 0.5:
                rows[place] = rows[place]._replace(source=chance.choice(_CODES))
            elif what < 0.6:
                rows[place] = rows[place]._replace(utc_us=chance.choice(_NUMBERS))
            elif what < 0.65:
                rows.insert(
                    place, rows[place]._replace(code=chance.choice(_CODES), source=chance.choice(_CODES))
                )
            elif contents:
                number = chance.randrange(len(contents))
                contents[number] = _odd_content(contents[number], chance)
        return Block.of(rows, contents)


def _odd_content(content: Content, chance: Random) -> Content:
    what = chance.random()
    if what < 0.2:
        return Content(chance.choice(_KINDS), content.body)
    if what < 0.35:
        return Content("error", msgspec.msgpack.encode((chance.choice(_ERRORS), "text")))
    if what < 0.5:
        return Content(content.kind, damaged_bytes(content.body, chance))
    return Content(content.kind, _odd(content.body, chance))


def _blocks(reader: Reader) -> Iterator[Block]:
    return map(reader.block, range(len(reader.places)))


def _odd(body: bytes, chance: Random) -> bytes:
    """Return MessagePack with one of its values replaced."""
    try:
        value = msgspec.msgpack.decode(body)
    except (msgspec.MsgspecError, ValueError):
        return body
    return msgspec.msgpack.encode(_replaced(value, chance))


def _replaced(value: Any, chance: Random) -> Any:  # noqa: ANN401 - whatever MessagePack holds
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        return [*value[:place], _replaced(value[place], chance), *value[place + 1 :]]
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        return value | {name: _replaced(value[name], chance)}
    return chance.choice(_ODD)


def _read(content: Content) -> None:
    for read in (message_of, answer_of):
        try:
            read(content)
        except RecordingError:
            continue


def _play(path: Path) -> None:
    """Play a file, and take a part of it, as `replay` does."""
    try:
        with closing(Tape(path)) as tape:
            performance = Performance(tape, ScreenMemory())
            while performance.play_block():
                pass
            b"".join(part_of(tape, performance.utc_us))
    except UnavailableError:
        return
