"""The application, inside its private environment; `launcher.py` starts it."""

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app import display, home, logs
from app.arguments import Arguments, parse
from app.bootstrap import hand_over
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.demo_process import DemoProcess
from app.end_wish import Ended, EndWish
from app.errors import StartError
from app.plan import Plan, make_plan
from app.qt_loading import load_qt
from app.safe_start import with_experience
from flags import FlagError

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
"""With Python's 5 ms a busy actor would keep the GUI thread waiting for a visible moment. While it paints it
waits for others a dozen times; half of 1 ms takes 1 ms off the slowest frames, less gains nothing."""

_PRIVATE = 0o077
_WORKED = {0, 130}
"""Exit codes of runs that a person or a clock has ended."""


def main(argv: Sequence[str]) -> int:
    """Run the monitor; return the exit code."""
    arguments = parse(argv)
    if arguments.command is not None:
        from app.commands.dispatch import run_command  # noqa: PLC0415 - a window does without the commands

        return run_command(arguments.command, arguments.home)
    wish = EndWish()
    wish.listen()
    # Log, database, copies, recordings, and whatever else is written: nobody else's to read.
    os.umask(_PRIVATE)
    try:
        place = home.prepare(home.choose(arguments.home))
        plan = make_plan(arguments, place)
        lock = home.lock(place)
    except (StartError, FlagError) as error:
        sys.stderr.write(f"launcher.py: {error}\n")
        return error.exit_code
    stop_logs = logs.start(place, [plan.password.reveal()])
    try:
        ended = _run(arguments, _learn(plan), wish)
        plan.beacon.end(worked=ended.was_shown and ended.code in _WORKED)
    except Exception:
        log.exception("unexpected error")
        sys.stderr.write(f"launcher.py: unexpected error; details are in {place.logs / 'app.log'}\n")
        return 1
    finally:
        stop_logs()
        lock.release()
    return _go_on_as_demo(plan) if ended.wants_demo else ended.code


def _go_on_as_demo(plan: Plan) -> int:
    """Start the demo in place of this run, in a home folder of its own: its trades are nobody's trades."""
    arguments = plan.arguments
    options = ["--demo", "--home", str(plan.home.demo)] + ["--offscreen"] * arguments.offscreen
    if arguments.run_for_s is not None:
        options += ["--run-for", str(arguments.run_for_s)]
    return hand_over(Path(sys.executable), ["-P", "-m", "app", *options])


def _learn(plan: Plan) -> Plan:
    """Light the beacon, and put what earlier runs learnt about the flags above what is saved."""
    decision = plan.beacon.begin({name: plan.flags.is_on(name) for name in plan.flags.evaluations})
    flags, notices = with_experience(plan.flags, decision, BurnedFlags(plan.home.data).in_version(version()))
    plan.beacon.use({name: flags.is_on(name) for name in flags.evaluations})
    for notice in notices:
        log.info(notice)
    return replace(plan, flags=flags, problems=(*plan.problems, *notices))


def _run(arguments: Arguments, plan: Plan, wish: EndWish) -> Ended:
    log.info("APPSIERRA %s starts, home %s", version(), plan.home.root)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    if wish.exit_code is not None:
        return Ended(wish.exit_code)
    demo = None
    if arguments.demo:
        demo = DemoProcess(plan.snapshot, arguments.demo_seed, arguments.demo_time_scale)
    notice = display.prepare(os.environ, offscreen=arguments.offscreen)
    if notice:
        log.info(notice)
        sys.stderr.write(f"{notice}\n")
    # Qt reads the environment when it is loaded, and loading it takes its time: the demo starts meanwhile.
    load_qt()
    from app.window_system import run  # noqa: PLC0415

    return run(plan, demo, wish)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
