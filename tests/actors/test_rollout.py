"""The rollout while the monitor runs."""

import pytest

from actors.messages import (
    CheckRollout,
    KeepCounts,
    ListRollout,
    Message,
    PromoteRollout,
    RollBackRollout,
    RolloutListed,
    SwapPanels,
)
from actors.rollout import RolloutActor, RolloutAnswer
from models.rollout.view import RolloutView
from tests.actors.conftest import Played, Stage
from tests.models.rollout.views import a_view

VIEW = a_view()


class Store:
    """A rollout in which everything is allowed."""

    def look(self) -> RolloutView:
        """Return where it is."""
        return VIEW

    def check(self) -> RolloutAnswer:
        """Check."""
        return RolloutAnswer("checked")

    def promote(self) -> RolloutAnswer:
        """Go on."""
        return RolloutAnswer("promoted", ("panel1",))

    def panels_back(self) -> tuple[str, ...]:
        """Return what goes back."""
        return ("panel1", "panel2")

    def roll_back(self) -> RolloutAnswer:
        """Go back."""
        return RolloutAnswer("back")


@pytest.fixture
def rollout(stage: Stage) -> Played:
    """Give the actor."""
    return stage.start(RolloutActor, store=Store())


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (ListRollout(), [KeepCounts(), RolloutListed(view=VIEW)]),
        (CheckRollout(), [RolloutListed(view=VIEW, answer="checked")]),
        (
            PromoteRollout(),
            [
                SwapPanels(panels=("panel1",), generation="new", who="user", why="promoted"),
                RolloutListed(view=VIEW, answer="promoted"),
            ],
        ),
        (
            RollBackRollout(),
            [
                SwapPanels(
                    panels=("panel1", "panel2"),
                    generation="legacy",
                    who="user",
                    why="rollout: one phase back",
                ),
                RolloutListed(view=VIEW, answer="back"),
            ],
        ),
    ],
)
def test_each_wish_is_followed_and_answered(rollout: Played, command: Message, told: list[Message]) -> None:
    """The screen follows at once, and the answer says where the rollout is now."""
    assert rollout.tell(command) == told
