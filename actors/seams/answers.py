"""What the world answers an actor: noted while it is recorded, given again in a replay."""

import builtins
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec

from actors.seams.ids import Ids
from actors.seams.net import Link, Net
from actors.seams.snapshot_file import Reading, SnapshotFile, Stamp
from actors.seams.text_file import TextFiles
from models.recording import Content, RecordingError

Answer = TypeVar("Answer")

_encode = msgspec.msgpack.Encoder().encode
_READING = msgspec.msgpack.Decoder(Reading)
_OS_ERROR = msgspec.msgpack.Decoder(tuple[int | None, str | None, str | None])
_ERROR = msgspec.msgpack.Decoder(tuple[str, str])
_VALUE = msgspec.msgpack.Decoder(str | float | None)


class Notes(Protocol):
    """Where answers are noted."""

    def answer(self, value: object) -> None:
        """Note an answer, or the exception in its place."""


class Given(Protocol):
    """Where noted answers come from."""

    def next_answer(self) -> Any:  # noqa: ANN401 - whatever was answered
        """Return the oldest answer that has not been given, or raise it."""


def answer_content(value: object) -> Content:
    """Return an answer as bytes."""
    match value:
        case OSError():
            filename = None if value.filename is None else str(value.filename)
            return Content("os error", _encode((value.errno, value.strerror, filename)))
        case Exception():
            return Content("error", _encode((type(value).__name__, str(value))))
        case Reading():
            return Content("reading", _encode(value))
        case _:
            return Content("value", _encode(value))


def answer_of(content: Content) -> object:
    """Return the answer that bytes stand for, or the exception in its place.

    Raises:
        RecordingError: They stand for none.
    """
    try:
        error = _error_of(content)
        if error is None:
            return (_READING if content.kind == "reading" else _VALUE).decode(content.body)
    except (msgspec.MsgspecError, ValueError) as broken:
        raise RecordingError(f"an answer is not what it should be: {broken}") from broken
    return error


def _error_of(content: Content) -> Exception | None:
    if content.kind == "os error":
        errno, strerror, filename = _OS_ERROR.decode(content.body)
        return OSError(errno, strerror, filename) if errno is not None else OSError(strerror or "")
    if content.kind == "error":
        name, text = _ERROR.decode(content.body)
        kind = getattr(builtins, name, None)
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            kind = type(name, (Exception,), {})
        return _made(kind, text)
    return None


def _made(kind: type[Exception], text: str) -> Exception:
    """Return an exception of a kind; of what it is derived from where it wants more than a text."""
    for base in kind.__mro__:
        try:
            error = base(text)
        except TypeError:
            continue
        if isinstance(error, Exception):
            return error
    raise ValueError(f"{kind.__name__} is no error")


def _noted(notes: Notes, ask: Callable[[], Answer]) -> Answer:
    try:
        answer = ask()
    except Exception as error:
        notes.answer(error)
        raise
    notes.answer(answer)
    return answer


class NotedIds:
    """Identities and chance, noted."""

    def __init__(self, ids: Ids, notes: Notes) -> None:
        self._ids, self._notes = ids, notes

    def trade_id(self) -> str:
        """Return an identity for a new trade."""
        return _noted(self._notes, self._ids.trade_id)

    def jitter(self) -> float:
        """Return a number in [0, 1)."""
        return _noted(self._notes, self._ids.jitter)


class NotedSnapshotFile:
    """The snapshot file, noted."""

    def __init__(self, file: SnapshotFile, notes: Notes) -> None:
        self._file, self._notes = file, notes

    def read(self, known: Stamp | None) -> Reading | None:
        """Return the file's content; None while it is the known version."""
        return _noted(self._notes, lambda: self._file.read(known))

    def at(self, path: str) -> "NotedSnapshotFile":
        """Return the file at another path."""
        return NotedSnapshotFile(self._file.at(path), self._notes)


class NotedTextFiles:
    """Files that the trader asked for: whether they could be written is noted."""

    def __init__(self, files: TextFiles, notes: Notes) -> None:
        self._files, self._notes = files, notes

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        _noted(self._notes, lambda: self._files.write(path, text))


class NotedNet:
    """Connections: whether one could be begun is noted; what they bring comes as messages."""

    def __init__(self, net: Net, notes: Notes) -> None:
        self._net, self._notes = net, notes

    def open(self, connection_id: int, host: str, port: int) -> Link:
        """Start to connect."""
        try:
            link = self._net.open(connection_id, host, port)
        except Exception as error:
            self._notes.answer(error)
            raise
        self._notes.answer(None)
        return link


class GivenIds:
    """Identities and chance of a recorded run."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def trade_id(self) -> str:
        """Return the identity that the trade got."""
        return str(self._given.next_answer())

    def jitter(self) -> float:
        """Return the number that was drawn."""
        return float(self._given.next_answer())


class GivenSnapshotFile:
    """The snapshot file of a recorded run, whatever its path."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def read(self, _known: Stamp | None) -> Reading | None:
        """Return what was read."""
        reading: Reading | None = self._given.next_answer()
        return reading

    def at(self, _path: str) -> "GivenSnapshotFile":
        """Return the same: the answers know which file they are of."""
        return self


class GivenTextFiles:
    """Files of a recorded run; none is written."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def write(self, _path: str, _text: str) -> None:
        """Fail as it failed."""
        self._given.next_answer()


class GivenNet:
    """Connections of a recorded run; nothing is sent."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def open(self, _connection_id: int, _host: str, _port: int) -> "GivenLink":
        """Fail as it failed."""
        self._given.next_answer()
        return GivenLink()


class GivenLink:
    """A connection of a recorded run."""

    def send(self, data: bytes) -> None:
        """Send nothing."""

    def close(self) -> None:
        """There is nothing to close."""
