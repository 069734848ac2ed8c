"""Flags and settings: are they what somebody meant them to be."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from app.audit_trail import AuditTrail
from app.beacon import STREAK
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from app.settings_convert import UnknownKeyError, WrongValueError
from app.settings_text import SettingsSyntaxError
from flags import FlagName
from models.audit import last_values

_flags = partial(Kind, subject="flags")
_settings = partial(Kind, subject="settings")

FLAG_ENVIRONMENT: Final = _flags(
    id="flag-environment",
    level=Level.ACTION,
    why="The monitor does not start: it ends with code 2.",
    do="Set the variable to 0 or 1, or unset it.",
)
FLAG_SETTINGS: Final = _flags(
    id="flag-settings",
    level=Level.ACTION,
    why="All flags of the file are void: the legacy panels are shown.",
    do="Correct that line; valid values are 0 1 true false True False.",
)
FLAG_BURNED: Final = _flags(
    id="flag-burned",
    level=Level.ACTION,
    why="The flag is meant to be on, and stays off in this version.",
    do="Report the failure with logs/app.log; use a newer version, or turn the flag off with `flags set`.",
)
CRASH_STREAK: Final = _flags(
    id="crash-streak",
    level=Level.ACTION,
    why="The next start puts the saved flags aside: those that worked last, then the legacy panels.",
    do="Look at the end of logs/app.log for what ended it; a start that ends properly ends the streak.",
)
UNCLEAN_EXIT: Final = _flags(
    id="unclean-exit",
    level=Level.NOTE,
    why=f"After {STREAK} such ends in a row the flags that worked last are used.",
    do="Nothing, if it was killed or the power failed; else look at the end of logs/app.log.",
)
FLAG_SESSION: Final = _flags(
    id="flag-session",
    level=Level.NOTE,
    why="The running monitor shows other panels than its next start will.",
    do="`launcher.py audit` tells who changed it and why; `flags set` keeps it.",
)
SYNTAX: Final = _settings(
    id="settings-syntax",
    level=Level.ACTION,
    why="No line of the file counts: default settings, legacy panels, no mode of any account.",
    do="Correct that line: a key, an equals sign, a value; texts stand in quotes.",
)
UNKNOWN_KEY: Final = _settings(
    id="settings-unknown-key",
    level=Level.ACTION,
    why="No line of the file counts until it is mended.",
    do="Correct the spelling, or delete the line; the shipped settings.toml has every key.",
)
WRONG_VALUE: Final = _settings(
    id="settings-wrong-value",
    level=Level.ACTION,
    why="No line of the file counts until it is mended.",
    do="Put a valid value there; the shipped settings.toml shows how each looks.",
)
UNREADABLE: Final = _settings(
    id="settings-unreadable",
    level=Level.ACTION,
    why="Nothing that it says counts: default settings, legacy panels.",
    do="Make the file readable for you, and save it as UTF-8 text.",
)
ENVIRONMENT: Final = _settings(
    id="settings-environment",
    level=Level.ACTION,
    why="The monitor does not start: it ends with code 78.",
    do="Correct the variable, or unset it; then the settings file counts.",
)


def check_flags(exam: Examination) -> Iterator[Finding]:
    """Look at every source of a flag's value."""
    wrong = False
    for text in exam.wrong_flags:
        wrong = True
        yield FLAG_ENVIRONMENT.found(text)
    for problem in exam.plan.problems if exam.settings_error is None else ():
        wrong = True
        yield FLAG_SETTINGS.found(problem)
    for name, why in exam.burned.items():
        if exam.plan.flags.is_on(name):
            wrong = True
            yield FLAG_BURNED.found(f"{name} failed in version {exam.version}: {why}.")
    yield from _session(exam) if exam.runs else _crashes(exam)
    if not wrong:
        parts = (
            f"{name} {'on' if evaluation.value else 'off'} ({evaluation.source.value})"
            for name, evaluation in exam.plan.flags.evaluations.items()
        )
        yield well("flags", ", ".join(parts))


def check_settings(exam: Examination) -> Iterator[Finding]:
    """Look at the settings file, and at what stands above it."""
    for text in exam.wrong_variables:
        yield ENVIRONMENT.found(text)
    error = exam.settings_error
    if error is None:
        yield well("settings", f"{exam.source or 'no settings file: defaults'}, every line counts.")
        return
    match error.__cause__:
        case SettingsSyntaxError():
            kind = SYNTAX
        case UnknownKeyError():
            kind = UNKNOWN_KEY
        case WrongValueError():
            kind = WRONG_VALUE
        case _:
            kind = UNREADABLE
    yield kind.found(f"{error}.")


def _crashes(exam: Examination) -> Iterator[Finding]:
    count = exam.beacon.unclean_exits()
    if count:
        kind = CRASH_STREAK if count >= STREAK else UNCLEAN_EXIT
        times = "the last time" if count == 1 else f"{count} times in a row"
        yield kind.found(f"The monitor did not end properly {times}.")


def _session(exam: Examination) -> Iterator[Finding]:
    for name, value in last_values(AuditTrail(exam.home.data).read()).items():
        if name in set(FlagName) and exam.plan.flags.is_on(FlagName(name)) is not value:
            word = "on" if value else "off"
            yield FLAG_SESSION.found(f"{name} is {word} in the running monitor until it ends.")
