"""What a program did to its files, as strace saw it: below SQLite, below Python, nothing left out."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_CALLS: Final = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,link,linkat,copy_file_range,sendfile,sync_file_range,lseek"
)
_WHOLE: Final = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)", re.DOTALL)
_BEGUN: Final = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>", re.DOTALL)
_ENDED: Final = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)(.*)", re.DOTALL)
_FILE: Final = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_IGNORED: Final = ("-shm", ".lock", ".log")
"""The index of a write-ahead log is made anew, a lock holds nothing, and a log promises nothing."""


class Op(NamedTuple):
    """One thing that was done to a file or folder.

    Attributes:
        kind: `create`, `write`, `truncate`, `sync`, `rename`, `unlink`, or `note` for a line of the journal.
        path: Of what.
        at: Where a write begins, or the length of what is cut.
        data: What was written.
        target: The new name.
    """

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    target: str = ""


def is_there() -> bool:
    """Tell whether this computer has the recorder."""
    return shutil.which("strace") is not None


def recorder(into: Path) -> Sequence[str]:
    """Return the command that runs another one and records what it does."""
    quietly = ("strace", "-f", "-qq", "-y", "-xx", "-s", "100000000", "--seccomp-bpf")
    return (*quietly, "-e", f"trace={_CALLS}", "-o", str(into), "--")


class UnknownCallError(Exception):
    """The program does something to its files that nobody here knows the meaning of."""


class Transcript:
    """Makes operations of the calls of one process.

    Args:
        folder: All else is of no interest.
        journal: The file whose lines are notes; it lies elsewhere.
    """

    def __init__(self, folder: Path, journal: Path) -> None:
        self._folder = f"{folder}/"
        self._journal = str(journal)
        self._begun: dict[str, str] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._appends: set[tuple[str, str]] = set()
        self._calls: dict[str, Callable[[str, str, int], Iterator[Op]]] = {
            "openat": self._open,
            "write": self._write,
            "pwrite64": self._write_at,
            "ftruncate": self._truncate,
            "fsync": self._sync,
            "fdatasync": self._sync,
            "rename": self._rename,
            "unlink": self._unlink,
            "lseek": self._seek,
        }

    def ops(self, recorded: Path) -> Iterator[Op]:
        """Yield what was done, in its order.

        Raises:
            UnknownCallError: A call is not one of those that are known.
        """
        with recorded.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                for op in self._of_line(line.rstrip("\n")):
                    if not op.path.endswith(_IGNORED):
                        yield op

    def _of_line(self, line: str) -> Iterator[Op]:
        begun = _BEGUN.match(line)
        if begun:
            self._begun[begun[1]] = begun[3]
            return
        whole, ended = _WHOLE.match(line), _ENDED.match(line)
        if ended:
            name, given, answer, rest = ended[2], self._begun.pop(ended[1], "") + ended[3], ended[4], ended[5]
        elif whole:
            name, given, answer, rest = whole[2], whole[3], whole[4], whole[5]
        else:
            return
        if answer == "?" or int(answer) < 0:
            return
        call = self._calls.get(name)
        if call is not None:
            yield from call(given, rest, int(answer))
        elif any(self._is_ours(path) for path in _paths(given)):
            raise UnknownCallError(f"{name}({given[:200]})")

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._folder)

    def _open(self, given: str, rest: str, answer: int) -> Iterator[Op]:
        found = _FILE.search(f"{answer}{rest}")
        path = _text(found[2]) if found else ""
        if not self._is_ours(path) or "O_DIRECTORY" in given:
            return
        key = (str(answer), path)
        self._places[key] = 0
        self._appends.discard(key)
        if "O_APPEND" in given:
            self._appends.add(key)
        if "O_CREAT" in given:
            yield Op("create", path)
        if "O_TRUNC" in given:
            yield Op("truncate", path)

    def _write(self, given: str, _rest: str, answer: int) -> Iterator[Op]:
        key, data = _file(given), _data(given)[:answer]
        if key[1] == self._journal:
            yield Op("note", key[1], data=data)
        if not self._is_ours(key[1]):
            return
        place = -1 if key in self._appends else self._places.get(key, 0)
        self._places[key] = self._places.get(key, 0) + len(data)
        yield Op("write", key[1], place, data)

    def _write_at(self, given: str, _rest: str, answer: int) -> Iterator[Op]:
        _, path = _file(given)
        if self._is_ours(path):
            yield Op("write", path, int(given.rsplit(",", 1)[1]), _data(given)[:answer])

    def _truncate(self, given: str, _rest: str, _answer: int) -> Iterator[Op]:
        _, path = _file(given)
        if self._is_ours(path):
            yield Op("truncate", path, int(given.rsplit(",", 1)[1]))

    def _sync(self, given: str, _rest: str, _answer: int) -> Iterator[Op]:
        _, path = _file(given)
        if self._is_ours(f"{path}/"):
            yield Op("sync", path)

    def _rename(self, given: str, _rest: str, _answer: int) -> Iterator[Op]:
        source, target = (_text(text) for text in _TEXT.findall(given))
        if self._is_ours(source):
            yield Op("rename", source, target=target)

    def _unlink(self, given: str, _rest: str, _answer: int) -> Iterator[Op]:
        (path,) = (_text(text) for text in _TEXT.findall(given))
        if self._is_ours(path):
            yield Op("unlink", path)

    def _seek(self, given: str, _rest: str, answer: int) -> Iterator[Op]:
        self._places[_file(given)] = answer
        yield from ()


def _text(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("\\x", "")).decode()


def _data(given: str) -> bytes:
    found = _TEXT.search(given)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def _file(given: str) -> tuple[str, str]:
    found = _FILE.match(given)
    return (found[1], _text(found[2])) if found else ("", "")


def _paths(given: str) -> Iterator[str]:
    yield from (_text(found[2]) for found in _FILE.finditer(given))
    yield from (_text(found[1]) for found in _TEXT.finditer(given) if len(found[1]) < 4096)
