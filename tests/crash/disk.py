"""A model of a disk: what a power cut may leave of what was written.

What was written before the last sync of a file is there. Of each page that was written since, any of its
states may be: as it was, or as any later write left it, and a page may be torn at its sectors. The length of
a file is any that it had since. A new name, a changed one and a deletion count from the sync of their folder
on; before, any of them may have happened, in their order or out of it. Folders themselves are there.
"""

from collections.abc import Callable
from pathlib import PurePath
from random import Random
from typing import Final, NamedTuple

from tests.crash.syscalls import Op

PAGE: Final = 4096
SECTOR: Final = 512


class _File:
    """One file, whatever its name.

    Attributes:
        now: What the program reads.
    """

    def __init__(self) -> None:
        self.now = bytearray()
        self._synced = b""
        self._pages: dict[int, list[bytes]] = {}
        self._lengths: list[int] = [0]

    def write(self, at: int, data: bytes) -> None:
        """Write."""
        at = len(self.now) if at < 0 else at
        end = at + len(data)
        if end > len(self.now):
            self.now.extend(bytes(end - len(self.now)))
            self._lengths.append(end)
        self.now[at:end] = data
        for page in range(at // PAGE, (end - 1) // PAGE + 1) if data else ():
            self._note(page)

    def truncate(self, length: int) -> None:
        """Cut the file, or make it longer with zeros."""
        before = len(self.now)
        del self.now[length:]
        self.now.extend(bytes(length - len(self.now)))
        self._lengths.append(length)
        for page in range(min(before, length) // PAGE, (max(before, length) - 1) // PAGE + 1):
            self._note(page)

    def sync(self) -> None:
        """Have all of it on the disk."""
        self._synced = bytes(self.now)
        self._pages.clear()
        self._lengths = [len(self.now)]

    def after_cut(self, chance: Random) -> bytes:
        """Return what may be left."""
        if not self._pages and len(self._lengths) == 1:
            return self._synced
        choose = chance.choice(_CHOICES)
        if choose is None:
            return chance.choice((self._synced, bytes(self.now)))
        length = chance.choice((self._lengths[0], self._lengths[-1], chance.choice(self._lengths)))
        left = bytearray(self._synced[:length])
        left.extend(bytes(length - len(left)))
        for page, states in self._pages.items():
            at = page * PAGE
            if at < length:
                before = self._synced[at : at + PAGE].ljust(PAGE, b"\0")
                left[at : at + PAGE] = choose(chance, [before, *states])[: length - at]
        return bytes(left)

    def _note(self, page: int) -> None:
        content = bytes(self.now[page * PAGE : (page + 1) * PAGE]).ljust(PAGE, b"\0")
        self._pages.setdefault(page, []).append(content)


def _any(chance: Random, states: list[bytes]) -> bytes:
    return chance.choice(states)


def _old_or_new(chance: Random, states: list[bytes]) -> bytes:
    return chance.choice((states[0], states[-1]))


def _mostly_new(chance: Random, states: list[bytes]) -> bytes:
    return states[0] if chance.random() < 0.1 else states[-1]


def _mostly_old(chance: Random, states: list[bytes]) -> bytes:
    return states[-1] if chance.random() < 0.1 else states[0]


def _torn(chance: Random, states: list[bytes]) -> bytes:
    return b"".join(chance.choice(states)[at : at + SECTOR] for at in range(0, PAGE, SECTOR))


_CHOICES: Final[tuple[Callable[[Random, list[bytes]], bytes] | None, ...]] = (
    *(None, _any, _old_or_new, _mostly_new, _mostly_old, _torn),
)
"""How the state of each page is found; None: all old, or all new."""


class _Renaming(NamedTuple):
    """A name that is not yet sure."""

    op: Op
    file: _File | None


class Disk:
    """All files of some folders."""

    def __init__(self) -> None:
        self._names: dict[str, _File] = {}
        self._sure: dict[str, _File] = {}
        self._unsure: list[_Renaming] = []

    def do(self, op: Op) -> None:
        """Do what a program did."""
        match op.kind:
            case "create" if op.path not in self._names:
                self._change(op, _File())
            case "write":
                self._names[op.path].write(op.at, op.data)
            case "truncate":
                self._names[op.path].truncate(op.at)
            case "sync" if op.path in self._names:
                self._names[op.path].sync()
            case "sync":
                self._sync_folder(op.path)
            case "rename":
                self._change(op, self._names[op.path])
            case "unlink":
                self._change(op, None)

    def read(self, path: str) -> bytes | None:
        """Return what a file holds without a cut."""
        file = self._names.get(path)
        return None if file is None else bytes(file.now)

    def after_cut(self, chance: Random) -> dict[str, bytes]:
        """Return what may be left of all files."""
        names = dict(self._sure)
        match chance.randrange(4):
            case 0:
                happened = []
            case 1:
                happened = self._unsure
            case 2:
                happened = self._unsure[: chance.randint(0, len(self._unsure))]
            case _:
                happened = [each for each in self._unsure if chance.random() < 0.5]
        for each in happened:
            _rename(names, each)
        return {path: file.after_cut(chance) for path, file in names.items()}

    def _change(self, op: Op, file: _File | None) -> None:
        renaming = _Renaming(op, file)
        self._unsure.append(renaming)
        _rename(self._names, renaming)

    def _sync_folder(self, folder: str) -> None:
        later = []
        for each in self._unsure:
            if str(PurePath(each.op.path).parent) == folder:
                _rename(self._sure, each)
            else:
                later.append(each)
        self._unsure = later


def _rename(names: dict[str, _File], renaming: _Renaming) -> None:
    names.pop(renaming.op.path, None)
    if renaming.file is not None:
        names[renaming.op.target or renaming.op.path] = renaming.file
