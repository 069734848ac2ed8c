"""Changes one value in a settings file and leaves every other byte as it is."""

import copy
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.checkout import CHECKOUT
from app.errors import SettingsError, UnwritableError
from app.settings_text import SettingsSyntaxError, SettingsText, parse
from app.toml_text import key_of, literal_of, path_of, value_of
from flags import FlagName
from models import atomic_file

FILE_NAME: Final = "settings.toml"
FLAGS: Final = "flags"
BOM: Final = "\ufeff"
_TABLE: Final = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_NAME: Final = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_KEY: Final = re.compile(rf"^\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=\s*")
_VALUE_END: Final = re.compile(r"\s*(?:#|$)")

KeyPath = tuple[str, ...]
"""Tables and key, such as `("dtc", "port")`."""


class _Line(NamedTuple):
    """One line of the text.

    Attributes:
        position: Counted from 0.
        table: The table that it stands in; empty at the top.
        path: What it sets; empty when it sets nothing.
        value: What it sets that to, as it is written.
        ends: Where in the line that begins and ends.
    """

    position: int
    table: KeyPath
    text: str
    path: KeyPath = ()
    value: str = ""
    ends: tuple[int, int] = (0, 0)


def change_file(home: Path, change: Callable[[str, str], str], checkout: Path = CHECKOUT) -> Path:
    """Change the settings file of a home folder, which begins as a copy of the shipped one.

    Args:
        home: The home folder; it exists.
        change: Takes the text and the name of the file, for messages; returns the new text.
        checkout: Where the shipped file lies.

    Returns:
        The file that was written.

    Raises:
        SettingsError: The file is no text, or `change` says so.
        UnwritableError: The file cannot be read or written.
    """
    path = home / FILE_NAME
    source = next((place for place in (path, checkout / FILE_NAME) if place.is_file()), None)
    try:
        text = source.read_bytes().decode() if source else ""
        atomic_file.replace(path, change(text, str(source or path)).encode())
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source}: this is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise UnwritableError(
            f"{path} cannot be changed: {error.strerror or error}. Make it writable, or edit it by hand."
        ) from error
    return path


def save_flag(home: Path, name: FlagName, *, value: bool, checkout: Path = CHECKOUT) -> Path:
    """Set a flag in the settings file of a home folder; see `change_file` and `with_value`."""
    return change_file(
        home, lambda text, place: with_value(text, (FLAGS, name), literal_of(value), place), checkout
    )


def with_value(text: str, path: KeyPath, literal: str | None, place: str) -> str:
    """Return a settings text in which a key has a value.

    Args:
        text: The whole file, with its own line ends.
        path: The key.
        literal: What it is set to, as TOML writes it; None takes the key out, or the table of that name.
        place: The file, for messages.

    Raises:
        SettingsError: The text is no TOML, or says the key in a way that only a person can change.
    """
    before = _parsed(text.removeprefix(BOM), place)
    lines = text.removeprefix(BOM).splitlines(keepends=True)
    read = list(_lines_of(lines))
    said = [line for line in read if line.path == path]
    around = [line for line in read if line.path and line.path == path[: len(line.path)]]
    if len(said) > 1:
        numbers = " and ".join(str(line.position + 1) for line in said)
        raise SettingsError(f"{place}: lines {numbers} both set {path[-1]}; remove one, then try again")
    if literal is None and (said or not around):
        _take_out(lines, read, path)
    elif around:
        line = around[0]
        value = literal if line.path == path else _in_table(line, path, literal)
        start, end = line.ends
        rewritten = f"{line.text[:start]}{value}{line.text[end:]}"
        lines[line.position] = rewritten + _end_of(lines[line.position])
    elif literal is not None:
        _insert(lines, read, path, f"{key_of(path[-1])} = {literal}")
    changed = "".join([BOM] * text.startswith(BOM) + lines)
    _check_change(before, changed.removeprefix(BOM), path, literal, place)
    return changed


def _lines_of(lines: list[str]) -> Iterator[_Line]:
    table: KeyPath = ()
    for position, line in enumerate(lines):
        text = line.rstrip("\r\n")
        header = _TABLE.match(text)
        entry = _KEY.match(text)
        if header:
            table = path_of(header.group(1))
        if header or entry is None:
            yield _Line(position, table, text)
            continue
        start, rest = entry.end(), text[entry.end() :]
        end = _value_end(rest)
        path = (*table, *path_of(entry.group(1)))
        yield _Line(position, table, text, path, rest[:end], (start, start + end))


def _value_end(rest: str) -> int:
    """Return where a value ends and blanks or a comment begin; a text may hold a hash sign."""
    ends = [found.start() for found in _VALUE_END.finditer(rest)]
    for end in ends:
        try:
            value_of(rest[:end])
        except tomllib.TOMLDecodeError:
            continue
        return end
    return ends[0]


def _in_table(line: _Line, path: KeyPath, literal: str | None) -> str:
    """Return the table that a line holds, with a key of it changed."""
    try:
        table = value_of(line.value)
    except tomllib.TOMLDecodeError:
        # Whoever checks the change will see that it says something else.
        return line.value
    value = None if literal is None else value_of(literal)
    return literal_of(_set({"": table}, ("", *path[len(line.path) :]), value)[""])


def _take_out(lines: list[str], read: list[_Line], path: KeyPath) -> None:
    gone = [
        line.position
        for line in read
        if (line.path or line.table)[: len(path)] == path and (line.path or _TABLE.match(line.text))
    ]
    for position in reversed(gone):
        del lines[position]


def _insert(lines: list[str], read: list[_Line], path: KeyPath, entry: str) -> None:
    """Put a new entry below its commented example, else below the last entry of the table."""
    newline = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    table = [line for line in read if line.table == path[:-1]]
    if not table:
        if lines:
            _end_line(lines, -1, newline)
            lines.append(newline)
        lines += [f"[{'.'.join(key_of(name) for name in path[:-1])}]{newline}", entry + newline]
        return
    example = [line for line in table if re.match(rf"\s*#\s*{re.escape(path[-1])}\b", line.text)]
    filled = [line for line in table if line.text.strip() and not line.text.lstrip().startswith("#")]
    after = (example or filled)[-1].position
    _end_line(lines, after, newline)
    lines.insert(after + 1, entry + newline)


def _end_line(lines: list[str], index: int, newline: str) -> None:
    if not _end_of(lines[index]):
        lines[index] += newline


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _parsed(text: str, place: str) -> SettingsText:
    try:
        return parse(text)
    except SettingsSyntaxError as error:
        where = f"{place}, line {error.line}" if error.line else place
        raise SettingsError(f"{where}: this is not TOML: {error}. Correct it, then try again") from error


def _check_change(before: SettingsText, text: str, path: KeyPath, literal: str | None, place: str) -> None:
    """Read the new text as the next start will: it says the new value, and all others as before."""
    try:
        after: SettingsText | None = parse(text)
    except SettingsSyntaxError:
        after = None
    if path[0] == FLAGS:
        said = {name: flag.text for name, flag in after.flags.items()} if after else None
        wanted = {name: flag.text for name, flag in before.flags.items()} | {path[-1]: literal}
        fits = said == wanted and after is not None and after.tables == before.tables
    else:
        value = None if literal is None else value_of(literal)
        expected = _full(_set(before.tables, path, value))
        fits = (
            after is not None
            and after.flags.keys() == before.flags.keys()
            and _full(after.tables) == expected
        )
    if not fits:
        table = ".".join(path[:-1])
        raise SettingsError(f"{place}: write {path[-1]} as a line below [{table}], then it can be set here")


def _set(tables: Mapping[str, Any], path: KeyPath, value: object) -> dict[str, Any]:
    """Return tables with one value changed; None takes it out."""
    changed = copy.deepcopy(dict(tables))
    table: Any = changed
    for name in path[:-1]:
        table = table.setdefault(name, {})
        if not isinstance(table, dict):
            return changed
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
    return changed


def _full(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return tables without the empty ones, which say nothing."""
    full = {name: _full(item) if isinstance(item, dict) else item for name, item in tables.items()}
    return {name: item for name, item in full.items() if item != {}}
