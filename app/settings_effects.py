"""What a changed setting means to the running actors."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from actors.messages import (
    AlarmLimitsSet,
    Command,
    ConnectTo,
    Fact,
    FollowActivity,
    ReadSnapshot,
    SetAlarmRules,
    SetCalendar,
    SetHeatRules,
    SoundsSet,
    StartMonthsAnew,
    SwapPanels,
    TrackingSet,
)
from app.plan import Plan
from app.safe_start import FLAG_OF
from app.settings import FROM_ENVIRONMENT, Settings
from app.settings_edit import FLAGS
from flags import FlagName
from models.heat import HeatThresholds
from models.quiet_hours import QuietHours
from models.setting import SettingPath

AT_ONCE: Final = frozenset(
    {
        ("dtc", "host"),
        ("dtc", "port"),
        ("dtc", "username"),
        ("dtc", "encoding"),
        ("dtc", "heartbeat_interval_s"),
        ("snapshot", "path"),
        ("snapshot", "poll_ms"),
        ("snapshot", "stale_after_polls"),
        ("display", "follow_activity"),
        ("display", "palette"),
        ("display", "time_zone"),
        ("display", "reduced_motion"),
        ("heat", "dead_band_ticks"),
        ("heat", "warning_s"),
        ("heat", "flash_s"),
        ("heat", "critical_s"),
        ("stop", "proximity_points"),
        ("alarms", "muted"),
        ("alarms", "volume"),
        ("alarms", "quiet_from"),
        ("alarms", "quiet_to"),
        ("alarms", "stop_missing_s"),
        ("alarms", "snooze_s"),
        ("alarms", "cool_down_s"),
        ("limits",),
        ("calendar",),
        ("sim", "monthly_reset"),
        *((FLAGS, flag.value) for flag in FLAG_OF.values()),
        (FLAGS, FlagName.ENABLE_PERF_TRACKING.value),
    }
)
"""Settings that are told when they change; the others wait for the next start."""
LATER: Final[Mapping[SettingPath, str]] = {
    ("accounts",): "no account changes its mode in the middle of a position",
    ("contracts",): "an open position keeps what its points are worth",
    ("recording", "enabled"): "a recording has no gaps",
    ("recording", "limit_mb"): "",
    ("sim", "start_balance"): "an account that runs keeps what it started with",
    ("display", "mode"): "it says what is shown first",
    ("display", "account"): "it says what is shown first",
    (FLAGS, FlagName.USE_TYPED_EVENTS.value): "a panel is handed one form from its first fact on",
    (FLAGS, FlagName.ENABLE_MIGRATION_LOGS.value): "",
}
"""Settings that wait for the next start, and why."""
WHO: Final = "user"
WHY: Final = "chosen in the settings dialog"
"""How the audit trail tells a flag that was changed among the settings."""


_OF_THE_DEMO: Final = (
    ("dtc", "host"),
    ("dtc", "port"),
    ("dtc", "username"),
    ("dtc", "encoding"),
    ("dtc", "heartbeat_interval_s"),
    ("snapshot", "path"),
)


def effects(plan: Plan) -> tuple[Command | Fact, ...]:
    """Return what actors and screen are told of the settings that can change while they run."""
    settings = plan.settings
    told: list[Command | Fact] = [
        plan.display,
        alarm_rules(settings),
        sounds(settings),
        SetCalendar(calendar=plan.calendar),
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
        told.append(
            ConnectTo(
                host=link.host,
                port=link.port,
                username=link.session.username,
                encoding=link.session.encoding,
                heartbeat_interval_s=link.session.heartbeat_interval_s,
            )
        )
    return tuple(told)


def flag_effects(plan: Plan, name: FlagName, *, value: bool) -> tuple[Command | Fact, ...]:
    """Return what is told of a flag that was set in the file: a panel is swapped, unless it is refused."""
    panels = tuple(panel for panel, flag in FLAG_OF.items() if flag is name)
    if (FLAGS, name) in above(plan):
        return ()
    if name is FlagName.ENABLE_PERF_TRACKING:
        return (tracking(plan, on=value),)
    if not panels:
        return ()
    return (SwapPanels(panels=panels, generation="new" if value else "legacy", who=WHO, why=WHY),)


def tracking(plan: Plan, *, on: bool) -> TrackingSet:
    """Return whether it is measured what the program costs; never in a demo faster or slower than life."""
    return TrackingSet(on=on and plan.arguments.demo_time_scale == 1.0)


def heat_rules(settings: Settings) -> SetHeatRules:
    """Return what counts as a drawdown and as an alarm."""
    heat = settings.heat
    limits = AlarmLimitsSet(
        heat=HeatThresholds(warning_s=heat.warning_s, flashing_s=heat.flash_s, critical_s=heat.critical_s),
        stop_distances=tuple(settings.stop.proximity_points.items()),
    )
    return SetHeatRules(dead_band_ticks=heat.dead_band_ticks, limits=limits)


def alarm_rules(settings: Settings) -> SetAlarmRules:
    """Return when an alarm is raised again or put aside, and what accounts may lose."""
    alarms = settings.alarms
    return SetAlarmRules(
        stop_missing_s=alarms.stop_missing_s,
        cool_down_s=alarms.cool_down_s,
        snooze_s=alarms.snooze_s,
        daily_losses=tuple(
            (account, limit.daily_loss)
            for account, limit in settings.limits.items()
            if limit.daily_loss is not None
        ),
    )


def sounds(settings: Settings) -> SoundsSet:
    """Return what is heard of alarms, and when."""
    alarms, quiet = settings.alarms, None
    if alarms.quiet_from:
        quiet = QuietHours(
            start=time.fromisoformat(alarms.quiet_from), end=time.fromisoformat(alarms.quiet_to)
        )
    return SoundsSet(muted=alarms.muted, volume=alarms.volume, quiet=quiet)


def above(plan: Plan) -> dict[SettingPath, str]:
    """Return what stands above the settings file in this run, by setting."""
    arguments = plan.arguments
    options = (
        (arguments.demo, "--demo", _OF_THE_DEMO),
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
