"""Goes back to an earlier moment: everything that can change is set to what it was, in place.

A start, a logon and the first lists take longer than all of a small program, so they are played once.
"""

import re
import sqlite3
import types
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from logging import Logger
from pathlib import PurePath
from threading import Event
from typing import Any, Final

import msgspec
import numpy as np
import peewee
from pykka import ActorRef
from PySide6.QtCore import QObject

from tests.simulation.window import Legacy

Restore = Callable[[], object]

_CONSTANT: Final = (
    *(str, bytes, int, float, complex, type(None), range, Decimal, Fraction, date, time, timedelta, tzinfo),
    *(Enum, type, re.Pattern, PurePath, Logger, types.ModuleType, types.BuiltinFunctionType),
    *(
        msgspec.json.Encoder,
        msgspec.json.Decoder,
        types.GenericAlias,
        types.MappingProxyType,
    ),
    # What belongs to Qt and to SQLite has its own way back; locks are open between two messages.
    *(
        QObject,
        Legacy,
        peewee.Database,
        sqlite3.Connection,
        ActorRef,
        type(__import__("threading").Lock()),
        types.MethodWrapperType,
    ),
)


class Checkpoint:
    """A moment of everything that can be reached from some objects."""

    def __init__(self, roots: Iterable[object]) -> None:
        # The most of all objects are of these kinds, and a loop each is the quickest way back.
        self._dicts: list[tuple[dict[Any, Any], dict[Any, Any]]] = []
        self._lists: list[tuple[list[Any] | bytearray, list[Any] | bytearray]] = []
        self._deques: list[tuple[deque[Any], tuple[Any, ...]]] = []
        self._restores: list[Restore] = []
        self._seen: dict[int, object] = {}
        waiting: list[Any] = list(roots)
        while waiting:
            item = waiting.pop()
            if isinstance(item, _CONSTANT) or id(item) in self._seen:
                continue
            self._seen[id(item)] = item
            waiting += self._keep(item)

    def restore(self) -> None:
        """Set everything to what it was."""
        # What was empty and is empty needs nothing.
        for table, pairs in self._dicts:
            if table or pairs:
                table.clear()
                table.update(pairs)
        for row, items in self._lists:
            if row or items:
                row[:] = items
        for queue, waiting in self._deques:
            if queue or waiting:
                queue.clear()
                queue.extend(waiting)
        for restore in self._restores:
            restore()

    def _keep(self, item: Any) -> Iterable[Any]:  # noqa: ANN401, C901, PLR0911, PLR0912 - one case per kind of object
        """Note how an object gets back; return what is inside.

        Raises:
            TypeError: Nobody knows how this kind of object changes.
        """
        match item:
            case dict():
                self._dicts.append((item, dict(item)))
                return [*item.keys(), *item.values()]
            case list() | bytearray():
                self._lists.append((item, item[:]))
                return item if isinstance(item, list) else ()
            case deque():
                self._deques.append((item, tuple(item)))
                return tuple(item)
            case set():
                self._restores.append(partial(_refill, item, frozenset(item)))
                return tuple(item)
            case tuple() | frozenset():
                return item
            case np.ndarray():
                if item.flags.writeable:
                    self._restores.append(partial(np.copyto, item, item.copy()))
                return ()
            case types.MethodType():
                return (item.__self__,)
            case types.FunctionType():
                return item.__closure__ or ()
            case types.CellType():
                self._restores.append(partial(setattr, item, "cell_contents", item.cell_contents))
                return (item.cell_contents,)
            case partial():
                return (item.func, *item.args, *item.keywords.values())
            case Event():
                # Nobody waits for it: there is one thread.
                self._restores.append(partial(setattr, item, "_flag", item.is_set()))
                return ()
            case msgspec.Struct():
                values = [getattr(item, name) for name in item.__struct_fields__]
                if not item.__struct_config__.frozen:
                    content = tuple(zip(item.__struct_fields__, values, strict=True))
                    self._restores.append(partial(_set_all, item, content))
                return values
            case _:
                return self._keep_object(item)

    def _keep_object(self, item: Any) -> Iterable[Any]:  # noqa: ANN401 - as above
        inside: list[Any] = []
        if hasattr(item, "__dict__"):
            inside.append(vars(item))
        names = [name for kind in type(item).__mro__ for name in _slots(kind) if hasattr(item, name)]
        if not inside and not names:
            raise TypeError(f"nobody knows how {type(item)} changes: {item!r}")
        values = [getattr(item, name) for name in names]
        if names:
            self._restores.append(partial(_set_all, item, tuple(zip(names, values, strict=True))))
        return inside + values


def _slots(kind: type) -> Iterable[str]:
    slots = kind.__dict__.get("__slots__", ())
    return [name for name in ((slots,) if isinstance(slots, str) else slots) if not name.startswith("__")]


def _refill(target: set[Any], content: frozenset[Any]) -> None:
    target.clear()
    target.update(content)


def _set_all(target: object, values: tuple[tuple[str, Any], ...]) -> None:
    for name, value in values:
        if isinstance(target, msgspec.Struct):
            setattr(target, name, value)
        else:
            # Also where a frozen class forbids it.
            object.__setattr__(target, name, value)
