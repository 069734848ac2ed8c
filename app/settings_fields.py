"""The settings as a person sees them, made from their structs; a new setting needs nothing here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec

from app.checkout import CHECKOUT
from app.settings import ANY_TEXT, Settings
from app.settings_convert import bare_of, meta_of, valid_of
from app.settings_edit import FILE_NAME, FLAGS
from app.toml_text import literal_of, path_of, value_of
from flags import DEFAULTS, FlagName, FlagText, resolve
from models.setting import Setting, SettingGroup, SettingKind, SettingPath, SettingRow

_YES_NO: Final = ("true", "false")
_WRITTEN: Final = (Decimal, date, time, datetime)
_HEADER: Final = re.compile(r"^#?\s*\[([^\[\]]+)\]\s*(?:#\s*(.*))?$")
_ENTRY: Final = re.compile(r"""^#?\s*["']?([A-Za-z0-9_-]+)["']?\s*=[^#]*(?:#\s*(.*))?$""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What besides the file decides how a setting is shown.

    Attributes:
        at_once: Settings of which a change counts now; in a list of names, the path of the list.
        later: Why others wait for the next start, in the same way.
        above: What stands above the file in this run, by setting.
    """

    at_once: frozenset[SettingPath] = frozenset()
    later: Mapping[SettingPath, str] = field(default_factory=dict)
    above: Mapping[SettingPath, str] = field(default_factory=dict)


def groups_of(
    settings: Settings, flags: Mapping[str, FlagText], circumstances: Circumstances
) -> tuple[SettingGroup, ...]:
    """Return every table with every key.

    Args:
        settings: What the file says, without the environment.
        flags: What it says about flags.
        circumstances: Of this run.
    """
    about = _comments()
    tables = _Tables(circumstances, about)
    return (_flags(flags, circumstances, about), *tables.inside(settings, Settings(), ()))


@dataclass(frozen=True, slots=True)
class _Tables:
    circumstances: Circumstances
    about: Mapping[SettingPath, str]

    def inside(
        self, table: msgspec.Struct, defaults: msgspec.Struct, path: SettingPath
    ) -> Iterator[SettingGroup]:
        """Yield the group of a table, and after it those of the tables in it."""
        hints = get_type_hints(type(table), include_extras=True)
        settings: list[Setting] = []
        groups: list[SettingGroup] = []
        for name, hint in hints.items():
            here, value, default = (*path, name), getattr(table, name), getattr(defaults, name)
            if isinstance(value, msgspec.Struct):
                groups += self.inside(value, default, here)
            elif get_origin(hint) is dict:
                groups.append(self._names(value, get_args(hint)[1], here))
            else:
                settings.append(self._setting(here, hint, value, default))
        if settings:
            yield SettingGroup(path=path, about=self._title(path, table), settings=tuple(settings))
        yield from groups

    def _names(self, values: Mapping[str, object], hint: object, path: SettingPath) -> SettingGroup:
        return SettingGroup(
            path=path,
            about=self.about.get(path, ""),
            rows=tuple(self._row(path, name, hint, value) for name, value in values.items()),
            blank=self._row(path, "", hint, None),
        )

    def _row(self, path: SettingPath, name: str, hint: Any, value: object) -> SettingRow:  # noqa: ANN401 - a type
        here = (*path, name)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            table = hint() if value is None else value
            hints = get_type_hints(hint, include_extras=True)
            settings = tuple(
                self._setting((*here, key), each, getattr(table, key), None, path)
                for key, each in hints.items()
            )
        else:
            settings = (self._setting(here, hint, value, None, path),)
        return SettingRow(name=name, settings=settings)

    def _setting(
        self, path: SettingPath, hint: object, value: object, default: object, listed: SettingPath = ()
    ) -> Setting:
        bare = _plain(hint)
        extra = meta_of(hint).extra or {}
        kind = SettingKind.FILE if extra.get("file") else SettingKind.TEXT
        choices: tuple[str, ...] = ()
        if bare is bool:
            kind, choices = SettingKind.YES_NO, _YES_NO
        elif get_origin(bare) is Literal:
            kind, choices = SettingKind.CHOICE, get_args(bare)
        return Setting(
            path=path,
            kind=kind,
            text=text_of(value),
            default=text_of(default),
            valid="" if choices else valid_of(hint).replace(ANY_TEXT, ""),
            about=self._about(path, listed),
            choices=choices,
            at_once=(listed or path) in self.circumstances.at_once,
            later=self.circumstances.later.get(listed or path, ""),
            above=self.circumstances.above.get(path, ""),
            is_amount=bool(extra.get("amount")),
        )

    def _about(self, path: SettingPath, listed: SettingPath) -> str:
        if path in self.about or len(path) <= len(listed) + 1:
            return self.about.get(path, "")
        # A key of a listed name is explained at the example of the shipped file, whatever name that has.
        size = len(listed)
        alike = (
            text for known, text in self.about.items() if known[:size] == listed and known[-1] == path[-1]
        )
        return next(alike, "")

    def _title(self, path: SettingPath, table: msgspec.Struct) -> str:
        return self.about.get(path) or (type(table).__doc__ or "").partition("\n")[0]


def text_of(value: object) -> str:
    """Return a value as a person types it: a text without quotes, everything else as TOML."""
    if value is None:
        return ""
    return value if isinstance(value, str) else literal_of(msgspec.to_builtins(value, builtin_types=_WRITTEN))


def literal_for(path: SettingPath, text: str | None) -> str | None:
    """Return what a person typed as TOML writes it; None where nothing was typed that has a value.

    Raises:
        KeyError: There is no such setting.
        tomllib.TOMLDecodeError: It is no value.
    """
    if text is None:
        return None
    bare = bool if path[0] == FLAGS else _plain(_hint_at(path))
    if bare is str or get_origin(bare) is Literal:
        return literal_of(text)
    if not text.strip():
        return None
    value_of(text)
    return text.strip()


def list_of(path: SettingPath) -> SettingPath:
    """Return the list of names that a setting stands in; empty when it stands in none."""
    lists = (path[:length] for length in range(1, len(path)))
    return next((place for place in lists if get_origin(_hint_at(place)) is dict), ())


def value_at(table: object, path: SettingPath) -> Any:  # noqa: ANN401 - whatever is set there
    """Return what settings hold at a path."""
    for name in path:
        table = table[name] if isinstance(table, Mapping) else getattr(table, name)
    return table


def valid_at(path: SettingPath) -> str:
    """Return what a setting may be, in words."""
    return valid_of(_hint_at(path))


def _hint_at(path: SettingPath) -> object:
    hint: object = Settings
    for name in path:
        is_list = get_origin(hint) is dict
        hint = get_args(hint)[1] if is_list else get_type_hints(hint, include_extras=True)[name]
    return hint


def _plain(hint: object) -> object:
    """Return a type without its `None` and its bounds."""
    bare = bare_of(hint)
    return get_args(bare)[0] if get_origin(bare) is Annotated else bare


def _flags(
    said: Mapping[str, FlagText], circumstances: Circumstances, about: Mapping[SettingPath, str]
) -> SettingGroup:
    flags = resolve({}, said, "")
    settings = tuple(
        Setting(
            path=(FLAGS, name),
            kind=SettingKind.YES_NO,
            text=literal_of(flags.is_on(name)),
            default=literal_of(DEFAULTS[name]),
            valid="",
            about=about.get((FLAGS, name), ""),
            choices=_YES_NO,
            at_once=(FLAGS, name) in circumstances.at_once,
            later=circumstances.later.get((FLAGS, name), ""),
            above=circumstances.above.get((FLAGS, name), ""),
        )
        for name in FlagName
    )
    return SettingGroup(path=(FLAGS,), about="Panel generations and their migration", settings=settings)


def _comments() -> Mapping[SettingPath, str]:
    """Return what the shipped file says beside tables and keys, commented out or not."""
    about: dict[SettingPath, str] = {}
    table: SettingPath = ()
    try:
        lines = (CHECKOUT / FILE_NAME).read_text(encoding="utf-8").splitlines()
    except OSError:
        # Names and valid values do without.
        return about
    for line in lines:
        header, entry = _HEADER.match(line), _ENTRY.match(line)
        if header:
            table = path_of(header.group(1))
            about[table] = header.group(2) or ""
        elif entry:
            about[*table, entry.group(1)] = entry.group(2) or ""
    return about
