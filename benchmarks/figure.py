"""One measured figure beside its reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_HEADER = ("figure", "unit", "median", "worst", "reference", "ratio", "bound", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Several runs of one measurement.

    Attributes:
        runs: Measured values, one for each run.
        reference: The same measured on the plain reference; empty without one.
        bound: Largest median that is acceptable.
    """

    name: str
    unit: str
    runs: Sequence[float]
    reference: Sequence[float]
    bound: float

    @property
    def is_met(self) -> bool:
        """Return whether the median stays within the bound."""
        return median(self.runs) <= self.bound

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        beside = median(self.reference) if self.reference else None
        return (
            self.name,
            self.unit,
            f"{median(self.runs):.3g}",
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
