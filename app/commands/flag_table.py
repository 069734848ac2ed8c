"""`flags`: the flags as the next start would have them."""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

import flags
from app import settings as settings_files
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.commands.table import aligned
from app.home import Home
from flags import FlagName, Source

MEANINGS: Final[Mapping[FlagName, str]] = MappingProxyType(
    {
        FlagName.USE_NEW_PANEL1: "Panel 1 (account): new generation instead of legacy",
        FlagName.USE_NEW_PANEL2: "Panel 2 (position): new generation instead of legacy",
        FlagName.USE_TYPED_EVENTS: "panels are handed typed facts instead of dicts",
        FlagName.ENABLE_MIGRATION_LOGS: "log every migration decision",
        FlagName.ENABLE_PERF_TRACKING: "measure frame times, processor and memory",
    }
)


class FlagRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one flag.

    Attributes:
        path: The settings file that decides; None where something else does.
        line: Line in it, counted from 1; None where it is not known.
        burned: Whether it failed in this version and stays off until a newer one.
    """

    name: str
    value: bool
    source: str
    reason: str
    meaning: str
    path: str | None
    line: int | None
    burned: bool


def flag_rows(home: Home, environ: Mapping[str, str] = os.environ) -> list[FlagRow]:
    """Return every flag as the next start would have it.

    Raises:
        SettingsError: The settings file is wrong outside of its flags.
        FlagError: The environment holds a wrong value.
    """
    source = settings_files.find(home.root)
    loaded = settings_files.load(source, environ)
    found = flags.resolve(environ, loaded.flags, str(source or "settings.toml"))
    for name, why in BurnedFlags(home.data).in_version(version()).items():
        found = found.with_burned(name, why)
    rows = []
    for name, evaluation in found.evaluations.items():
        in_file = evaluation.source is Source.SETTINGS
        rows.append(
            FlagRow(
                name=name,
                value=evaluation.value,
                source=evaluation.source,
                reason=evaluation.reason,
                meaning=MEANINGS[name],
                path=str(source) if in_file else None,
                line=(loaded.flags[name].line or None) if in_file else None,
                burned=name in found.burned,
            )
        )
    return rows


def flag_table(rows: list[FlagRow]) -> str:
    """Return the flags as a table for people."""
    header = ("flag", "value", "source", "meaning", "reason")
    return aligned(
        header,
        [(row.name, "on" if row.value else "off", row.source, row.meaning, row.reason) for row in rows],
    )
