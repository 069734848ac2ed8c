"""Subcommands of the command line: typed, and refused in one line."""

from pathlib import Path

import pytest

from app.arguments import parse
from app.subcommands import (
    CompareGenerations,
    RollBack,
    SetFlag,
    ShowAudit,
    ShowFlags,
    ShowPerformance,
    Subcommand,
)
from flags import FlagName


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("flags", ShowFlags(as_json=False)),
        ("flags --json", ShowFlags(as_json=True)),
        (
            "flags set USE_NEW_PANEL1 True --why week-1",
            SetFlag(name=FlagName.USE_NEW_PANEL1, value=True, why="week-1"),
        ),
        (
            "flags set USE_TYPED_EVENTS 0",
            SetFlag(name=FlagName.USE_TYPED_EVENTS, value=False, why="set on the command line"),
        ),
        (
            "rollback",
            RollBack(
                panels=("panel1", "panel2"), why="asked for on the command line", save=False, as_json=False
            ),
        ),
        (
            "rollback --panel 2 --why heat --save --json",
            RollBack(panels=("panel2",), why="heat", save=True, as_json=True),
        ),
        ("audit", ShowAudit(verify=False, as_json=False)),
        ("perf", ShowPerformance(days=14, as_json=False)),
        ("perf --json --days 3", ShowPerformance(days=3, as_json=True)),
        ("audit --verify --json", ShowAudit(verify=True, as_json=True)),
        (
            "compare",
            CompareGenerations(
                tape=None, demo_seed=1, minutes=10.0, cells_only=False, report=None, as_json=False
            ),
        ),
        (
            "compare x.recording",
            CompareGenerations(
                tape=Path("x.recording"),
                demo_seed=1,
                minutes=10.0,
                cells_only=True,
                report=None,
                as_json=False,
            ),
        ),
        (
            "compare --demo-seed 4 --minutes 0.5 --cells-only --report r --json",
            CompareGenerations(
                tape=None, demo_seed=4, minutes=0.5, cells_only=True, report=Path("r"), as_json=True
            ),
        ),
    ],
)
def test_every_subcommand_is_understood_with_home_before_and_after(line: str, command: Subcommand) -> None:
    """Each form of each subcommand arrives typed, and finds its home folder."""
    assert parse(line.split()).command == command
    assert parse([*line.split(), "--home", "h"]).home == Path("h")
    before = parse(["--home", "h", *line.split()])
    assert (before.home, before.command) == (Path("h"), command)


def test_no_subcommand_runs_the_monitor() -> None:
    """The options of a run work as ever."""
    assert parse(["--demo"]).command is None
    assert parse([]).command is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("flags set USE_NEW_PANEL1 yes", ["USE_NEW_PANEL1", "'yes'", "0 1 true false True False"]),
        ("flags set USE_NEW_PANEL1 TRUE", ["USE_NEW_PANEL1", "'TRUE'", "0 1 true false True False"]),
        ("flags set USE_NEW_PANEL9 1", ["'USE_NEW_PANEL9'", "USE_NEW_PANEL1", "USE_TYPED_EVENTS"]),
        ("flags set USE_NEW_PANEL1", ["VALUE"]),
        ("flags show", ["'show'", "set"]),
        ("rollback --panel 3", ["--panel", "'3'", "1", "2", "both"]),
        ("rollback now", ["now"]),
        ("audit --check", ["--check"]),
        ("perf --days 0", ["--days", "'0'", "366"]),
        ("perf --days week", ["--days", "'week'"]),
        ("compare x --minutes 2", ["recording", "--minutes"]),
        ("--demo flags", ["--demo", "flags"]),
        ("--run-for 3 rollback", ["--run-for", "rollback"]),
        ("flag", ["'flag'", "flags", "rollback", "audit"]),
    ],
)
def test_wrong_subcommand_is_one_line_and_code_2(
    line: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is refused is named, with the valid values."""
    with pytest.raises(SystemExit) as ended:
        parse(line.split())
    assert ended.value.code == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert [word for word in words if word not in message] == []
