"""`rollout`: the phases of the migration on the command line."""

import msgspec

from app import home as homes
from app.commands.rollback import roll_back
from app.drills.prove import prove
from app.errors import StartError
from app.home import Home
from app.rollout import Outcome, Rollout
from app.rollout_options import RolloutWish
from app.subcommands import RollBack
from models.rollout.view import RolloutView


class RolloutAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wish, and where the rollout is now.

    Attributes:
        done: Whether it was followed; of a look, always.
        text: That in one sentence; empty for a look.
        missing: What stands against going on.
        evidence: What the audit trail names; empty without an evidence file.
        problem: What else went wrong, in one line; empty when all is well.
    """

    done: bool
    text: str
    missing: tuple[str, ...]
    evidence: str
    problem: str
    rollout: RolloutView


def roll_out(wish: RolloutWish, place: Home) -> RolloutAnswer:
    """Look at the rollout, or move it.

    Raises:
        StartError: A file cannot be read or written.
    """
    rollout, problem = Rollout(place, prove=prove), ""
    match wish.action:
        case "check":
            outcome = rollout.check()
        case "promote":
            outcome = rollout.promote(force_why=wish.why if wish.force else "")
        case "rollback":
            why = wish.why or "asked for on the command line"
            # The screen first: the settings can wait, a trader cannot.
            problem = _show_legacy(place, rollout.panels_back(wish.to), why)
            outcome = rollout.roll_back(why, wish.to)
        case "sign":
            outcome = rollout.sign(wish.name)
        case _:
            view = rollout.look()
            outcome = Outcome(done=True, text="", missing=view.missing)
    return RolloutAnswer(
        done=outcome.done,
        text=outcome.text,
        missing=outcome.missing,
        evidence=outcome.evidence,
        problem=problem,
        rollout=rollout.look(),
    )


def _show_legacy(place: Home, panels: tuple[str, ...], why: str) -> str:
    """Let a running monitor show legacy panels; return why it does not."""
    if not panels or not homes.is_running(place):
        return ""
    try:
        roll_back(place, RollBack(panels=panels, why=why, save=False, as_json=False))
    except StartError as error:
        return str(error)
    return ""
