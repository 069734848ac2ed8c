"""What a changed setting means to the running actors."""

from typing import Final

from actors.messages import (
    AlarmLimitsSet,
    Command,
    ConnectTo,
    FollowActivity,
    ReadSnapshot,
    SetHeatRules,
    StartMonthsAnew,
)
from app.plan import Plan
from app.settings import FROM_ENVIRONMENT, Settings
from app.settings_edit import FLAGS
from flags import FlagName
from models.heat import HeatThresholds
from models.setting import SettingPath

AT_ONCE: Final = frozenset(
    {
        ("dtc", "host"),
        ("dtc", "port"),
        ("snapshot", "path"),
        ("snapshot", "poll_ms"),
        ("snapshot", "stale_after_polls"),
        ("display", "follow_activity"),
        ("heat", "dead_band_ticks"),
        ("heat", "warning_s"),
        ("heat", "flash_s"),
        ("heat", "critical_s"),
        ("stop", "proximity_points"),
        ("sim", "monthly_reset"),
    }
)
"""Settings of which `effects` makes something else when they change; the others wait for the next start."""


def effects(plan: Plan) -> tuple[Command, ...]:
    """Return what the actors are told of the settings that can change while they run."""
    settings = plan.settings
    told: list[Command] = [
        heat_rules(settings),
        FollowActivity(on=settings.display.follow_activity),
        ReadSnapshot(
            path=str(plan.snapshot),
            interval_s=settings.snapshot.poll_ms / 1000,
            stale_after=settings.snapshot.stale_after_polls,
        ),
        StartMonthsAnew(on=settings.sim.monthly_reset),
    ]
    if not plan.arguments.demo:
        link = plan.link(None)
        told.append(ConnectTo(host=link.host, port=link.port))
    return tuple(told)


def heat_rules(settings: Settings) -> SetHeatRules:
    """Return what counts as a drawdown and as an alarm."""
    heat = settings.heat
    limits = AlarmLimitsSet(
        heat=HeatThresholds(warning_s=heat.warning_s, flashing_s=heat.flash_s, critical_s=heat.critical_s),
        stop_distances=tuple(settings.stop.proximity_points.items()),
    )
    return SetHeatRules(dead_band_ticks=heat.dead_band_ticks, limits=limits)


def above(plan: Plan) -> dict[SettingPath, str]:
    """Return what stands above the settings file in this run, by setting."""
    arguments = plan.arguments
    options = (
        (arguments.demo, "--demo", (("dtc", "host"), ("dtc", "port"), ("snapshot", "path"))),
        (arguments.dtc, "--dtc", (("dtc", "host"), ("dtc", "port"))),
        (arguments.csv, "--csv", (("snapshot", "path"),)),
        (arguments.mode, "--mode", (("display", "mode"),)),
        (arguments.account, "--account", (("display", "mode"), ("display", "account"))),
        (arguments.encoding, "--encoding", (("dtc", "encoding"),)),
    )
    said: dict[SettingPath, str] = {
        (table, key): variable for variable, table, key in FROM_ENVIRONMENT if plan.environ.get(variable)
    }
    said |= {(FLAGS, name): name for name in FlagName if name in plan.environ}
    return said | {path: option for given, option, paths in options if given for path in paths}
