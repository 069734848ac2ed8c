"""The sidecar file that lets a world go on where the last process left it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from demo.snapshot_writer import TEMPORARY

# After a longer absence, in demo time, a new world begins.
LONGEST_GAP_S: Final = 3600.0
# A world is lived through again from its first step: a day takes 3 seconds, as long as a start may take.
LONGEST_LIFE_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldState:
    """What has to be known to find back into a world.

    Attributes:
        seed: Seed of the world.
        started_at: UNIX seconds of its first step, in real and in demo time.
        time_scale: Demo seconds per real second.
        alive_at: UNIX seconds, real time, at which it was last known to run.
    """

    seed: int
    started_at: float
    time_scale: float
    alive_at: float

    def continues(self, *, seed: int, time_scale: float, now: float) -> bool:
        """Say whether a process that starts now goes on with this world."""
        gap_s = (now - self.alive_at) * self.time_scale
        life_s = (now - self.started_at) * self.time_scale
        same = (seed, time_scale) == (self.seed, self.time_scale)
        return same and self.started_at <= now and gap_s < LONGEST_GAP_S and life_s < LONGEST_LIFE_S


def default_state(csv: Path) -> Path:
    """Return where the state of the world behind a snapshot file is kept, unless something else is said."""
    return csv.with_name(f"{csv.name}.demo.json")


def load_state(path: Path) -> WorldState | None:
    """Return the state that the last process left; None when there is none that can be read."""
    try:
        found = json.loads(path.read_bytes())
        return WorldState(
            seed=int(found["seed"]),
            started_at=float(found["started_at"]),
            time_scale=float(found["time_scale"]),
            alive_at=float(found["alive_at"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        # Worth no more than a fresh world: it is a demo.
        return None


def save_state(path: Path, state: WorldState) -> None:
    """Replace the state file as a whole.

    Raises:
        OSError: The file or its folder cannot be written.
    """
    temporary = path.with_name(f"{path.name}{TEMPORARY}")
    temporary.write_text(json.dumps(asdict(state)) + "\n", encoding="utf-8")
    os.replace(temporary, path)  # noqa: PTH105 - the same call, without building a Path
