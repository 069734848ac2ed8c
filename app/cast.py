"""Which actors play, with what, in which order."""

from actors.alarms import AlarmActor
from actors.audit import AuditActor
from actors.base import Ports
from actors.clock import ClockActor
from actors.csv_poller import CsvPollerActor
from actors.dtc_connection import DtcConnectionActor
from actors.equity import EquityActor
from actors.evidence import EvidenceActor
from actors.gaps import GapsActor
from actors.heat import HeatActor
from actors.link_settings import LinkSettings
from actors.performance import PerformanceActor
from actors.persistence import PersistenceActor
from actors.positions import PositionsActor
from actors.qt_bridge import Emit, QtBridgeActor
from actors.rollback_watch import RollbackWatchActor
from actors.rollout import RolloutActor
from actors.screen_log import ScreenLogActor
from actors.seams.ids import SystemIds
from actors.seams.line_file import DiskLineFile
from actors.seams.net import TcpNet
from actors.seams.rollback_file import DiskRollbackFile
from actors.seams.snapshot_file import DiskSnapshotFile
from actors.seams.storage import DiskStorage
from actors.seams.text_file import DiskTextFiles
from actors.session import SessionActor
from actors.settings import SettingsActor
from actors.statistics import StatisticsActor
from actors.supervisor import ActorSpec
from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.plan import Plan
from app.process_gauge import ProcessGauge
from app.rollout_store import RolloutOfMonitor
from app.safe_start import FLAG_OF, at_start
from app.settings_effects import alarm_rules, heat_rules
from app.settings_file import SettingsFile
from flags import FlagName
from models import rollback
from models.alarm_rules import AlarmSettings


def cast(plan: Plan, ports: Ports, link: LinkSettings, emit: Emit) -> list[ActorSpec]:
    """Return the actors in the order of their start, which is the reverse of that of their stop.

    Sources stop first, then what digests, then the database with all that still waits, then the screen.

    Args:
        plan: What this start is about.
        ports: What every actor is given.
        link: Where the server is.
        emit: The window's inlet.
    """
    ids = SystemIds()
    settings, heat = plan.settings, heat_rules(plan.settings)
    specs = [
        ActorSpec(QtBridgeActor, {"emit": emit, "typed": plan.flags.is_on(FlagName.USE_TYPED_EVENTS)}),
        ActorSpec(
            AuditActor,
            {
                "trail": AuditTrail(plan.home.data),
                "burned": BurnedFlags(plan.home.data),
                "record": plan.beacon,
                "at_start": at_start(plan.flags),
                "flag_of": FLAG_OF,
            },
        ),
        ActorSpec(PersistenceActor, {"storage": DiskStorage(plan.home.data, plan.start_balance)}),
        ActorSpec(
            PerformanceActor,
            {"gauge": ProcessGauge(), "version": version(), "is_demo": plan.arguments.demo},
        ),
        # Before the positions: it hears what was loaded before they tell what they make of it.
        ActorSpec(EvidenceActor, _circumstances(plan)),
        ActorSpec(SessionActor, {"wish": plan.wish, "assigned": plan.accounts}),
        ActorSpec(
            EquityActor,
            {
                "start_balance": plan.start_balance,
                "monthly_reset": settings.sim.monthly_reset,
                "calendar": plan.calendar,
            },
        ),
        ActorSpec(GapsActor, {}),
        ActorSpec(StatisticsActor, {"files": DiskTextFiles(), "calendar": plan.calendar}),
        ActorSpec(HeatActor, {"dead_band_ticks": heat.dead_band_ticks, "limits": heat.limits}),
        ActorSpec(AlarmActor, {"settings": _alarms(plan)}),
        ActorSpec(PositionsActor, {"ids": ids, "contracts": plan.contracts}),
        ActorSpec(SettingsActor, {"store": SettingsFile(plan)}),
        ActorSpec(RolloutActor, {"store": RolloutOfMonitor(plan.home)}),
        ActorSpec(ClockActor, {}),
        ActorSpec(RollbackWatchActor, {"file": DiskRollbackFile(plan.home.data / rollback.FILE)}),
        ActorSpec(
            CsvPollerActor,
            {
                "file": DiskSnapshotFile(plan.snapshot),
                "interval_s": settings.snapshot.poll_ms / 1000,
                "stale_after": settings.snapshot.stale_after_polls,
            },
        ),
        ActorSpec(DtcConnectionActor, {"net": TcpNet(ports.post), "ids": ids, "settings": link}),
    ]
    if plan.arguments.screen_log is not None:
        specs.insert(0, ActorSpec(ScreenLogActor, {"file": DiskLineFile(plan.arguments.screen_log)}))
    return [ActorSpec(spec.actor_class, {"ports": ports, **spec.arguments}) for spec in specs]


def _circumstances(plan: Plan) -> dict[str, object]:
    return {
        "version": version(),
        "simulated": plan.is_simulated,
        "panels": {name: "new" if plan.flags.is_on(flag) else "legacy" for name, flag in FLAG_OF.items()},
        "crashed": plan.beacon.found_burning,
    }


def _alarms(plan: Plan) -> AlarmSettings:
    limits, rules = heat_rules(plan.settings).limits, alarm_rules(plan.settings)
    return AlarmSettings(
        heat=limits.heat,
        stop_distances=dict(limits.stop_distances),
        stop_missing_s=rules.stop_missing_s,
        cool_down_s=rules.cool_down_s,
        snooze_s=rules.snooze_s,
        daily_losses=dict(rules.daily_losses),
        calendar=plan.calendar,
    )
