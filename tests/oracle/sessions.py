"""Sessions made by chance: what the actors say of them is compared with what the accountant says.

Hypothesis makes the chances, so that a session in which they differ is cut down to a short story.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.oracle.comparison import Outcome
from tests.oracle.player import Player
from tests.oracle.stories import Author
from tests.oracle.tape import parse_tape

_EVENTS = 24
_CHANCES = st.lists(st.integers(0, 2**20), min_size=1 + _EVENTS, max_size=1 + _EVENTS)


@dataclass
class Total:
    """What some sessions compared.

    Attributes:
        story: The simplest session found in which program and accountant differ; empty where none does.
    """

    sessions: int = 0
    fills: int = 0
    orders: int = 0
    restarts: int = 0
    compared: Outcome = field(default_factory=Outcome)
    story: str = ""

    def add(self, other: "Total") -> None:
        """Add other sessions."""
        self.sessions += other.sessions
        self.fills += other.fills
        self.orders += other.orders
        self.restarts += other.restarts
        self.compared.add(other.compared)
        self.story = self.story or other.story

    def count(self, lines: list[str], compared: Outcome) -> None:
        """Add one session."""
        verbs = [line.split()[1] for line in lines if line.startswith("+")]
        self.sessions += 1
        self.fills += verbs.count("fill")
        self.orders += verbs.count("order")
        self.restarts += verbs.count("restart") + verbs.count("crash")
        self.compared.add(compared)

    @property
    def figures(self) -> dict[str, int]:
        """Return how much was compared, by the words for it."""
        return {
            "sessions": self.sessions,
            "restarts": self.restarts,
            "fills": self.fills,
            "orders": self.orders,
            **self.compared.figures,
        }


def play(number: int, sessions: int) -> Total:
    """Play some sessions, the same for the same number; one that differs is the last, and is made simple."""
    total = Total()
    failing: dict[str, list[str]] = {}

    @seed(number)
    @settings(
        max_examples=sessions,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(_CHANCES)
    def agree(chances: list[int]) -> None:
        lines = Author(chances).write()
        with tempfile.TemporaryDirectory() as folder:
            player = Player(parse_tape("session", lines), Path(folder))
            problems = player.play()
        if not failing:
            total.count(lines, player.outcome)
        if problems:
            # The last one to fail is the simplest.
            failing["lines"], failing["problems"] = lines, problems
        assert not problems

    try:
        agree()
    except AssertionError:
        total.compared.differences = failing["problems"]
        total.story = "\n".join([f"# Batch {number}, made simple.", *failing["lines"]])
    return total
