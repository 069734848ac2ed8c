"""The actors of a whole monitor, without the world around them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from actors.alarms import AlarmActor
from actors.base import Ports
from actors.clock import ClockActor
from actors.csv_poller import CsvPollerActor
from actors.dtc_connection import DtcConnectionActor
from actors.equity import EquityActor
from actors.gaps import GapsActor
from actors.heat import HeatActor
from actors.link_settings import LinkSettings
from actors.messages import AlarmLimitsSet
from actors.persistence import PersistenceActor
from actors.positions import PositionsActor
from actors.qt_bridge import Emit, QtBridgeActor
from actors.seams.ids import Ids
from actors.seams.net import Net
from actors.seams.snapshot_file import SnapshotFile
from actors.seams.storage import Storage
from actors.seams.text_file import DiskTextFiles
from actors.session import ScopeWish, SessionActor
from actors.statistics import StatisticsActor
from actors.supervisor import ActorSpec
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from models.alarm_rules import AlarmSettings
from models.book import TradeMode
from models.heat import HeatThresholds

START_BALANCE = Decimal(10000)


class Seams(NamedTuple):
    """What stands for the world, and for the window."""

    storage: Storage
    file: SnapshotFile
    net: Net
    ids: Ids
    emit: Emit


def cast(  # noqa: PLR0913 - what a monitor is made of
    ports: Ports,
    seams: Seams,
    modes: Mapping[str, TradeMode],
    encoding: Encoding,
    *,
    follows: bool,
    limited: Iterable[str],
) -> list[ActorSpec]:
    """Return the actors in the order of their start.

    Args:
        ports: What every actor is given.
        seams: What they are connected with.
        modes: The accounts, and what they trade with.
        encoding: How they speak to the broker.
        follows: Whether the screen follows the activity.
        limited: Accounts that must not lose more than 100 dollars a day.
    """
    wish = ScopeWish(mode=None, book=None, default_mode=TradeMode.SIM, follows=follows)
    limits = AlarmLimitsSet(heat=HeatThresholds(), stop_distances=())
    losses = dict.fromkeys(limited, Decimal(100))
    link = LinkSettings("exchange", 11099, SessionConfig(encoding=encoding), modes, {})
    specs = [
        ActorSpec(QtBridgeActor, {"emit": seams.emit, "typed": True}),
        ActorSpec(PersistenceActor, {"storage": seams.storage}),
        ActorSpec(SessionActor, {"wish": wish, "assigned": modes}),
        ActorSpec(EquityActor, {"start_balance": START_BALANCE}),
        ActorSpec(GapsActor, {}),
        ActorSpec(StatisticsActor, {"files": DiskTextFiles()}),
        ActorSpec(HeatActor, {"dead_band_ticks": 0, "limits": limits}),
        ActorSpec(AlarmActor, {"settings": AlarmSettings(daily_losses=losses)}),
        ActorSpec(PositionsActor, {"ids": seams.ids, "contracts": {}}),
        ActorSpec(ClockActor, {}),
        ActorSpec(CsvPollerActor, {"file": seams.file, "interval_s": 0.5, "stale_after": 3}),
        ActorSpec(DtcConnectionActor, {"net": seams.net, "ids": seams.ids, "settings": link}),
    ]
    return [ActorSpec(spec.actor_class, {"ports": ports, **spec.arguments}) for spec in specs]
