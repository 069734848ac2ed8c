"""Which actors play, with what, in which order."""

from actors.audit import AuditActor
from actors.base import Ports
from actors.evidence import EvidenceActor
from actors.link_settings import LinkSettings
from actors.performance import PerformanceActor
from actors.persistence import PersistenceActor
from actors.qt_bridge import Emit
from actors.recorder import RecorderActor
from actors.rollback_watch import RollbackWatchActor
from actors.rollout import RolloutActor
from actors.screen_log import ScreenLogActor
from actors.seams.line_file import DiskLineFile
from actors.seams.rollback_file import DiskRollbackFile
from actors.seams.storage import DiskStorage
from actors.seams.track import Track
from actors.settings import SettingsActor
from actors.supervisor import ActorSpec
from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.plan import Plan
from app.players import players, real_world, tracked_world
from app.process_gauge import ProcessGauge
from app.recordings import tape_files
from app.rollout_store import RolloutOfMonitor
from app.safe_start import FLAG_OF, at_start
from app.settings_file import SettingsFile
from app.start_state import start_state
from models import rollback


def cast(
    plan: Plan, ports: Ports, link: LinkSettings, emit: Emit, track: Track | None = None
) -> list[ActorSpec]:
    """Return the actors in the order of their start, which is the reverse of that of their stop.

    Sources stop first, then what digests, then the database with all that still waits, then the screen, and
    last the recording of them all.

    Args:
        plan: What this start is about.
        ports: What every actor is given.
        link: Where the server is.
        emit: The window's inlet.
        track: Where what happens is noted, for the recording; None without one.
    """
    start = start_state(plan, link)
    world = real_world(plan, ports)
    if track is not None:
        world = tracked_world(world, track, start.time_scale)
    screen, *digesting, snapshot, connection = players(start, link, world, emit)
    return [
        *_logs(plan, ports, link, track),
        screen,
        ActorSpec(
            AuditActor,
            {
                "ports": ports,
                "trail": AuditTrail(plan.home.data),
                "burned": BurnedFlags(plan.home.data),
                "record": plan.beacon,
                "at_start": at_start(plan.flags),
                "flag_of": FLAG_OF,
            },
        ),
        ActorSpec(
            PersistenceActor, {"ports": ports, "storage": DiskStorage(plan.home.data, plan.start_balance)}
        ),
        ActorSpec(
            PerformanceActor,
            {
                "ports": ports,
                "gauge": ProcessGauge(),
                "version": version(),
                "is_demo": plan.arguments.demo,
            },
        ),
        # Before the positions: it hears what was loaded before they tell what they make of it.
        ActorSpec(EvidenceActor, {"ports": ports, **_circumstances(plan)}),
        *digesting,
        ActorSpec(SettingsActor, {"ports": ports, "store": SettingsFile(plan)}),
        ActorSpec(RolloutActor, {"ports": ports, "store": RolloutOfMonitor(plan.home)}),
        ActorSpec(
            RollbackWatchActor, {"ports": ports, "file": DiskRollbackFile(plan.home.data / rollback.FILE)}
        ),
        snapshot,
        connection,
    ]


def _logs(plan: Plan, ports: Ports, link: LinkSettings, track: Track | None) -> list[ActorSpec]:
    """Return who writes down what all others do."""
    specs = []
    if track is not None:
        files = tape_files(plan, link, track)
        specs.append(
            ActorSpec(
                RecorderActor, {"ports": ports, "track": track, "files": files, "calendar": plan.calendar}
            )
        )
    if plan.arguments.screen_log is not None:
        file = DiskLineFile(plan.arguments.screen_log)
        specs.append(ActorSpec(ScreenLogActor, {"ports": ports, "file": file}))
    return specs


def _circumstances(plan: Plan) -> dict[str, object]:
    return {
        "version": version(),
        "simulated": plan.is_simulated,
        "panels": {name: "new" if plan.flags.is_on(flag) else "legacy" for name, flag in FLAG_OF.items()},
        "crashed": plan.beacon.found_burning,
    }
