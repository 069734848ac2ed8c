"""`rollout` on the command line. Needs nothing but the standard library."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_LAST: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutWish:
    """Look at the rollout, or move it.

    Attributes:
        action: `status`, `check`, `promote`, `rollback` or `sign`.
        force: Promote although evidence is missing.
        to: Phase to go back to; None for one step.
        name: Who signs off.
    """

    action: str
    why: str
    force: bool
    to: int | None
    name: str
    as_json: bool


def add_actions(rollout: argparse.ArgumentParser, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the actions to the subcommand.

    Args:
        rollout: Its parser.
        add: Adds a parser to a group, under a name and with a help text.
    """
    actions = rollout.add_subparsers(dest="rollout_action", metavar="ACTION", required=True)
    status = add(actions, "status", "phase, gates, evidence and history")
    check = add(actions, "check", "hold the gates against the evidence; 1 where one does not pass")
    promote = add(actions, "promote", "go on to the next phase; 1 and the list of what is missing otherwise")
    promote.add_argument("--force", action="store_true", help="although evidence is missing; needs --why")
    back = add(actions, "rollback", "go back one phase, at once")
    back.add_argument("--to", type=_phase, metavar="N", help=f"to the beginning of phase N, 1 to {_LAST}")
    sign = add(actions, "sign", "record that a person agrees to leave the phase")
    sign.add_argument("name", metavar="NAME", type=_name, help="who signs")
    for moving in (promote, back):
        moving.add_argument("--why", metavar="TEXT", default="", help="the reason, for the audit trail")
    for action in (status, check, promote, back, sign):
        action.add_argument("--json", action="store_true", help="answer for machines")


def wish_of(given: argparse.Namespace, refuse: Callable[[str], object]) -> RolloutWish:
    """Return what is wanted of the rollout.

    Args:
        given: What argparse understood.
        refuse: Ends the program with a sentence.
    """
    wish = RolloutWish(
        action=given.rollout_action,
        why=getattr(given, "why", ""),
        force=getattr(given, "force", False),
        to=getattr(given, "to", None),
        name=getattr(given, "name", ""),
        as_json=given.json,
    )
    if wish.force and not wish.why.strip():
        refuse("rollout promote --force needs --why TEXT: the audit trail keeps the reason")
    return wish


def _phase(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LAST):
        raise argparse.ArgumentTypeError(f"{text!r} is no phase; phases: 1 to {_LAST}")
    return int(text)


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a sign-off needs the name of a person")
    return " ".join(text.split())
