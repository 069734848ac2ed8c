"""One measured figure beside its reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from models.percentile import p99

_HEADER = ("figure", "unit", "median", "p99", "worst", "reference", "ratio", "bound", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Several runs of one measurement.

    Attributes:
        runs: Measured values, one for each run.
        reference: The same measured on the plain reference; empty without one.
        bound: Largest value that is acceptable.
        bounds: What the bound is for: the median, the 99th percentile, the worst value, or the ratio of the
            medians.
    """

    name: str
    unit: str
    runs: Sequence[float]
    reference: Sequence[float]
    bound: float
    bounds: Literal["median", "p99", "worst", "ratio"] = "median"

    def values(self) -> dict[str, float | None]:
        """Return what the runs come to; `reference` and `ratio` are None without a reference."""
        beside = median(self.reference) if self.reference else None
        return {
            "median": median(self.runs),
            "p99": p99(self.runs),
            "worst": max(self.runs),
            "reference": beside,
            "ratio": median(self.runs) / beside if beside else None,
        }

    @property
    def is_met(self) -> bool:
        """Return whether the bounded value is known and stays within the bound."""
        bounded = self.values()[self.bounds]
        return bounded is not None and bounded <= self.bound

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        values = ("-" if value is None else f"{value:.3g}" for value in self.values().values())
        bound = f"{self.bounds} <= {self.bound:.3g}"
        return (self.name, self.unit, *values, bound, "ok" if self.is_met else "MISSED")

    def record(self) -> dict[str, str | float | bool | None]:
        """Return the row for a file."""
        place: dict[str, str | float] = {
            "name": self.name,
            "unit": self.unit,
            "bound": self.bound,
            "bounds": self.bounds,
        }
        return place | self.values() | {"is_met": self.is_met}


def table(figures: Sequence[Figure]) -> str:
    """Return figures as a text table."""
    rows = [_HEADER, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
