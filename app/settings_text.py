"""The settings file as text: TOML, with the flags taken out first, and the line of every key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flags import FlagText

_TABLE: Final = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_ENTRY: Final = re.compile(r"^\s*([A-Za-z0-9_.\"'-]+?)\s*=\s*(.*?)\s*$")
_COMMENT: Final = re.compile(r"""^("[^"]*"|'[^']*'|[^#"']*?)\s*(?:#.*)?$""")
_ERROR_LINE: Final = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class SettingsText:
    """A settings file, split.

    Attributes:
        tables: Everything except the flags.
        flags: The entries of the `[flags]` table, as they are written.
        lines: Line of each key, counted from 1, by dotted path such as `dtc.port`.
    """

    tables: Mapping[str, object]
    flags: Mapping[str, FlagText]
    lines: Mapping[str, int]


class SettingsSyntaxError(ValueError):
    """The text is not TOML; `line` is None where the parser does not say."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.line = line


def parse(text: str) -> SettingsText:
    """Split a settings file.

    The lines of `[flags]` do not go through the TOML parser: `USE_NEW_PANEL1 = yes` is no TOML at
    all, and a wrong flag must not keep a trader from their screen.

    Raises:
        SettingsSyntaxError: The rest of the text is not TOML.
    """
    source = text.splitlines()
    found_flags: dict[str, FlagText] = {}
    lines: dict[str, int] = {}
    for number, path, value in _entries(source):
        lines.setdefault(path, number)
        table, _, name = path.rpartition(".")
        if table == "flags":
            known = found_flags.get(name)
            # Two lines for one flag contradict each other: their joined text is no valid value.
            found_flags[name] = FlagText(f"{known.text} and {value}" if known else value, number)
            source[number - 1] = ""
    tables = _load("\n".join(source))
    for name, flag in _inline_flags(tables.pop("flags", {})).items():
        found_flags.setdefault(name, flag)
    return SettingsText(tables, found_flags, lines)


def _entries(source: list[str]) -> Iterator[tuple[int, str, str]]:
    table = ""
    for number, line in enumerate(source, start=1):
        header = _TABLE.match(line)
        entry = _ENTRY.match(line)
        if header:
            table = re.sub("[\"']", "", header.group(1)) + "."
        elif entry:
            value = _COMMENT.sub(lambda found: found.group(1), entry.group(2))
            quoted = len(value) > 1 and value[0] in "\"'" and value[0] == value[-1]
            yield number, table + entry.group(1).strip("\"'"), value[1:-1] if quoted else value


def _load(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _ERROR_LINE.search(str(error))
        raise SettingsSyntaxError(str(error), int(place.group(1)) if place else None) from error


def _inline_flags(table: object) -> Mapping[str, FlagText]:
    # `flags = {...}` or `flags.NAME = ...`; a `flags` that is no table is a wrong flag of no known name.
    if not isinstance(table, dict):
        return {"flags": FlagText(str(table))}
    return {
        name: FlagText(str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in table.items()
    }
