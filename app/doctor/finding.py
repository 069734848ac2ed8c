"""What a check found: the kinds of findings, and one finding."""

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How much a finding asks of the trader."""

    OK = "ok"
    NOTE = "note"
    ACTION = "action"


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the answer.

    Attributes:
        id: Names the cause; docs/troubleshooting.md explains it.
        subject: What was looked at.
        what: What was found.
        why: Why that matters; empty where all is well.
        do: What to do about it; empty where there is nothing to do.
    """

    id: str
    level: Level
    subject: str
    what: str
    why: str = ""
    do: str = ""


class Kind(msgspec.Struct, frozen=True, gc=False):
    """One cause that can be found.

    Attributes:
        do: What to do, where the single finding knows nothing better.
    """

    id: str
    level: Level
    subject: str
    why: str
    do: str

    def found(self, what: str, do: str = "") -> Finding:
        """Return a finding of this kind.

        Args:
            what: What was found, with names and figures.
            do: What to do in this very case.
        """
        return Finding(
            id=self.id, level=self.level, subject=self.subject, what=what, why=self.why, do=do or self.do
        )


def well(subject: str, what: str) -> Finding:
    """Return that all is well with a subject."""
    return Finding(id=f"{subject.replace(' ', '-')}-ok", level=Level.OK, subject=subject, what=what)
