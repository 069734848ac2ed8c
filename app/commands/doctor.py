"""`doctor`: looks over everything, says what is wrong, why it matters and what to do; mends what can be."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from app.doctor.checks import examine, masked
from app.doctor.examination import Examination, Surroundings
from app.doctor.finding import Finding, Level
from app.doctor.mend import mend
from app.home import Home

_NARROWEST: Final = 60
_LABELS: Final = (("", "what"), ("Why: ", "why"), ("Do: ", "do"))


def diagnose(home: Home, around: Surroundings, *, fix: bool) -> list[Finding]:
    """Return the findings about a home folder; with `fix` first what was mended.

    Args:
        home: The folder.
        around: What lies outside of it.
        fix: Mend what can be mended.
    """
    done = mend(home, around) if fix else []
    exam = Examination(home, around)
    return [*(masked(finding, exam.secret) for finding in done), *examine(exam)]


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 when something needs action."""
    return int(any(finding.level is Level.ACTION for finding in findings))


def terminal_width() -> int:
    """Return the columns of the terminal."""
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def table(findings: Sequence[Finding], width: int | None) -> str:
    """Return the findings for a person, what needs action last, where it is seen first.

    Args:
        findings: In the order of the checks.
        width: Columns of the terminal; None gives each finding one line, for other programs.
    """
    ordered = [finding for level in Level for finding in findings if finding.level is level]
    longest = max((len(finding.id) for finding in ordered), default=0)
    lines = []
    for finding in ordered:
        head = f"{finding.level.value:6}  {finding.id:{longest}}  "
        texts = [f"{label}{text}" for label, name in _LABELS if (text := getattr(finding, name))]
        lines += [head + " ".join(texts)] if width is None else _wrapped(head, texts, width)
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    lines.append(
        f"{counts[Level.ACTION]} need action, {counts[Level.NOTE]} notes, {counts[Level.OK]} well. "
        "docs/troubleshooting.md explains each."
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _wrapped(head: str, texts: Sequence[str], width: int) -> list[str]:
    """Return a finding in lines of a terminal, its texts below each other."""
    margin = " " * len(head)
    lines = []
    for number, text in enumerate(texts):
        # What follows "Why: " and "Do: " stands behind it.
        label = " " * (text.index(" ") + 1) if number else ""
        lines += textwrap.wrap(
            text,
            width,
            initial_indent=margin if number else head,
            subsequent_indent=margin + label,
            break_on_hyphens=False,
        )
    return lines
