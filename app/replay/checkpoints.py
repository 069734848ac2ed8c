"""The state of a performance at many places of its tape, so that any other is near one of them.

A checkpoint is a pickle of actors, messages on their way and what the screen was told. What only grows,
curves and trades, is kept once for all of them: a replay appends the same again, so that sharing it changes
nothing. On the disk they are a cache in the trader's own folder: they are read by nobody else, and what does
not fit tape and program to the byte is made anew.
"""

import io
import pickle
import zlib
from types import MethodType
from typing import Any, Final, NamedTuple

from models.series import Series
from models.trade import Trade

_SHARED: Final = (Series, Trade)
_LEVEL: Final = 1


class Checkpoint(NamedTuple):
    """The state before a block is played.

    Attributes:
        block: Index of the block.
        utc_us: Wall clock of the last row before it, microseconds.
    """

    block: int
    utc_us: int
    state: bytes


class Shared:
    """What checkpoints have in common, by number."""

    def __init__(self, objects: list[object] | None = None) -> None:
        self.objects = objects if objects is not None else []
        self._numbers = {id(each): number for number, each in enumerate(self.objects)}

    def number(self, each: object) -> int:
        """Return the number of an object, a new one for one that is not known."""
        number = self._numbers.setdefault(id(each), len(self.objects))
        if number == len(self.objects):
            self.objects.append(each)
        return number


class Freezer:
    """Turns the state of one performance into bytes, and back.

    Args:
        shared: What is kept once.
        parts: What every performance has of its own and no state holds: its clocks and itself.
    """

    def __init__(self, shared: Shared, parts: list[object]) -> None:
        self._shared = shared
        self._parts = parts
        self._places = {id(part): place for place, part in enumerate(parts)}

    def freeze(self, state: object) -> bytes:
        """Return a state as bytes."""
        buffer = io.BytesIO()
        _Pickler(buffer, self._shared, self._places).dump(state)
        return zlib.compress(buffer.getbuffer(), _LEVEL)

    def thaw(self, frozen: bytes) -> Any:  # noqa: ANN401 - whatever was frozen
        """Return the state."""
        return _Unpickler(io.BytesIO(zlib.decompress(frozen)), self._shared, self._parts).load()


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, shared: Shared, places: dict[int, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._shared = shared
        self._places = places

    def persistent_id(self, each: object) -> tuple[str, int] | tuple[str, int, str] | None:
        """Name what is not part of the state."""
        if type(each) in _SHARED:
            return "shared", self._shared.number(each)
        if isinstance(each, MethodType) and id(each.__self__) in self._places:
            return "method", self._places[id(each.__self__)], each.__name__
        if id(each) in self._places:
            return "part", self._places[id(each)]
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shared: Shared, parts: list[object]) -> None:
        super().__init__(file)
        self._shared = shared
        self._parts = parts

    def persistent_load(self, name: Any) -> object:  # noqa: ANN401 - as it was named
        """Return what was named."""
        if name[0] == "shared":
            return self._shared.objects[name[1]]
        part = self._parts[name[1]]
        return getattr(part, name[2]) if name[0] == "method" else part
