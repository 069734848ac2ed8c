"""What is said of a run: figures with what they prove, and findings that can be played again."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from tests.fuzz.engine import MOST_MB, Result
from tests.fuzz.meter import MOST_S
from tests.simulation.report import commit

_LONGEST_HEX: Final = 4_000


class Report(NamedTuple):
    """A result for machines; its fields are those of `Result`, and what was played.

    Attributes:
        findings: Of each: seed, problem, the case as hex, and the command that plays it again.
    """

    name: str
    commit: str
    seed: int
    taken: int
    cases: int
    seconds: float
    longest_ms: float
    longest_alone_ms: float
    disturbed: int
    grown_mb: float | None
    findings: list[dict[str, Any]]
    holds: bool


def of_result(result: Result) -> Report:
    """Return what is said of a result."""
    findings = [
        {
            "seed": finding.seed,
            "problem": finding.problem,
            "hex": finding.data.hex(),
            "again": _command(result.name, finding.seed, finding.data),
        }
        for finding in result.findings
    ]
    kept = {name: value for name, value in result._asdict().items() if name != "findings"}
    return Report(commit=commit(), findings=findings, holds=result.holds, **kept)


def merged(reports: Sequence[Report]) -> Report:
    """Return what several processes found together."""
    grown = [report.grown_mb for report in reports if report.grown_mb is not None]
    return reports[0]._replace(
        taken=sum(report.taken for report in reports),
        cases=sum(report.cases for report in reports),
        seconds=max(report.seconds for report in reports),
        longest_ms=max(report.longest_ms for report in reports),
        longest_alone_ms=max(report.longest_alone_ms for report in reports),
        disturbed=sum(report.disturbed for report in reports),
        grown_mb=max(grown, default=None),
        findings=[finding for report in reports for finding in report.findings],
        holds=all(report.holds for report in reports),
    )


def words(report: Report) -> str:
    """Return what a person wants to know."""
    lines = []
    for finding in report.findings:
        lines += [f"FOUND {finding['problem']}", f"seed {finding['seed']}, made small: {finding['hex']}"]
        lines.append(f"again: {finding['again']}")
    lines.append(
        f"{report.taken:,} {report.name} in {report.cases:,} cases, {report.seconds:.0f} s; "
        f"{len(report.findings)} found; commit {report.commit}, first seed {report.seed}"
    )
    if not report.findings:
        lines.append(f"with 95 % confidence fewer than one in {report.taken / 3:,.0f} of this kind does harm")
    lines.append(
        f"longest piece {report.longest_alone_ms:.1f} ms of the processor (at most {MOST_S * 1e3:.0f} ms), "
        f"{report.longest_ms:.1f} ms by the clock; {report.disturbed} were disturbed by others or by garbage"
    )
    grown = "unknown" if report.grown_mb is None else f"{report.grown_mb:+.1f} MB"
    lines.append(f"memory after the warm-up {grown} (at most {MOST_MB:.0f} MB)")
    lines.append("everything holds" if report.holds else "NOT everything holds")
    return "\n".join(lines) + "\n"


def _command(name: str, seed: int, data: bytes) -> str:
    case = f"--hex {data.hex()}" if len(data) * 2 <= _LONGEST_HEX else f"--seed {seed} --count 1"
    return f"python3 -m tests.fuzz {name} {case}"
