"""The feature flags of the panel migration: which value holds, where it came from, and why.

Reads nothing at import; `resolve` is given the environment and what the settings file says. The
terms value, source and reason are those of OpenFeature.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class FlagName(StrEnum):
    """The flags; a name is never used again for another meaning."""

    USE_NEW_PANEL1 = "USE_NEW_PANEL1"
    USE_NEW_PANEL2 = "USE_NEW_PANEL2"
    USE_TYPED_EVENTS = "USE_TYPED_EVENTS"
    ENABLE_MIGRATION_LOGS = "ENABLE_MIGRATION_LOGS"
    ENABLE_PERF_TRACKING = "ENABLE_PERF_TRACKING"


class Source(StrEnum):
    """Where a value came from, the strongest first."""

    SESSION = "session"
    ENVIRONMENT = "environment"
    SETTINGS = "settings"
    DEFAULT = "default"


DEFAULTS: Final[Mapping[FlagName, bool]] = MappingProxyType(
    {
        FlagName.USE_NEW_PANEL1: False,
        FlagName.USE_NEW_PANEL2: False,
        FlagName.USE_TYPED_EVENTS: False,
        FlagName.ENABLE_MIGRATION_LOGS: True,
        FlagName.ENABLE_PERF_TRACKING: True,
    }
)
_VALUES: Final[Mapping[str, bool]] = MappingProxyType(
    {"0": False, "1": True, "true": True, "false": False, "True": True, "False": False}
)
VALID_VALUES: Final = " ".join(_VALUES)


class FlagError(Exception):
    """A flag in the environment has a wrong value; nothing may start. One line."""

    exit_code: Final = 2


@dataclass(frozen=True, slots=True)
class FlagText:
    """A flag as it is written in the settings file.

    Attributes:
        text: The value, without quotes.
        line: Counted from 1; 0 where it is not known.
    """

    text: str
    line: int = 0


BOTH_NEW: Final[Mapping[str, FlagText]] = MappingProxyType(
    {FlagName.USE_NEW_PANEL1: FlagText("1"), FlagName.USE_NEW_PANEL2: FlagText("1")}
)
"""Entries of a settings file that shows the new generation of both panels."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One flag's value, its source, and the reason in words."""

    value: bool
    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Flags:
    """Every flag's evaluation.

    Attributes:
        evaluations: One for each FlagName.
        problems: Sentences for a banner: what is wrong in the settings file, and where.
        burned: Flags that failed in this version and stay off until a newer one, with what failed.
    """

    evaluations: Mapping[FlagName, Evaluation]
    problems: tuple[str, ...] = ()
    burned: Mapping[FlagName, str] = field(default_factory=lambda: MappingProxyType({}))

    def is_on(self, name: FlagName) -> bool:
        """Return the value of a flag."""
        return self.evaluations[name].value

    def with_override(self, name: FlagName, *, value: bool, who: str, why: str) -> "Flags":
        """Return the flags with a value that stands above all other sources until the exit.

        Args:
            name: Flag to set.
            value: Its value from now on.
            who: Who set it, as the audit trail names it.
            why: The reason, in words.
        """
        changed = Evaluation(value, Source.SESSION, f"{who}: {why}")
        return replace(self, evaluations=MappingProxyType({**self.evaluations, name: changed}))

    def with_burned(self, name: FlagName, why: str) -> "Flags":
        """Return the flags with one that failed in this version: off, and not to be turned on again."""
        burned = MappingProxyType({**self.burned, name: why})
        return replace(self.with_override(name, value=False, who="burned", why=why), burned=burned)


def resolve(environ: Mapping[str, str], settings_flags: Mapping[str, FlagText], source_path: str) -> Flags:
    """Evaluate every flag: environment, then settings file, then default.

    One wrong entry in the settings file makes all of its flags void: a trader gets the legacy panels
    and a banner, not a mixture that nobody asked for.

    Args:
        environ: The environment variables.
        settings_flags: The entries of the `[flags]` table.
        source_path: The settings file, for messages.

    Raises:
        FlagError: The environment holds a wrong value.
    """
    problems = tuple(
        problem for name, entry in settings_flags.items() if (problem := _problem(name, entry, source_path))
    )
    usable = {} if problems else settings_flags
    default_reason = problems[0] if problems else "set nowhere"
    evaluations = {
        name: _from_environment(name, environ)
        or _from_settings(name, usable, source_path)
        or Evaluation(DEFAULTS[name], Source.DEFAULT, default_reason)
        for name in FlagName
    }
    return Flags(MappingProxyType(evaluations), problems)


def _from_environment(name: FlagName, environ: Mapping[str, str]) -> Evaluation | None:
    text = environ.get(name)
    if text is None:
        return None
    if text not in _VALUES:
        raise FlagError(f"environment variable {name}={text!r} is wrong; valid values: {VALID_VALUES}")
    return Evaluation(_VALUES[text], Source.ENVIRONMENT, f"environment variable {name}={text}")


def _from_settings(name: FlagName, entries: Mapping[str, FlagText], source_path: str) -> Evaluation | None:
    entry = entries.get(name)
    if entry is None:
        return None
    return Evaluation(_VALUES[entry.text], Source.SETTINGS, _place(entry, source_path))


def _problem(name: str, entry: FlagText, source_path: str) -> str | None:
    place = _place(entry, source_path)
    if name not in DEFAULTS:
        return f"{place}: no flag is named {name}; flags: {', '.join(FlagName)}. Using the default flags."
    if entry.text not in _VALUES:
        return (
            f"{place}: {name} = {entry.text} is wrong; valid values: {VALID_VALUES}. Using the default flags."
        )
    return None


def _place(entry: FlagText, source_path: str) -> str:
    return f"{source_path}, line {entry.line}" if entry.line else source_path
