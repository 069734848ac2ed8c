"""What earlier runs learnt about the flags, put above everything that is saved."""

from collections.abc import Mapping
from typing import Final

from app.beacon import Decision
from flags import FlagName, Flags, Source
from models.audit import FlagAtStart

FLAG_OF: Final[Mapping[str, FlagName]] = {
    "panel1": FlagName.USE_NEW_PANEL1,
    "panel2": FlagName.USE_NEW_PANEL2,
}
"""The flag that decides a panel's generation."""


def with_experience(
    flags: Flags, decision: Decision, burned: Mapping[FlagName, str]
) -> tuple[Flags, tuple[str, ...]]:
    """Return the flags that may be tried, and sentences for the banner.

    Args:
        flags: As environment, settings and defaults have them.
        decision: What the beacon says.
        burned: Flags that failed in this version, with what failed.
    """
    notices = (decision.notice,) if decision.notice else ()
    for name, value in (decision.flags_override or {}).items():
        flags = flags.with_override(name, value=value, who="crash", why=decision.notice)
    for name, why in burned.items():
        if flags.is_on(name):
            text = f"{name} stays off: it failed in this version ({why}). A newer version may turn it on."
            notices = (*notices, text)
        flags = flags.with_burned(name, why)
    return flags, notices


def at_start(flags: Flags) -> tuple[FlagAtStart, ...]:
    """Return every flag's value and who decided it, for the audit trail."""
    return tuple(
        FlagAtStart(name, evaluation.value, _who(flags, name), evaluation.reason)
        for name, evaluation in flags.evaluations.items()
    )


def _who(flags: Flags, name: FlagName) -> str:
    if name in flags.burned:
        return "automatic"
    source = flags.evaluations[name].source
    return "crash" if source is Source.SESSION else source.value
