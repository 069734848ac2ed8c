"""Turns a parsed settings file into its structs, and names key, value and valid values of what is wrong."""

from collections.abc import Mapping
from decimal import Decimal
from types import UnionType
from typing import Annotated, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

_Table = TypeVar("_Table", bound=msgspec.Struct)
_PLAIN_TYPES: Final[Mapping[object, str]] = {
    bool: "true or false",
    int: "a whole number",
    str: "a text in quotes",
}


class WrongValueError(ValueError):
    """A key has a wrong value, or should not be there.

    Attributes:
        key: Dotted path, such as `dtc.port`.
    """

    def __init__(self, key: str, valid: str, value: object) -> None:
        super().__init__(f"{key} = {_shown(value)} is wrong; valid: {valid}")
        self.key = key


class UnknownKeyError(WrongValueError):
    """A key that nothing reads, most likely misspelt."""

    def __init__(self, key: str, known: list[str]) -> None:
        ValueError.__init__(self, f"{key} is not a setting; valid here: {', '.join(known)}")
        self.key = key


def convert(table: Mapping[str, object], struct: type[_Table], path: str = "") -> _Table:
    """Return the struct that a table describes; absent keys take their defaults.

    Args:
        table: As tomllib returns it, floats parsed as Decimal.
        struct: The msgspec struct whose fields are the valid keys.
        path: Dotted path of the table with its final dot, empty for the whole file.

    Raises:
        WrongValueError: Names the first key that is wrong, in the order of the file.
    """
    hints = get_type_hints(struct, include_extras=True)
    values = {}
    for key, value in table.items():
        if path + key == "dtc.password":
            raise WrongValueError(
                "dtc.password", "nothing: it is only read from the environment, SIERRA_DTC_PASS", "***"
            )
        if key not in hints:
            raise UnknownKeyError(path + key, list(hints))
        values[key] = _value(value, hints[key], path + key)
    return struct(**values)


def _value(value: object, hint: object, key: str) -> object:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if not isinstance(value, Mapping):
            raise WrongValueError(key, "a table", value)
        return convert(value, hint, key + ".")
    if get_origin(hint) is dict:
        if not isinstance(value, Mapping):
            raise WrongValueError(key, "a table", value)
        return {name: _value(item, get_args(hint)[1], f"{key}.{name}") for name, item in value.items()}
    try:
        converted = msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise WrongValueError(key, valid_of(hint), value) from error
    if isinstance(converted, Decimal) and not _within(converted, hint):
        raise WrongValueError(key, valid_of(hint), value)
    return converted


def _within(number: Decimal, hint: object) -> bool:
    # msgspec's own bounds do not apply to Decimal.
    extra = meta_of(hint).extra or {}
    above, floor = extra.get("above"), extra.get("from")
    return number.is_finite() and (above is None or number > above) and (floor is None or number >= floor)


def valid_of(hint: object) -> str:
    """Return what a value of a type may be, in words."""
    hint = bare_of(hint)
    if get_origin(hint) is Literal:
        return ", ".join(get_args(hint))
    return meta_of(hint).description or _PLAIN_TYPES.get(hint, str(hint))


def meta_of(hint: object) -> msgspec.Meta:
    """Return what is said about a type."""
    hint = bare_of(hint)
    if get_origin(hint) is Annotated:
        return next(item for item in get_args(hint) if isinstance(item, msgspec.Meta))
    return msgspec.Meta()


def bare_of(hint: object) -> object:
    """Return a type without its `None`."""
    if get_origin(hint) in (Union, UnionType):
        return next(item for item in get_args(hint) if item is not type(None))
    return hint


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
