"""A setting as a person sees it: what it is, what it may be, when a change counts."""

from enum import Enum

import msgspec

SettingPath = tuple[str, ...]
"""Table, or tables, and key, such as `("dtc", "port")`."""


class SettingKind(Enum):
    """How a value is chosen."""

    YES_NO = "yes or no"
    CHOICE = "choice"
    TEXT = "text"
    FILE = "file"


class Setting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One key of the settings file.

    Attributes:
        text: The value, as a person types it; empty where there is none.
        default: What it is where the file does not say.
        valid: What it may be, in words.
        about: What it does; empty where its name says it all.
        choices: Of a CHOICE; those of a YES_NO are `true` and `false`.
        at_once: Whether a change counts now; else at the next start.
        later: Why it waits for the next start, in a few words; empty where that is plain.
        above: What stands above the file in this run, such as `--dtc`; empty when nothing does.
        is_amount: It is dollars of the trader, which a shared screen does not show.
    """

    path: SettingPath
    kind: SettingKind
    text: str
    default: str
    valid: str
    about: str = ""
    choices: tuple[str, ...] = ()
    at_once: bool = False
    later: str = ""
    above: str = ""
    is_amount: bool = False


class SettingRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The keys of one name in a list of names, such as those of an account."""

    name: str
    settings: tuple[Setting, ...]


class SettingGroup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One table of the settings file.

    Attributes:
        path: Of the table.
        about: What it is about, in words.
        settings: Its keys.
        rows: What a list of names holds; empty in a table of keys.
        blank: What a new name may have; None in a table of keys, to which nothing is added.
    """

    path: SettingPath
    about: str
    settings: tuple[Setting, ...] = ()
    rows: tuple[SettingRow, ...] = ()
    blank: SettingRow | None = None
