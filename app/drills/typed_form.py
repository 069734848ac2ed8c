"""Every fact for the screen in both of its forms, made by chance; and forms that are no fact's."""

import logging
import math
import os
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any, Final

import msgspec
import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from actors.dict_form import PayloadError, from_dict, to_dict
from actors.messages import Fact, Shown
from actors.qt_bridge import QtBridgeActor
from app import display
from models.equity import Curve, curve_from_arrays
from ui.generations import BUILDERS, build

EACH: Final = 100
_SEED: Final = 1
_BROKEN_SHARE: Final = 4
"""Of so many facts one is broken and handed to the panels."""
_RUBBISH: Final[tuple[object, ...]] = (None, -1, "", "NaN", [], {"a": 1}, 1e400, "2026-11-23T15:00:00")


def typed_form(each: int = EACH) -> tuple[bool, str]:
    """Return whether both forms of every fact are equal field by field, and broken ones raise nowhere."""
    chance = Random(_SEED)  # noqa: S311 - the same facts each time, no secret
    kinds = list(_kinds())
    facts = [Shown(epoch=7, fact=_made(kind, chance)) for kind in kinds for _ in range(each)]
    wrong = [type(shown.fact).__name__ for shown in facts if not _is_equal_in_both(shown)]
    broken = [_broken(to_dict(shown), chance) for shown in facts[::_BROKEN_SHARE]]
    wrong += _raised(broken)
    said = ", ".join(sorted(set(wrong)))
    return not wrong, said or f"{len(kinds)} event types, {each} of each, {len(broken)} broken payloads"


def _kinds() -> Iterator[type[Fact]]:
    """Yield the types that the bridge hands to the window."""
    return (kind for kind in QtBridgeActor.handlers if issubclass(kind, Fact))


def _is_equal_in_both(shown: Shown) -> bool:
    fact = shown.fact
    epoch = getattr(fact, "epoch", shown.epoch)
    try:
        back = from_dict(to_dict(Shown(epoch=epoch, fact=fact)))
    except PayloadError:
        return False
    return (
        back.epoch == epoch
        and type(back.fact) is type(fact)
        and all(_same(getattr(fact, name), getattr(back.fact, name)) for name in fact.__struct_fields__)
    )


def _same(one: object, two: object) -> bool:
    if isinstance(one, Curve) and isinstance(two, Curve):
        return bool(
            np.array_equal(one.times, two.times)
            and np.array_equal(one.balances, two.balances, equal_nan=True)
        )
    return one == two


def _broken(payload: dict[str, Any], chance: Random) -> Mapping[str, Any]:
    """Return a form with a field missing, or with rubbish in it."""
    name = chance.choice(sorted(payload))
    if chance.random() < 1 / 2:
        return {key: value for key, value in payload.items() if key != name}
    return payload | {name: chance.choice(_RUBBISH)}


def _raised(payloads: list[Mapping[str, Any]]) -> list[str]:
    """Hand payloads to all panels; return what raised, in words."""
    display.prepare(os.environ, offscreen=True)
    application = QApplication.instance() or QApplication([])
    log = logging.getLogger("ui")
    before, parent, wrong = log.level, QWidget(), []
    # Each of them is refused with a line of its own.
    log.setLevel(logging.CRITICAL)
    try:
        panels = [build(builder, parent) for builders in BUILDERS.values() for builder in builders.values()]
        for panel in panels:
            for payload in payloads:
                try:
                    panel.receive(payload)
                except Exception as error:  # noqa: BLE001 - that nothing raises is what is proven
                    wrong.append(
                        f"{panel.generation} {panel.name.value} raised {type(error).__name__} "
                        f"on {payload.get('event')}"
                    )
    finally:
        log.setLevel(before)
        parent.deleteLater()
        del application
    return wrong


def _made(kind: object, chance: Random) -> Any:  # noqa: ANN401, PLR0911 - one answer for each sort of type
    """Return a value of a field's type."""
    if kind in _PLAIN:
        return _PLAIN[kind](chance)
    if hasattr(kind, "__supertype__"):
        return _made(kind.__supertype__, chance)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _made(chance.choice(parts), chance)
    if origin is frozenset:
        return frozenset(_made(parts[0], chance) for _ in range(chance.randrange(3)))
    if origin is tuple and parts[-1] is Ellipsis:
        return tuple(_made(parts[0], chance) for _ in range(chance.randrange(3)))
    if origin is tuple:
        return tuple(_made(part, chance) for part in parts)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return chance.choice(list(kind))
    # Of what else a message is made, the drill must say, and does: it raises.
    assert isinstance(kind, type)  # noqa: S101 - as above
    assert issubclass(kind, msgspec.Struct)  # noqa: S101 - as above
    hints = typing.get_type_hints(kind)
    return kind(**{field.name: _made(hints[field.name], chance) for field in msgspec.structs.fields(kind)})


def _moment(chance: Random) -> datetime:
    return datetime(1990, 1, 1, tzinfo=UTC) + timedelta(microseconds=chance.randrange(4 * 10**15))


def _curve(chance: Random) -> Curve:
    length = chance.randrange(5)
    times = np.cumsum(np.array([chance.random() for _ in range(length)]))
    balances = np.array([chance.choice((math.nan, chance.uniform(-1e6, 1e6))) for _ in range(length)])
    return curve_from_arrays(times, balances)


_PLAIN: Final[Mapping[object, typing.Callable[[Random], object]]] = {
    str: lambda chance: "".join(chance.choices("aZ 0½<&€", k=chance.randrange(8))),
    int: lambda chance: chance.randrange(-(2**40), 2**40),
    bool: lambda chance: chance.random() < 1 / 2,
    float: lambda chance: chance.uniform(-1e9, 1e9),
    bytes: lambda chance: chance.randbytes(chance.randrange(8)),
    type(None): lambda _: None,
    Decimal: lambda chance: Decimal(chance.randrange(-(10**9), 10**9)) / 100,
    datetime: _moment,
    date: lambda chance: _moment(chance).date(),
    time: lambda chance: _moment(chance).time(),
    timedelta: lambda chance: timedelta(microseconds=chance.randrange(10**15)),
    Curve: _curve,
}
