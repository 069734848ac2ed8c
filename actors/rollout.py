"""The rollout while the monitor runs: what the window shows of it, and what the trader decides there."""

from typing import NamedTuple, Protocol

from actors.base import Actor, Ports, handles
from actors.messages import (
    CheckRollout,
    KeepCounts,
    ListRollout,
    PromoteRollout,
    RollBackRollout,
    RolloutListed,
    SwapPanels,
)
from models.rollout.view import RolloutView

_WHO = "user"
WHY = "asked for in the window"


class RolloutAnswer(NamedTuple):
    """What became of a wish.

    Attributes:
        text: In words.
        panels: Panels that are to be new from now on.
    """

    text: str
    panels: tuple[str, ...] = ()


class RolloutStore(Protocol):
    """Where the rollout is kept. A file that refuses is told in the answer, never raised."""

    def look(self) -> RolloutView:
        """Return where the rollout is."""

    def check(self) -> RolloutAnswer:
        """Write down what the gates say."""

    def promote(self) -> RolloutAnswer:
        """Go on, if everything that this needs is there."""

    def panels_back(self) -> tuple[str, ...]:
        """Return the panels that a rollback shows as legacy."""

    def roll_back(self) -> RolloutAnswer:
        """Go back one stage."""


class RolloutActor(Actor):
    """Owns the phase of the rollout in the running monitor.

    Args:
        store: Where it is kept.
    """

    name = "rollout"

    def __init__(self, *, ports: Ports, store: RolloutStore) -> None:
        super().__init__(ports=ports)
        self._store = store

    @handles(ListRollout)
    def list_all(self, _command: ListRollout) -> None:
        """Tell where the rollout is, with all that has been counted so far."""
        self.post(KeepCounts())
        self._tell("")

    @handles(CheckRollout)
    def check(self, _command: CheckRollout) -> None:
        """Write down what the gates say."""
        self._tell(self._store.check().text)

    @handles(PromoteRollout)
    def promote(self, _command: PromoteRollout) -> None:
        """Go on, and show what that means."""
        answer = self._store.promote()
        if answer.panels:
            self.post(SwapPanels(panels=answer.panels, generation="new", who=_WHO, why=answer.text))
        self._tell(answer.text)

    @handles(RollBackRollout)
    def roll_back(self, _command: RollBackRollout) -> None:
        """Go back: the screen first, it cannot wait."""
        panels = self._store.panels_back()
        if panels:
            why = "rollout: one phase back"
            self.post(SwapPanels(panels=panels, generation="legacy", who=_WHO, why=why))
        self._tell(self._store.roll_back().text)

    def _tell(self, answer: str) -> None:
        self.post(RolloutListed(view=self._store.look(), answer=answer))
