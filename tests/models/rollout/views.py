"""What is shown of the rollout; what a test does not care about has a plain default."""

from models.audit import AuditEntry
from models.rollout.evidence import EvidenceLine, Use
from models.rollout.gates import Gate, Result
from models.rollout.view import FlagView, RolloutView

PASSES = Gate(name="calendar time", have="7.2 days", need=">= 7 days", result=Result.PASS)
WAITS = Gate(name="session days of real use", have="4", need=">= 5", result=Result.INCONCLUSIVE)
FAILS = Gate(name="automatic rollbacks", have="1", need="0", result=Result.FAIL)


def a_view(
    *,
    gates: tuple[Gate, ...] = (PASSES, WAITS, FAILS),
    missing: tuple[str, ...] | None = None,
    following: str = "phase 4, week 2",
    earlier: str = "phase 3",
) -> RolloutView:
    """Return the rollout in the first week of phase 4."""
    waiting = tuple(gate.text() for gate in gates if gate.result is not Result.PASS)
    return RolloutView(
        stage="4.1",
        name="phase 4, week 1",
        title="rollout: Panel 1",
        since="2026-11-23T15:00:00.000Z",
        following=following,
        earlier=earlier,
        flags=(
            FlagView(name="USE_NEW_PANEL1", saved=True, wanted=True),
            FlagView(name="USE_NEW_PANEL2", saved=True, wanted=False),
        ),
        positions="flat",
        use=(Use(source="SIM", days=4, seconds=9_000), Use(source="demo", days=1, seconds=3_600)),
        gates=gates,
        missing=waiting if missing is None else missing,
        evidence=(
            EvidenceLine(name="0001-phase3-20261123T150000Z.json", sha256="ab" * 32, verdict="pass"),
            EvidenceLine(name="0002-phase4-20261124T150000Z.json", problem="it is not what was sealed"),
        ),
        history=(
            AuditEntry(
                t="2026-11-23T15:00:00.000Z",
                who="user",
                flag="ROLLOUT_PHASE",
                old="3",
                new="4.1",
                why="to phase 4, week 1",
            ),
        ),
    )
