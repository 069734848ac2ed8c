"""Runs a subcommand: its answer to stdout, what is wrong in one line to stderr."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from app import home
from app.audit_trail import AuditTrail
from app.commands.audit_table import audit_table
from app.commands.flag_change import change_flag
from app.commands.flag_table import flag_rows, flag_table
from app.commands.rollback import roll_back
from app.errors import StartError, UnavailableError
from app.home import Home
from app.replay_options import ExportRecording, PlayRecording
from app.rollout_options import RolloutWish
from app.stress.command import Stress
from app.subcommands import (
    CompareGenerations,
    Doctor,
    RollBack,
    SetFlag,
    ShowAudit,
    ShowFlags,
    ShowPerformance,
    Subcommand,
)
from flags import FlagError
from models.audit import entries_of, first_break


def run_command(command: Subcommand, home_option: Path | None) -> int:
    """Run a subcommand; return the exit code.

    Args:
        command: What to do.
        home_option: What `--home` says.
    """
    place = Home(home.choose(home_option))
    try:
        return _RUN[type(command)](command, place)
    except (StartError, FlagError) as error:
        return _refuse(str(error), error.exit_code)


def _show_flags(command: ShowFlags, place: Home) -> int:
    rows = flag_rows(place)
    return _answer_json(rows) if command.as_json else _answer(flag_table(rows))


def _set_flag(command: SetFlag, place: Home) -> int:
    home.prepare(place.root)
    path = change_flag(place, command.name, value=command.value, who="user", why=command.why)
    word = "on" if command.value else "off"
    _answer(f"{command.name} is {word} in {path}, from the next start on\n")
    row = next(row for row in flag_rows(place) if row.name == command.name)
    if row.value is not command.value:
        sys.stderr.write(
            f"launcher.py: it will be {'on' if row.value else 'off'} all the same: {row.reason}\n"
        )
    return 0


def _roll_back(command: RollBack, place: Home) -> int:
    if command.save:
        home.prepare(place.root)
    result = roll_back(place, command)
    if command.as_json:
        return _answer_json(result)
    panels = " and ".join(f"Panel {panel[-1]}" for panel in result.panels)
    done = [f"the running monitor shows the legacy {panels}"] if result.confirmed else []
    done += [f"the legacy {panels} is saved in {result.saved}"] if result.saved else []
    return _answer("; ".join(done) + "\n")


def _show_audit(command: ShowAudit, place: Home) -> int:
    trail = AuditTrail(place.data)
    try:
        data = trail.read()
    except OSError as error:
        raise UnavailableError(f"{trail.path} cannot be read: {error.strerror or error}") from error
    entries = list(entries_of(data))
    broken = first_break(data)
    problem = f"{trail.path}, line {broken.line}: {broken.reason}" if broken else ""
    if command.verify:
        if command.as_json:
            line = broken.line if broken else None
            _answer_json({"ok": not broken, "entries": len(entries), "line": line, "problem": problem})
        elif not broken:
            _answer(f"{trail.path}: as it was written, entries: {len(entries)}\n")
        return _refuse(problem, 1) if broken else 0
    if broken:
        sys.stderr.write(f"launcher.py: {problem}\n")
    return _answer_json(entries) if command.as_json else _answer(audit_table(entries))


def _show_performance(command: ShowPerformance, place: Home) -> int:
    # Loading the database takes longer than the answers of the other subcommands.
    from app.commands.perf import performance, performance_table  # noqa: PLC0415

    found = performance(place, command.days)
    for text in found.damaged:
        sys.stderr.write(f"launcher.py: {text}\n")
    return _answer_json(found) if command.as_json else _answer(performance_table(found))


def _roll_out(command: RolloutWish, place: Home) -> int:
    # Values of the trade are slow to load, and Qt may be needed to prove something.
    from app.commands.rollout import roll_out  # noqa: PLC0415
    from app.commands.rollout_table import rollout_table  # noqa: PLC0415

    home.prepare(place.root)
    answer = roll_out(command, place)
    if command.as_json:
        _answer_json(answer)
    else:
        _answer(rollout_table(answer))
    if answer.problem:
        sys.stderr.write(f"launcher.py: {answer.problem}\n")
    return 0 if answer.done else 1


def _compare(command: CompareGenerations, _place: Home) -> int:
    # The other subcommands must answer at once, and on machines where Qt cannot be loaded.
    from app.commands.compare import compare, is_failed, table  # noqa: PLC0415

    found = compare(command)
    _answer_json(found) if command.as_json else _answer(table(found))
    return 1 if is_failed(found) else 0


def _doctor(command: Doctor, place: Home) -> int:
    # What it asks the server with takes its time to load.
    from app.commands.doctor import diagnose, exit_code, table, terminal_width  # noqa: PLC0415
    from app.doctor.examination import Surroundings  # noqa: PLC0415

    around = Surroundings(environ=os.environ, now=lambda: datetime.now(UTC))
    findings = diagnose(place, around, fix=command.fix)
    width = terminal_width() if sys.stdout.isatty() else None
    _answer_json(findings) if command.as_json else _answer(table(findings, width))
    return exit_code(findings)


def _replay(command: PlayRecording, place: Home) -> int:
    from app.commands.replay import replay  # noqa: PLC0415 - as above

    return replay(command, place)


def _stress(command: Stress, _place: Home) -> int:
    # As for comparing.
    from app.commands.stress import run_stress, table  # noqa: PLC0415

    found = run_stress(command)
    _answer_json(found) if command.as_json else _answer(table(found))
    return 1 if found.missed else 0


def _export(command: ExportRecording, place: Home) -> int:
    from app.commands.bundle import export  # noqa: PLC0415 - as above

    return _answer(export(command, place))


def _answer(text: str) -> int:
    sys.stdout.write(text)
    return 0


def _answer_json(value: Any) -> int:  # noqa: ANN401 (whatever msgspec can encode)
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
    return 0


def _refuse(text: str, exit_code: int) -> int:
    sys.stderr.write(f"launcher.py: {text}\n")
    return exit_code


# Every function takes the type that it stands beside.
_RUN: Final[Mapping[type, Callable[[Any, Home], int]]] = {
    ShowFlags: _show_flags,
    SetFlag: _set_flag,
    RollBack: _roll_back,
    ShowAudit: _show_audit,
    CompareGenerations: _compare,
    Doctor: _doctor,
    RolloutWish: _roll_out,
    ShowPerformance: _show_performance,
    PlayRecording: _replay,
    Stress: _stress,
    ExportRecording: _export,
}
