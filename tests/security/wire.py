"""Reads every byte that the program gives to a socket while the tests run; knows nothing of the program.

The readers of DTC and the list of what may be sent are written anew here: a mistake in the program's own
would be found by neither.
"""

import json
import os
import socket
import struct
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
READ_ONLY: Final = frozenset({1, 3, 5, 6, 101, 102, 300, 303, 305, 400, 500, 506, 601, 603})
FOLDER: Final = "APPSIERRA_TEST_WIRE"
"""Variable that names the folder in which other processes leave what they sent."""
PYTHON_PATH: Final = os.pathsep.join([str(ROOT), str(Path(__file__).parent / "startup")])
"""For processes that tests start: with it, they are read as well."""
KNOCK: Final = b"GET / HTTP/1.0\r\n\r\n"
"""What the doctor says to find out that a peer is no DTC server."""

_PROGRAM: Final = tuple(
    f"{ROOT / name}{end}"
    for name, end in (
        *((package, os.sep) for package in ("actors", "app", "dtc", "models", "ui")),
        *((module, ".py") for module in ("flags", "launcher")),
    )
)
_HEADER: Final = struct.Struct("<HH")


class Stream:
    """One connection, from its first byte; binary and JSON may follow each other."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._is_new = True
        self._is_lost = False

    def take(self, data: bytes) -> list[int]:
        """Return the types of the messages that became complete; -1 for what is none, nothing behind it."""
        if self._is_lost:
            return []
        self._data += data
        if self._is_new and self._data == KNOCK:
            self._data.clear()
            return []
        types = []
        while not self._is_lost and (size := self._size()) and len(self._data) >= size:
            types.append(_type_of(bytes(self._data[:size])))
            self._is_new, self._is_lost = False, types[-1] < 0
            del self._data[:size]
        return types

    def _size(self) -> int:
        """Return how long the first message is; 0 while that is not known."""
        if len(self._data) < _HEADER.size or KNOCK.startswith(self._data):
            return 0
        if self._data.startswith(b'{"'):
            return self._data.find(0) + 1
        return max(_HEADER.size, int(_HEADER.unpack_from(self._data)[0]))


def _type_of(frame: bytes) -> int:
    if not frame.startswith(b'{"'):
        size, number = _HEADER.unpack_from(frame)
        return int(number) if size == len(frame) else -1
    number = json.loads(frame[:-1]).get("Type")
    return number if isinstance(number, int) else -1


class Recorder:
    """What this process has sent.

    Attributes:
        sent: How many messages of each type.
        breaches: What must never be sent, with who sent it.
    """

    def __init__(self, tell: Callable[[str], None] = lambda _breach: None) -> None:
        self.sent: Counter[int] = Counter()
        self.breaches: list[str] = []
        self._tell = tell

    def take(self, stream: Stream, data: bytes, who: str) -> None:
        """Read what goes into a stream."""
        for number in stream.take(data):
            self.sent[number] += 1
            if number not in READ_ONLY:
                breach = f"type {number} was sent by {who}"
                self.breaches.append(breach)
                self._tell(breach)


def _leave(breach: str) -> None:
    folder = os.environ.get(FOLDER)
    if folder:
        Path(folder, f"{uuid.uuid4().hex}.breach").write_text(breach, encoding="utf-8")


RECORDER: Final = Recorder(_leave)


def install() -> None:
    """Read from now on what the program gives to sockets."""
    if getattr(socket.socket, "is_read", False):
        return
    for name in ("send", "sendall", "sendto", "sendmsg"):
        _wrap(name)
    socket.socket.is_read = True  # type: ignore[attr-defined]  # a mark of ours


def left_breaches() -> list[str]:
    """Return the breaches of other processes."""
    folder = os.environ.get(FOLDER, "")
    found = sorted(Path(folder).glob("*.breach")) if folder else []
    return [path.read_text(encoding="utf-8") for path in found]


def _wrap(name: str) -> None:
    original = getattr(socket.socket, name)

    def recorded(self: socket.socket, data: Any, *more: Any) -> Any:  # noqa: ANN401 - as the original
        result = original(self, data, *more)
        who = _sender(sys._getframe(1)) if self.family in {socket.AF_INET, socket.AF_INET6} else ""
        if who:
            parts = b"".join(data) if name == "sendmsg" else bytes(data)
            taken = result if isinstance(result, int) else len(parts)
            RECORDER.take(_stream_of(self), parts[:taken], who)
        return result

    setattr(socket.socket, name, recorded)


_streams: dict[tuple[int, Any], Stream] = {}


def _stream_of(peer: socket.socket) -> Stream:
    key = id(peer), peer.getsockname()
    return _streams.setdefault(key, Stream())


def _sender(frame: FrameType | None) -> str:
    """Return which module of the program sends; empty where a test or a server of the tests does."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_PROGRAM):
            return name.removeprefix(str(ROOT) + os.sep)
        if name.startswith(str(ROOT)) and ".venv" not in name and not name.startswith(__file__):
            return ""
        frame = frame.f_back
    return ""
