"""`rollout` for people."""

import msgspec

from app.commands.rollout import RolloutAnswer
from app.commands.rollout_table import rollout_table
from tests.models.rollout.views import a_view


def an_answer(*, done: bool = False, missing: tuple[str, ...] = ("calendar time: have 1",)) -> RolloutAnswer:
    """Return an answer."""
    return RolloutAnswer(
        done=done,
        text="phase 4, week 1 stays",
        missing=missing,
        evidence="evidence/1",
        problem="",
        rollout=a_view(),
    )


def test_everything_that_counts_is_said() -> None:
    """Phase, flags that differ, use that does not count, gates, what is missing, evidence, history."""
    lines = rollout_table(an_answer()).splitlines()
    assert lines[0] == "phase 4, week 1 stays"
    assert lines[2:5] == [
        "phase 4, week 1: rollout: Panel 1, since 2026-11-23 15:00 UTC, then phase 4, week 2",
        "saved flags: USE_NEW_PANEL1 on, USE_NEW_PANEL2 on (this phase: off)",
        "positions: flat; use in this phase: SIM 2.5 h on 4 days, demo 1.0 h on 1 day (never counts)",
    ]
    text = "\n".join(lines)
    assert ["x", "fail", "automatic", "rollbacks", "1", "0"] in [line.split() for line in lines]
    assert "missing:\n- calendar time: have 1" in text
    assert "0002-phase4-20261124T150000Z.json  --       it is not what was sealed" in text
    assert text.endswith("2026-11-23T15:00:00.000Z  user  to phase 4, week 1")


def test_a_beginning_has_neither_evidence_nor_history() -> None:
    """And says that it has not begun."""
    view = msgspec.structs.replace(a_view(), since=None, following="", evidence=(), history=(), use=())
    answer = msgspec.structs.replace(an_answer(missing=()), text="", rollout=view)
    text = rollout_table(answer)
    assert text.startswith("phase 4, week 1: rollout: Panel 1, not begun, the last\n")
    assert text.endswith("nothing is missing\n")
    assert "use in this phase: none" in text


def test_what_was_missing_when_somebody_forced_is_said() -> None:
    """A promotion all the same."""
    assert "forced although this was missing:\n- calendar time" in rollout_table(an_answer(done=True))
