"""What the new generation has to reach, and whether it does."""

from collections.abc import Iterator
from typing import Final

import msgspec

from models.perf import ProcessSummary, Summary

FRAME_MS: Final = 16.0
"""The 99th percentile of the frames of a panel stays below."""
REFRESH_MS: Final = 500.0
"""The median refresh of price cells is this, within `REFRESH_TOLERANCE`."""
REFRESH_TOLERANCE: Final = 0.1
MEMORY_PERCENT: Final = -10.0
CPU_PERCENT: Final = -20.0
"""Beside the legacy generation, or better."""
ERRORS: Final = "errors"
"""Name of the check of logged errors."""
NO_LEGACY: Final = "no measurements of the legacy generation yet"
NO_NEW: Final = "no measurements of the new generation yet"


class Check(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One figure of the new generation beside its target.

    Attributes:
        value: None where it is not known.
        is_met: None where that cannot be said.
        why: Why the value is not known; empty where it is.
    """

    name: str
    unit: str
    target: str
    value: float | None
    is_met: bool | None
    why: str = ""


def checks(summary: Summary) -> tuple[Check, ...]:
    """Return every figure of the new generation beside its target."""
    new, legacy = summary.process("new"), summary.process("legacy")
    errors = new.errors if new is not None else None
    return (
        *_of_panels(summary),
        _beside("memory, beside legacy", MEMORY_PERCENT, *_of_both(new, legacy, "memory_mb")),
        _beside("processor, beside legacy", CPU_PERCENT, *_of_both(new, legacy, "cpu_percent")),
        _check(ERRORS, "", "0", errors, is_met=errors == 0, why=NO_NEW),
    )


def change_percent(new: float | None, legacy: float | None) -> float | None:
    """Return by how much the new generation differs from the legacy one; None where that is not defined."""
    if new is None or not legacy:
        return None
    return 100 * (new - legacy) / legacy


def _of_panels(summary: Summary) -> Iterator[Check]:
    for name in ("panel1", "panel2"):
        panel = summary.panel(name, "new")
        frame_ms = panel.frames.p99_ms if panel is not None else None
        is_met = frame_ms is not None and frame_ms < FRAME_MS
        yield _check(f"{name}, frame p99", "ms", f"< {FRAME_MS:.0f}", frame_ms, is_met=is_met, why=NO_NEW)
    panel = summary.panel("panel2", "new")
    refresh_ms = panel.refresh.p50_ms if panel is not None else None
    is_met = refresh_ms is not None and abs(refresh_ms - REFRESH_MS) <= REFRESH_TOLERANCE * REFRESH_MS
    why = NO_NEW if panel is None else "no position was open"
    yield _check("panel2, refresh p50", "ms", f"{REFRESH_MS:.0f}", refresh_ms, is_met=is_met, why=why)


def _of_both(
    new: ProcessSummary | None, legacy: ProcessSummary | None, figure: str
) -> tuple[float | None, str]:
    """Return the change of a figure, and why there is none."""
    if new is None or legacy is None:
        return None, NO_NEW if new is None else NO_LEGACY
    change = change_percent(getattr(new, figure), getattr(legacy, figure))
    return change, "this system does not tell it"


def _beside(name: str, target: float, change: float | None, why: str) -> Check:
    is_met = change is not None and change <= target
    return _check(name, "%", f"<= {target:.0f}", change, is_met=is_met, why=why)


def _check(  # noqa: PLR0913 - each is one field
    name: str, unit: str, target: str, value: float | None, *, is_met: bool, why: str
) -> Check:
    known = value is not None
    return Check(
        name=name,
        unit=unit,
        target=target,
        value=value,
        is_met=is_met if known else None,
        why="" if known else why,
    )
