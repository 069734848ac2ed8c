"""Changes one flag in a settings file and leaves every other byte as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from app import atomic_file
from app.checkout import CHECKOUT
from app.errors import SettingsError, UnwritableError
from app.settings_text import SettingsSyntaxError, parse
from flags import FlagName

FILE_NAME: Final = "settings.toml"
_BOM: Final = "\ufeff"
_TABLE: Final = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_ENTRY: Final = re.compile(
    r"""^(\s*["']?)([A-Za-z0-9_.]+)(["']?\s*=\s*)("[^"]*"|'[^']*'|[^#\r\n]*?)(\s*(?:#.*)?)$"""
)


class _Line(NamedTuple):
    """One line of the text.

    Attributes:
        position: Counted from 0.
        table: The table that it stands in; empty at the top.
    """

    position: int
    table: str
    text: str


def save_flag(home: Path, name: FlagName, *, value: bool, checkout: Path = CHECKOUT) -> Path:
    """Set a flag in the settings file of a home folder, which begins as a copy of the shipped one.

    Args:
        home: The home folder; it exists.
        name: The flag.
        value: What is written.
        checkout: Where the shipped file lies.

    Returns:
        The file that was written.

    Raises:
        SettingsError: The file is no TOML, or says the flag in a way that only a person can change.
        UnwritableError: The file cannot be read or written.
    """
    path = home / FILE_NAME
    source = next((place for place in (path, checkout / FILE_NAME) if place.is_file()), None)
    try:
        text = source.read_bytes().decode() if source else ""
        changed = with_flag(text, name, value=value, place=str(source or path))
        atomic_file.replace(path, changed.encode())
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source}: this is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise UnwritableError(
            f"{path} cannot be changed: {error.strerror or error}. Make it writable, or edit it by hand."
        ) from error
    return path


def with_flag(text: str, name: FlagName, *, value: bool, place: str) -> str:
    """Return a settings text in which a flag has a value.

    Args:
        text: The whole file, with its own line ends.
        name: The flag.
        value: What it is set to.
        place: The file, for messages.

    Raises:
        SettingsError: The text is no TOML, or says the flag in a way that only a person can change.
    """
    _check_toml(text.removeprefix(_BOM), place)
    word = "true" if value else "false"
    lines = text.removeprefix(_BOM).splitlines(keepends=True)
    said = [line for line in _lines_of(lines) if _flag_in(line) == name]
    if len(said) > 1:
        numbers = " and ".join(str(line.position + 1) for line in said)
        raise SettingsError(f"{place}: lines {numbers} both set {name}; remove one, then try again")
    if said:
        line = said[0]
        changed_text = _ENTRY.sub(rf"\g<1>\g<2>\g<3>{word}\g<5>", line.text)
        lines[line.position] = changed_text + _end_of(lines[line.position])
    else:
        _insert(lines, f"{name} = {word}", name)
    changed = "".join([_BOM] * text.startswith(_BOM) + lines)
    _check_change(changed.removeprefix(_BOM), name, word, place)
    return changed


def _lines_of(lines: list[str]) -> Iterator[_Line]:
    table = ""
    for position, line in enumerate(lines):
        text = line.rstrip("\r\n")
        header = _TABLE.match(text)
        if header:
            table = header.group(1)
        yield _Line(position, table, text)


def _flag_in(line: _Line) -> str:
    """Return the flag that a line sets; empty when it sets none."""
    entry = _ENTRY.match(line.text)
    if entry is None:
        return ""
    path = f"{line.table}.{entry.group(2)}" if line.table else entry.group(2)
    return path.removeprefix("flags.") if path.startswith("flags.") else ""


def _insert(lines: list[str], entry: str, name: FlagName) -> None:
    """Put a new entry below its commented example, else below the last entry of the table."""
    newline = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    table = [line for line in _lines_of(lines) if line.table == "flags"]
    if not table:
        if lines:
            _end_line(lines, -1, newline)
            lines.append(newline)
        lines += [f"[flags]{newline}", entry + newline]
        return
    example = [line for line in table if re.match(rf"\s*#\s*{name}\b", line.text)]
    filled = [line for line in table if line.text.strip() and not line.text.lstrip().startswith("#")]
    after = (example or filled)[-1].position
    _end_line(lines, after, newline)
    lines.insert(after + 1, entry + newline)


def _end_line(lines: list[str], index: int, newline: str) -> None:
    if not _end_of(lines[index]):
        lines[index] += newline


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _check_toml(text: str, place: str) -> None:
    try:
        parse(text)
    except SettingsSyntaxError as error:
        where = f"{place}, line {error.line}" if error.line else place
        raise SettingsError(f"{where}: this is not TOML: {error}. Correct it, then try again") from error


def _check_change(text: str, name: FlagName, word: str, place: str) -> None:
    """Read the new text as the next start will; an inline table, for one, takes no second line."""
    try:
        entry = parse(text).flags.get(name)
    except SettingsSyntaxError:
        entry = None
    if entry is None or entry.text != word:
        raise SettingsError(f"{place}: write the flags as lines below [flags], then {name} can be set here")
