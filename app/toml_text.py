"""Values as TOML writes them."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def literal_of(value: object) -> str:
    """Return a value as it is written behind the equals sign; a table is written on one line.

    Raises:
        TypeError: TOML has no such value.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case str():
            return _text(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(f"{key_of(name)} = {literal_of(item)}" for name, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(literal_of(item) for item in value)}]"
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def key_of(name: str) -> str:
    """Return a name as it is written in front of the equals sign."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def value_of(literal: str) -> object:
    """Return the value that is written, numbers with a point as Decimal.

    Raises:
        tomllib.TOMLDecodeError: This is no value.
    """
    # A second line would be read as an entry of its own.
    return tomllib.loads(f"value = {literal.replace(chr(10), ' ')}", parse_float=Decimal)["value"]


def path_of(dotted: str) -> tuple[str, ...]:
    """Return the names in a dotted key; empty when it is none."""
    try:
        value: object = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str] = []
    while isinstance(value, dict):
        ((name, value),) = value.items()
        names.append(name)
    return tuple(names)


def _text(text: str) -> str:
    # Backslashes of a Windows path stay readable between single quotes.
    plain = text.isprintable() and "'" not in text
    return f"'{text}'" if plain and ("\\" in text or '"' in text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
