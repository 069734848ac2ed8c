"""What a run under load must keep."""

from typing import Final

from app.stress.watch import Lateness

STALL_P99_MS: Final = 16.0
STALL_MAX_MS: Final = 100.0


def missed_stalls(lateness: Lateness) -> tuple[str, ...]:
    """Return in words which bounds the GUI thread has missed."""
    p99, most = lateness.share(0.99), lateness.share(1.0)
    missed = []
    if p99 > STALL_P99_MS:
        missed.append(f"stall p99 {p99:.1f} ms, at most {STALL_P99_MS:.0f}")
    if most > STALL_MAX_MS:
        missed.append(f"longest stall {most:.1f} ms, at most {STALL_MAX_MS:.0f}")
    return tuple(missed)
