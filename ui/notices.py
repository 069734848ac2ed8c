"""The notices that wait for the trader, most severe first; pure."""

from dataclasses import dataclass

import msgspec

from actors.messages import Fact, NoticeCleared, NoticeRaised, Severity
from ui.wording import without_amounts

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Notices:
    """All notices that are neither cleared nor dismissed.

    Attributes:
        raised: Newest first.
    """

    raised: tuple[NoticeRaised, ...] = ()

    def after(self, fact: Fact) -> "Notices":
        """Return the notices after a fact; the same object when it changes nothing."""
        if isinstance(fact, NoticeRaised):
            return self if fact in self.raised else Notices((fact, *self.without(fact.key).raised))
        if isinstance(fact, NoticeCleared):
            return self.without(fact.key)
        return self

    def without(self, key: str) -> "Notices":
        """Return the notices without one."""
        kept = tuple(notice for notice in self.raised if notice.key != key)
        return self if len(kept) == len(self.raised) else Notices(kept)

    def without_amounts(self) -> "Notices":
        """Return the notices with every amount hidden, for a screen that others see."""
        return Notices(
            tuple(
                msgspec.structs.replace(notice, text=without_amounts(notice.text)) for notice in self.raised
            )
        )

    @property
    def top(self) -> NoticeRaised | None:
        """Return the most severe notice, the newest of several."""
        return min(self.raised, key=lambda notice: _RANK[notice.severity], default=None)
