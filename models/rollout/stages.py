"""The phases of the rollout, and what is new in each of them; pure."""

from typing import Final

import msgspec

PANEL1: Final = "panel1"
PANEL2: Final = "panel2"
TYPED: Final = "typed events"


class Stage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A phase, or a week of one.

    Attributes:
        key: `1` to `7`; the weeks of phase 4 are `4.1` and `4.2`.
        title: What it is about, in a few words.
        on: What is new in it: panels, typed events.
        panels: The generations that a trader sees in it, Panel 1 first; empty where that does not matter.
    """

    key: str
    title: str
    on: tuple[str, ...] = ()
    panels: str = ""

    @property
    def phase(self) -> int:
        """Return the number of the phase."""
        return int(self.key.partition(".")[0])

    @property
    def name(self) -> str:
        """Return the phase, and the week if it has weeks, in words."""
        phase, _, week = self.key.partition(".")
        return f"phase {phase}, week {week}" if week else f"phase {phase}"


STAGES: Final = (
    Stage(key="1", title="flags"),
    Stage(key="2", title="legacy panels kept"),
    Stage(key="3", title="parallel testing"),
    Stage(key="4.1", title="rollout: Panel 1", on=(PANEL1,), panels="new legacy"),
    Stage(key="4.2", title="rollout: both panels", on=(PANEL1, PANEL2), panels="new new"),
    Stage(key="5", title="validation", on=(PANEL1, PANEL2), panels="new new"),
    Stage(key="6", title="clean-up", on=(PANEL1, PANEL2), panels="new new"),
    Stage(key="7", title="typed events", on=(PANEL1, PANEL2, TYPED), panels="new new"),
)
FIRST: Final = STAGES[0]


def stage_of(key: str) -> Stage | None:
    """Return the stage with a key; None where there is none."""
    return next((stage for stage in STAGES if stage.key == key), None)


def after(stage: Stage) -> Stage | None:
    """Return the stage after one; None after the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def before(stage: Stage, phase: int | None = None) -> Stage | None:
    """Return the stage to go back to; None where there is nothing to go back to.

    Args:
        stage: Where the rollout is.
        phase: The phase that is wanted, at its beginning; None for one step back.
    """
    earlier = STAGES[: STAGES.index(stage)]
    if phase is None:
        return earlier[-1] if earlier else None
    return next((each for each in earlier if each.phase == phase), None)
