"""One measured figure beside its reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

_HEADER = ("figure", "unit", "median", "p99", "worst", "reference", "ratio", "bound", "")


def p99(samples: Sequence[float]) -> float:
    """Return the value that 99 % of samples do not exceed; the largest of fewer than a hundred."""
    return sorted(samples)[-(len(samples) // 100) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Several runs of one measurement.

    Attributes:
        runs: Measured values, one for each run.
        reference: The same measured on the plain reference; empty without one.
        bound: Largest value that is acceptable.
        bounds: What the bound is for: the median, or the 99th percentile.
    """

    name: str
    unit: str
    runs: Sequence[float]
    reference: Sequence[float]
    bound: float
    bounds: Literal["median", "p99"] = "median"

    @property
    def is_met(self) -> bool:
        """Return whether the bounded value stays within the bound."""
        return (p99 if self.bounds == "p99" else median)(self.runs) <= self.bound

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        beside = median(self.reference) if self.reference else None
        return (
            self.name,
            self.unit,
            f"{median(self.runs):.3g}",
            f"{p99(self.runs):.3g}",
            f"{max(self.runs):.3g}",
            "-" if beside is None else f"{beside:.3g}",
            "-" if not beside else f"{median(self.runs) / beside:.2f}",
            f"{self.bound:.3g}",
            "ok" if self.is_met else "MISSED",
        )


def table(figures: Sequence[Figure]) -> str:
    """Return figures as a text table."""
    rows = [_HEADER, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
