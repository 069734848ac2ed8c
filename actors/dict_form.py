"""The two forms of a fact for the screen: typed, and the dict that the earlier system handed to its panels.

In the dict form `event` is the name of the fact, `epoch` the epoch it is shown in, every other key a field of
the fact. Decimals are text, moments ISO 8601 text in UTC, enumerations their value, structs dicts. Of a curve
the dict holds two read-only arrays, `times` (UNIX seconds) and `balances` (dollars; NaN is unknown): it may
have many points.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, get_type_hints

import msgspec

from actors import messages
from actors.messages import CurveChanged, Fact, OpenEquityChanged, Shown
from models.equity import Curve, curve_to_read

_FACTS: Final = {
    name: value
    for name, value in vars(messages).items()
    if isinstance(value, type) and issubclass(value, Fact) and value not in {Fact, Shown}
}

_WITH_CURVE: Final[Mapping[type[Fact], Mapping[str, Any]]] = {
    kind: get_type_hints(kind) for kind in (CurveChanged, OpenEquityChanged)
}


class PayloadError(ValueError):
    """A dict is not the form of any fact; the text says what is wrong with it."""


def to_dict(shown: Shown) -> dict[str, Any]:
    """Return the dict form of a fact for the screen."""
    fact = shown.fact
    form: dict[str, Any] = {"event": type(fact).__name__, "epoch": shown.epoch}
    if isinstance(fact, CurveChanged | OpenEquityChanged):
        others = (name for name in fact.__struct_fields__ if name != "curve")
        form |= {name: msgspec.to_builtins(getattr(fact, name)) for name in others}
        return form | {"curve": {"times": fact.curve.times, "balances": fact.curve.balances}}
    fields: dict[str, Any] = msgspec.to_builtins(fact)
    return form | fields


def from_dict(payload: Mapping[str, Any]) -> Shown:
    """Return the fact that a dict is the form of.

    Raises:
        PayloadError: It names no fact, or a field is missing or has a wrong type.
    """
    if not isinstance(payload, Mapping):
        raise PayloadError(f"event in a {type(payload).__name__} where a dict belongs")
    fields = dict(payload)
    name, epoch = fields.pop("event", None), fields.pop("epoch", None)
    kind = _FACTS.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(epoch, int):
        raise PayloadError(f"event {name!r} with epoch {epoch!r} is not a fact for the screen")
    if "epoch" in kind.__struct_fields__:
        fields["epoch"] = epoch
    try:
        fact = _curve_fact(fields, kind) if kind in _WITH_CURVE else msgspec.convert(fields, kind)
        _check(fact)
    except (msgspec.MsgspecError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise PayloadError(f"event {name}: {error}") from error
    return Shown(epoch=epoch, fact=fact)


def _check(value: object) -> None:
    """Refuse what a type lets through and no figure can be made of.

    Raises:
        ValueError: A number is not finite, or a moment has no time zone.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no number")
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
    elif isinstance(value, tuple):
        for item in value:
            _check(item)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Curve):
        for name in value.__struct_fields__:
            _check(getattr(value, name))


def _curve_fact(fields: Mapping[str, Any], kind: type[Fact]) -> Fact:
    times, balances = fields["curve"]["times"], fields["curve"]["balances"]
    if times.shape != balances.shape or times.ndim != 1:
        raise ValueError(f"times of shape {times.shape} and balances of shape {balances.shape}")
    hints = _WITH_CURVE[kind]
    others = {name: msgspec.convert(value, hints[name]) for name, value in fields.items() if name != "curve"}
    return kind(**others, curve=curve_to_read(times, balances))
