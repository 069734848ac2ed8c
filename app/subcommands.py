"""The subcommands of the command line. Needs nothing but the standard library."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from app.replay_options import ExportRecording, PlayRecording, add_replay, play_recording
from app.rollout_options import RolloutWish, add_actions, wish_of
from app.stress.command import Stress, add_stress, stress_of
from app.typed_numbers import above_zero, whole
from flags import VALID_VALUES, FlagName, FlagText, resolve

_MOST_MINUTES: Final = 1_440
_USUAL_MINUTES: Final = 10.0
_MOST_DAYS: Final = 366
_USUAL_DAYS: Final = 14
PANELS: Final = {"1": ("panel1",), "2": ("panel2",), "both": ("panel1", "panel2")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFlags:
    """Show every flag, and why it has its value."""

    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFlag:
    """Set a flag in the settings file."""

    name: FlagName
    value: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBack:
    """Let the running monitor show legacy panels.

    Attributes:
        save: Turn the flags off in the settings file too, running or not.
    """

    panels: tuple[str, ...]
    why: str
    save: bool
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAudit:
    """Show the audit trail, or check it."""

    verify: bool
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareGenerations:
    """Run both generations of the panels side by side over a recording, or a stretch of the demo.

    Attributes:
        tape: A recording in place of the demo; nothing is measured then.
        cells_only: Compare what they show and ask for, and measure nothing of what they cost.
        report: Folder for a report; None writes none.
    """

    tape: Path | None
    demo_seed: int
    minutes: float
    cells_only: bool
    report: Path | None
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """Look over everything that a trader depends on.

    Attributes:
        fix: Restore what can be restored.
    """

    fix: bool
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPerformance:
    """Show what the program costs.

    Attributes:
        days: How many times 24 hours until now.
    """

    days: int
    as_json: bool


Subcommand = (
    ShowFlags
    | SetFlag
    | RollBack
    | ShowAudit
    | CompareGenerations
    | Doctor
    | ShowPerformance
    | RolloutWish
    | PlayRecording
    | Stress
    | ExportRecording
)


class Parsers(Protocol):
    """What `ArgumentParser.add_subparsers` returns."""

    def add_parser(self, name: str, *, help: str, allow_abbrev: bool) -> argparse.ArgumentParser:  # noqa: A002 (the name that argparse gave it)
        """Return the parser of a subcommand."""


def add_subcommands(parsers: Parsers, path: Callable[[str], Path]) -> None:
    """Add the subcommands to a command line.

    Args:
        parsers: Where they are added.
        path: Turns a text into a path, or refuses it.
    """
    flags = _add(parsers, "flags", "show every flag: value, source, reason", path)
    _add_json(flags)
    settings = flags.add_subparsers(dest="flags_action", metavar="set")
    change = _add(settings, "set", "set a flag in the settings file", path)
    change.add_argument(
        "name", metavar="NAME", choices=[flag.value for flag in FlagName], help=", ".join(FlagName)
    )
    change.add_argument("value", metavar="VALUE", help=VALID_VALUES)
    _add_why(change)
    rollback = _add(parsers, "rollback", "show legacy panels in the running monitor, at once", path)
    rollback.add_argument("--panel", choices=list(PANELS), default="both", help="which panel; both otherwise")
    rollback.add_argument("--save", action="store_true", help="turn the flags off in the settings file too")
    _add_why(rollback)
    _add_json(rollback)
    audit = _add(parsers, "audit", "show who changed which flag, when and why", path)
    audit.add_argument("--verify", action="store_true", help="check that no line was changed; 1 if one was")
    _add_json(audit)
    add_replay(_add(parsers, "replay", "play a recorded session, or export a part of it", path), path)
    doctor = _add(parsers, "doctor", "what is wrong, why it matters, what to do; 1 if something is", path)
    doctor.add_argument(
        "--fix", action="store_true", help="restore database and positions; keeps what was there"
    )
    _add_json(doctor)
    rollout = _add(parsers, "rollout", "the phases of the migration, and what opens the next one", path)
    add_actions(rollout, lambda actions, name, about: _add(actions, name, about, path))
    compare = _add(parsers, "compare", "both generations over a recording or the demo: cells and costs", path)
    compare.description = (
        "Show both generations of the panels the same facts, compare what they show and ask for, and measure "
        "what they cost. The input is a recorded session, which tells nothing of costs, or else the built-in "
        "demo. Exit code 1 when anything differs or misses its target."
    )
    compare.add_argument(
        "compare_tape", metavar="TAPE", nargs="?", type=path, help="a file of data/recordings"
    )
    # Under names of its own: the options of the same name belong to a normal run.
    compare.add_argument(
        "--demo-seed", dest="compare_seed", type=whole, metavar="N", help="which demo market; 1 otherwise"
    )
    compare.add_argument(
        "--minutes", type=_minutes, metavar="M", help="demo minutes, each takes 9 seconds; 10 otherwise"
    )
    compare.add_argument(
        "--cells-only", action="store_true", help="cells, P&L and commands; nothing of what they cost"
    )
    compare.add_argument("--report", type=path, metavar="DIR", help="write a page with plots and pictures")
    _add_json(compare)
    stress = _add(parsers, "stress", "the real program under loads that no market makes", path)
    add_stress(stress, lambda kinds, name, about: _add(kinds, name, about, path))
    perf = _add(parsers, "perf", "what the panels cost, per generation and session day", path)
    perf.add_argument("--days", type=_days, metavar="N", default=_USUAL_DAYS, help="how many until now; 14")
    _add_json(perf)


def subcommand_of(  # noqa: PLR0911 - one for each subcommand
    given: argparse.Namespace, refuse: Callable[[str], object]
) -> Subcommand | None:
    """Return the subcommand that was given; None where there was none.

    Args:
        given: What argparse understood.
        refuse: Ends the program with a sentence.
    """
    match given.command:
        case "flags":
            return _flags_command(given, refuse)
        case "rollback":
            why = given.why or "asked for on the command line"
            return RollBack(panels=PANELS[given.panel], why=why, save=given.save, as_json=given.json)
        case "audit":
            return ShowAudit(verify=given.verify, as_json=given.json)
        case "doctor":
            return Doctor(fix=given.fix, as_json=given.json)
        case "rollout":
            return wish_of(given, refuse)
        case "replay":
            return play_recording(given, refuse)
        case "compare":
            return _compare_command(given, refuse)
        case "perf":
            return ShowPerformance(days=given.days, as_json=given.json)
        case "stress":
            return stress_of(given)
    return None


def _flags_command(given: argparse.Namespace, refuse: Callable[[str], object]) -> Subcommand:
    if given.flags_action != "set":
        return ShowFlags(as_json=given.json)
    if given.value not in VALID_VALUES.split():
        refuse(f"{given.name}={given.value!r} is wrong; valid values: {VALID_VALUES}")
    name = FlagName(given.name)
    value = resolve({}, {name: FlagText(given.value)}, "").is_on(name)
    return SetFlag(name=name, value=value, why=given.why or "set on the command line")


def _compare_command(given: argparse.Namespace, refuse: Callable[[str], object]) -> Subcommand:
    tape = given.compare_tape
    if tape is not None and (given.compare_seed, given.minutes) != (None, None):
        refuse("a recording and --demo-seed or --minutes exclude each other")
    return CompareGenerations(
        tape=tape,
        demo_seed=1 if given.compare_seed is None else given.compare_seed,
        minutes=given.minutes or _USUAL_MINUTES,
        cells_only=given.cells_only or tape is not None,
        report=given.report,
        as_json=given.json,
    )


def _days(text: str) -> int:
    days = whole(text)
    if not 1 <= days <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to {_MOST_DAYS}")
    return days


def _minutes(text: str) -> float:
    return above_zero(text, _MOST_MINUTES)


def _add(parsers: Parsers, name: str, about: str, path: Callable[[str], Path]) -> argparse.ArgumentParser:
    parser = parsers.add_parser(name, help=about, allow_abbrev=False)
    # Without SUPPRESS its absence here would undo a `--home` before the subcommand.
    parser.add_argument(
        "--home", type=path, metavar="DIR", default=argparse.SUPPRESS, help="folder for data and settings"
    )
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer for machines")


def _add_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--why", metavar="TEXT", default="", help="the reason, for the audit trail")
