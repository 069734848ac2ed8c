"""The actors that a recording plays again, and the world around them: the real one, or one that is noted."""

from collections.abc import Callable
from typing import Any, NamedTuple

from actors.alarms import AlarmActor
from actors.base import Actor, Ports
from actors.clock import ClockActor
from actors.csv_poller import CsvPollerActor
from actors.dtc_connection import DtcConnectionActor
from actors.equity import EquityActor
from actors.gaps import GapsActor
from actors.heat import HeatActor
from actors.link_settings import LinkSettings
from actors.positions import PositionsActor
from actors.qt_bridge import Emit, QtBridgeActor
from actors.seams.answers import NotedIds, NotedNet, NotedSnapshotFile, NotedTextFiles
from actors.seams.ids import Ids, SystemIds
from actors.seams.net import Net, TcpNet
from actors.seams.snapshot_file import DiskSnapshotFile, SnapshotFile
from actors.seams.text_file import DiskTextFiles, TextFiles
from actors.seams.track import Track
from actors.session import SessionActor
from actors.statistics import StatisticsActor
from actors.supervisor import ActorSpec
from app.plan import Plan
from app.settings_effects import alarm_rules, heat_rules
from app.start_state import StartState
from flags import FlagName
from models.alarm_rules import AlarmSettings


class Surroundings(NamedTuple):
    """What one actor can touch."""

    ports: Ports
    net: Net
    ids: Ids
    snapshot: SnapshotFile
    texts: TextFiles


World = Callable[[str], Surroundings]
"""Returns the surroundings of an actor, by its name; called once for each, in the order of their start."""


def real_world(plan: Plan, ports: Ports) -> World:
    """Return sockets, files and chance, the same for all."""
    real = Surroundings(
        ports, TcpNet(ports.post), SystemIds(), DiskSnapshotFile(plan.snapshot), DiskTextFiles()
    )
    return lambda _name: real


def tracked_world(world: World, track: Track, scale: float) -> World:
    """Return the same world, noted.

    Args:
        world: The real one.
        track: Where what happens is noted.
        scale: Seconds of wall clock in a real second.
    """

    def tracked(name: str) -> Surroundings:
        ports, net, ids, snapshot, texts = world(name)
        noted, notes = track.enter(name, ports, scale)
        return Surroundings(
            noted,
            NotedNet(net, notes),
            NotedIds(ids, notes),
            NotedSnapshotFile(snapshot, notes),
            NotedTextFiles(texts, notes),
        )

    return tracked


def players(start: StartState, link: LinkSettings, world: World, emit: Emit) -> list[ActorSpec]:
    """Return the actors in the order of their start: first the screen, last the sources.

    Args:
        start: What they are made of.
        link: How to reach the server; the one thing of a start that no recording keeps.
        world: What they touch.
        emit: The window's inlet.
    """
    settings, heat = start.settings, heat_rules(start.settings)
    cast: list[tuple[type[Actor], Callable[[Surroundings], dict[str, Any]]]] = [
        (QtBridgeActor, lambda _: {"emit": emit, "typed": start.flags[FlagName.USE_TYPED_EVENTS]}),
        (SessionActor, lambda _: {"wish": start.wish, "assigned": start.accounts}),
        (
            EquityActor,
            lambda _: {
                "start_balance": settings.sim.start_balance,
                "monthly_reset": settings.sim.monthly_reset,
                "calendar": start.calendar,
            },
        ),
        (GapsActor, lambda _: {}),
        (StatisticsActor, lambda around: {"files": around.texts, "calendar": start.calendar}),
        (HeatActor, lambda _: {"dead_band_ticks": heat.dead_band_ticks, "limits": heat.limits}),
        (AlarmActor, lambda _: {"settings": _alarms(start)}),
        (PositionsActor, lambda around: {"ids": around.ids, "contracts": start.contracts}),
        (ClockActor, lambda _: {}),
        (
            CsvPollerActor,
            lambda around: {
                "file": around.snapshot,
                "interval_s": settings.snapshot.poll_ms / 1000,
                "stale_after": settings.snapshot.stale_after_polls,
            },
        ),
        (
            DtcConnectionActor,
            lambda around: {"net": around.net, "ids": around.ids, "settings": link},
        ),
    ]
    return [_spec(actor_class, world(actor_class.name), arguments) for actor_class, arguments in cast]


def _spec(
    actor_class: type[Actor], around: Surroundings, arguments: Callable[[Surroundings], dict[str, Any]]
) -> ActorSpec:
    return ActorSpec(actor_class, {"ports": around.ports, **arguments(around)})


def _alarms(start: StartState) -> AlarmSettings:
    limits, rules = heat_rules(start.settings).limits, alarm_rules(start.settings)
    return AlarmSettings(
        heat=limits.heat,
        stop_distances=dict(limits.stop_distances),
        stop_missing_s=rules.stop_missing_s,
        cool_down_s=rules.cool_down_s,
        snooze_s=rules.snooze_s,
        daily_losses=dict(rules.daily_losses),
        calendar=start.calendar,
    )
