"""The rollout of a running monitor: what is wrong becomes an answer."""

from collections.abc import Callable

import msgspec

from actors.rollout import WHY, RolloutAnswer
from app.errors import StartError
from app.home import Home
from app.rollout import Outcome, Rollout
from models.rollout.view import RolloutView


class RolloutOfMonitor:
    """Answers the actor.

    Args:
        home: Its folders exist.
    """

    def __init__(self, home: Home) -> None:
        self._rollout = Rollout(home)
        self._last: RolloutView | None = None

    def look(self) -> RolloutView:
        """Return where the rollout is; where that cannot be read, what was known last, and why."""
        try:
            self._last = self._rollout.look()
        except StartError as error:
            return _unknown(self._last, str(error))
        return self._last

    def check(self) -> RolloutAnswer:
        """Write down what the gates say."""
        return self._answer(self._rollout.check)

    def promote(self) -> RolloutAnswer:
        """Go on, if everything that this needs is there."""
        return self._answer(self._rollout.promote)

    def panels_back(self) -> tuple[str, ...]:
        """Return the panels that a rollback shows as legacy."""
        return self._rollout.panels_back()

    def roll_back(self) -> RolloutAnswer:
        """Go back one stage."""
        return self._answer(lambda: self._rollout.roll_back(WHY))

    @staticmethod
    def _answer(act: Callable[[], Outcome]) -> RolloutAnswer:
        try:
            outcome = act()
        except StartError as error:
            return RolloutAnswer(str(error))
        return RolloutAnswer(outcome.text, outcome.panels if outcome.done else ())


def _unknown(last: RolloutView | None, problem: str) -> RolloutView:
    if last is None:
        return RolloutView(
            stage="",
            name="unknown",
            title="the files of the rollout cannot be read",
            since=None,
            following="",
            earlier="",
            flags=(),
            positions="unknown",
            use=(),
            gates=(),
            missing=(problem,),
            evidence=(),
            history=(),
        )
    return msgspec.structs.replace(last, missing=(problem, *last.missing))
