"""What happens at a desk, played to the real actors, and what must be on the screen and on the disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle.player import Player
from tests.oracle.tape import Tape, TapeError, parse_tape, read_tape

FOLDER = Path(__file__).parent / "tapes"
TAPES = {path.stem: read_tape(path) for path in sorted(FOLDER.glob("*.tape"))}
RESTARTS = 4
# A start needs this long until it has asked for everything; what happens earlier is another story.
_SYNC_S = 1.5


def restart_points(tape: Tape) -> list[int]:
    """Return the indices of actions after which a monitor may end and begin again, evenly spread."""
    points = [
        index
        for index, (_, following) in enumerate(zip(tape.steps, tape.steps[1:], strict=False))
        if following[0].after_s >= _SYNC_S
    ]
    step = max(1, len(points) // RESTARTS)
    return points[::-1][::step][:RESTARTS]


@pytest.mark.parametrize("name", TAPES)
def test_a_tape_is_shown_and_stored_as_expected_and_as_the_oracle_says(
    name: str,
    tmp_path: Path,
    allow_log: Callable[[str], None],
    record_property: Callable[[str, object], None],
) -> None:
    """Every cell and every row of a tape is what the rules of the trade make of what happened."""
    for pattern in TAPES[name].allowed:
        allow_log(pattern)
    player = Player(TAPES[name], tmp_path)
    assert player.play() == []
    if not TAPES[name].no_accountant:
        record_property("oracle", {"tapes": 1, **player.outcome.figures})
        assert player.outcome.cells
        assert player.outcome.rows


@pytest.mark.parametrize("name", [name for name, tape in TAPES.items() if not tape.no_restart])
def test_a_restart_on_the_way_leads_to_the_same_end(
    name: str, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    """A monitor that is ended or killed on the way shows and stores the same in the end."""
    for pattern in TAPES[name].allowed:
        allow_log(pattern)
    points = restart_points(TAPES[name])
    assert points
    problems = []
    for number, index in enumerate(points):
        folder = tmp_path / str(index)
        folder.mkdir()
        player = Player(TAPES[name], folder, restart_after=index, orderly=number % 2 == 0)
        line = TAPES[name].steps[index][0].line
        problems += [f"restart after line {line}: {problem}" for problem in player.play()]
    assert problems == []


def test_every_scenario_is_there() -> None:
    """There are at least forty tapes; most of them bear a restart, and an accountant who knows the story."""
    assert len(TAPES) >= 40
    assert sum(bool(tape.no_restart) for tape in TAPES.values()) <= len(TAPES) / 4
    assert sum(bool(tape.no_accountant) for tape in TAPES.values()) <= 19


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("+1 fil Sim1 MESZ26 +1 1", "what happens is one of"),
        ("+x wait", "a time is"),
        ("+1 fill Sim1 MESZ26 +1", "takes 4 words, not 3"),
        ("+1 quote 1 colour=red", "no option colour"),
        ("expect cell Sim1 Price | 1", "nothing has happened yet"),
        ("encoding morse", "encoding is one of"),
        ("no-restart", "say why"),
        ("no-accountant", "say why"),
        ("+1 wait", "ends without an expectation"),
    ],
)
def test_a_line_that_means_nothing_is_named(line: str, says: str) -> None:
    """A fault in a tape is told with its file, its line, and what would be right."""
    with pytest.raises(TapeError, match=rf"desk\.tape.*{says}"):
        parse_tape("desk", [line])
