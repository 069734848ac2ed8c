"""Which stage proves what."""

import pytest

from app.checkout import version
from app.drills import prove as drills
from app.drills.prove import prove
from models.rollout.proof import FLAGS
from models.rollout.stages import STAGES, Stage


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage.key not in {"1", "2", "7"}], ids=str)
def test_what_needs_use_is_not_proven(stage: Stage) -> None:
    """Nothing that a program runs is time in use."""
    assert prove(stage) == ()


def test_a_drill_that_raises_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is what was found."""

    def fail() -> tuple[bool, str]:
        raise OSError("no disk")

    monkeypatch.setattr(drills, "_DRILLS", {"1": {FLAGS: fail}})
    (proof,) = prove(STAGES[0])
    assert (proof.name, proof.holds, proof.have, proof.version) == (
        FLAGS,
        False,
        "OSError: no disk",
        version(),
    )
