"""What a recorded run began with: everything but the database that its actors are made of."""

import msgspec

from actors.link_settings import LinkSettings
from actors.session import ScopeWish
from app.plan import Plan
from app.settings import Settings
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from flags import FlagName
from models.book import TradeMode
from models.contract import ContractOverride
from models.holidays import CME_CALENDAR, Calendar


class StartState(msgspec.Struct, frozen=True, kw_only=True):
    """What the actors of a run are made of; no name and no password for the server is in it.

    Attributes:
        accounts: Account name -> mode.
        contracts: Contract root -> replaced facts.
        time_scale: Seconds of wall clock in a real second.
        flags: Value of each flag at the start.
    """

    settings: Settings
    accounts: dict[str, TradeMode]
    contracts: dict[str, ContractOverride]
    wish: ScopeWish
    host: str
    port: int
    encoding: Encoding
    time_scale: float
    flags: dict[str, bool]

    @property
    def calendar(self) -> Calendar:
        """Return the days on which the exchange does not keep its ordinary hours."""
        return CME_CALENDAR.with_days(self.settings.calendar)

    @property
    def link(self) -> LinkSettings:
        """Return how the server was reached, without name and password."""
        heartbeat_s = self.settings.dtc.heartbeat_interval_s
        return LinkSettings(
            host=self.host,
            port=self.port,
            session=SessionConfig(encoding=self.encoding, heartbeat_interval_s=heartbeat_s),
            accounts=self.accounts,
            contracts=self.contracts,
            time_scale=self.time_scale,
        )


def start_state(plan: Plan, link: LinkSettings) -> StartState:
    """Return what a start is made of."""
    settings = plan.settings
    return StartState(
        settings=msgspec.structs.replace(settings, dtc=msgspec.structs.replace(settings.dtc, username="")),
        accounts=dict(plan.accounts),
        contracts=dict(plan.contracts),
        wish=plan.wish,
        host=link.host,
        port=link.port,
        encoding=link.session.encoding,
        time_scale=link.time_scale,
        flags={name.value: plan.flags.is_on(name) for name in FlagName},
    )
