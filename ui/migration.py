"""Which generation each place shows: swaps, refusals, ways back, and what is told of them."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from actors.messages import (
    Command,
    Fact,
    FlagBurned,
    NoticeRaised,
    PanelFailed,
    PanelSwapped,
    ScopeChanged,
    Severity,
    Shown,
    SwapPanels,
    SwapRefused,
)
from flags import FlagName, Flags
from models.book import TradeMode
from ui.blame import widgets_of
from ui.generations import FLAG_OF, LEGACY, NEW, TITLES, Builders, log_line, other, wanted
from ui.panel import PanelName, Payload
from ui.panel_host import PanelHost
from ui.perf_meter import PerfMeter
from ui.rollout_counts import RolloutCounts
from ui.shadow import Mismatch
from ui.swap import Failure, Outcome, Swap

AUTOMATIC: Final = "automatic"
GATE: Final = "gate"
USER: Final = "user"
_PREBUILD_MS: Final = 600
_BETWEEN_PREBUILDS_MS: Final = 500
_CHANGES_KEPT: Final = 20
_PLACES: Final = {name.value: name for name in PanelName}

log = logging.getLogger("migration")


class Migration(QObject):
    """Holds both places, and decides what each of them shows.

    Attributes:
        hosts: The places.
        meter: Measures what they cost.
        changed: A place shows another generation, or the comparison went on or off.
        notice: Carries a `NoticeRaised` for the banner.
    """

    changed = Signal()
    notice = Signal(object)

    def __init__(  # noqa: PLR0913 - each is one thing that it must not know itself
        self,
        *,
        flags: Flags,
        version: str,
        builders: Builders,
        post: Callable[[Command | Fact], None],
        now: Callable[[], datetime],
        elapsed: Callable[[], float],
        parent: QWidget,
    ) -> None:
        """Build the panels that the flags name.

        Args:
            flags: The flags at the start.
            version: Version of this program; a burned flag stays off in it.
            builders: How each generation of each panel is built.
            post: Takes what the audit trail must know.
            now: Returns UTC.
            elapsed: Returns monotonic seconds, by which panels are found too slow.
            parent: Owner of the panels.
        """
        super().__init__(parent)
        self._flags = flags
        self._version = version
        self._post_now = post
        self._now = now
        self._mode: TradeMode | None = None
        # The actors start after the window: what happens before the first fact waits for them.
        self._unposted: list[Fact] | None = []
        self._early_notices: list[NoticeRaised] = []
        self._changes: deque[PanelSwapped | SwapRefused] = deque(maxlen=_CHANGES_KEPT)
        self._refused: dict[PanelName, str | None] = dict.fromkeys(PanelName)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_PREBUILD_MS)
        self._idle.timeout.connect(self._prebuild)
        self.hosts = {
            name: PanelHost(name, builders[name], wanted(flags, name), parent, elapsed=elapsed)
            for name in PanelName
        }
        self.meter = PerfMeter(self.hosts.values(), self._post, now, self)
        self.changed.connect(self.meter.follow_swaps)
        self._counts = RolloutCounts(self.hosts, self._post, self)
        self.hosts[PanelName.PANEL1].failed.connect(self._panel1_failed)
        self.hosts[PanelName.PANEL2].failed.connect(self._panel2_failed)
        for host in self.hosts.values():
            host.shed.connect(self._shed)
            if host.start_failure is not None:
                self._settle_failure(host, host.start_failure)
            self._log(host)

    @property
    def flags(self) -> Flags:
        """Return the flags as they are now, overrides included."""
        return self._flags

    @property
    def compares(self) -> bool:
        """Tell whether the generations are compared in any place."""
        return any(host.comparison is not None for host in self.hosts.values())

    @property
    def changes(self) -> Sequence[PanelSwapped | SwapRefused]:
        """Return the last swaps and refusals, oldest first."""
        return self._changes

    def mismatches(self) -> list[tuple[PanelName, Mismatch]]:
        """Return what differed, newest first."""
        found = [
            (name, mismatch)
            for name, host in self.hosts.items()
            if host.comparison is not None
            for mismatch in host.comparison.mismatches
        ]
        return sorted(found, key=lambda entry: entry[1].at, reverse=True)

    def refused_for_cells(self, name: PanelName) -> bool:
        """Tell whether the last swap of a place was refused because its cells differed."""
        return self._refused[name] is not None

    def take_early_notices(self) -> list[NoticeRaised]:
        """Return what had to be said before anyone listened."""
        notices, self._early_notices = self._early_notices, []
        return notices

    def receive(self, shown: Shown, payload: Payload) -> None:
        """Hand a fact to both places."""
        if self._unposted is not None:
            waiting, self._unposted = self._unposted, None
            for fact in waiting:
                self._post_now(fact)
            self._idle.start()
        if isinstance(shown.fact, ScopeChanged):
            self._mode = shown.fact.mode
        self.meter.receive(shown.fact)
        for host in self.hosts.values():
            host.receive(shown, payload)

    def before_drain(self) -> None:
        """Let the panels wait with rendering; call it before each batch of facts."""
        for host in self.hosts.values():
            host.before_drain()

    def after_drain(self) -> None:
        """Compare, where that is on; call it after each batch of facts."""
        for host in self.hosts.values():
            host.after_drain(self._now())
        self.meter.after_drain()

    def note_frame(self, took_s: float) -> None:
        """Take the seconds that painting the window needed."""
        self.meter.end_frame(took_s)
        for host in self.hosts.values():
            host.note_frame(took_s)

    def blame(self, error: BaseException) -> bool:
        """Tell whether an exception that nobody caught came from a panel; then the panel is replaced."""
        return any(
            host.accuse(widget, doing, error)
            for widget, doing in widgets_of(error.__traceback__)
            for host in self.hosts.values()
        )

    def ask(self, command: SwapPanels) -> None:
        """Swap what a command names; a name that is no panel's is ignored, and logged."""
        if command.generation not in {NEW, LEGACY}:
            log.error("no generation is named %r", command.generation)
            return
        for panel in command.panels:
            name = _PLACES.get(panel)
            if name is None:
                log.error("no panel is named %r", panel)
            else:
                self.swap(name, command.generation, command.who, command.why)

    def swap(self, name: PanelName, generation: str, who: str, why: str, *, force: bool = False) -> None:
        """Show a generation, unless something speaks against it.

        Args:
            name: The place.
            generation: The one to show.
            who: Who wants it, as the audit trail names it.
            why: The reason, in words.
            force: Show it even if it differs in money, alarms or mode. The way back to legacy never asks.
        """
        host = self.hosts[name]
        against = self._objection(host, generation, who)
        if against:
            self._refuse(host, generation, who, against)
            return
        swap = host.swap(generation, force=force or generation == LEGACY)
        if swap.outcome is Outcome.DONE:
            self._settle(host, swap, who, why)
        elif swap.outcome is Outcome.DIFFERS:
            against = f"it differs in {', '.join(swap.differing)}"
            self._refuse(host, generation, who, against)
            self._refused[name] = generation
        elif swap.outcome is Outcome.FAILED:
            self._burn(name, generation, swap.why)
            self._refuse(host, generation, who, f"it {swap.why}")
        self.changed.emit()

    def force(self, name: PanelName) -> None:
        """Show what was refused because its cells differed."""
        generation = self._refused[name]
        if generation is not None:
            self.swap(name, generation, USER, "forced although cells differ", force=True)

    def compare_generations(self, *, on: bool) -> None:
        """Run the other generation of each panel hidden, and count what differs; or stop doing so."""
        for host in self.hosts.values():
            host.compare_generations(on=on)
        self.tell_counts()
        self.changed.emit()

    def tell_counts(self) -> None:
        """Tell at once what the comparison has counted."""
        self._counts.tell()

    def _objection(self, host: PanelHost, generation: str, who: str) -> str:
        flag = FLAG_OF[host.name]
        if generation == NEW and flag in self._flags.burned:
            return (
                f"{flag} failed in version {self._version} ({self._flags.burned[flag]}); it needs a newer one"
            )
        if who == GATE and host.generation != generation:
            if any(place.position_is_open for place in self.hosts.values()):
                return "a position is open"
            if any(cell.flash for place in self.hosts.values() for cell in place.cells().values()):
                return "an alarm is active"
        return ""

    def _settle(self, host: PanelHost, swap: Swap, who: str, why: str) -> None:
        name = host.name
        self._refused[name] = None
        self._flags = self._flags.with_override(FLAG_OF[name], value=host.generation == NEW, who=who, why=why)
        swapped = PanelSwapped(
            panel=name.value,
            old=swap.old,
            new=host.generation,
            who=who,
            why=why,
            mode=self._mode,
            position_open=host.position_is_open,
            at=self._now(),
            handover=swap.handover,
        )
        self._changes.append(swapped)
        self._post(swapped)
        self._log(host)
        if swap.differing:
            log.info("%s differed at its swap in: %s", TITLES[name], ", ".join(swap.differing))

    def _refuse(self, host: PanelHost, generation: str, who: str, why: str) -> None:
        name = host.name
        refused = SwapRefused(
            panel=name.value,
            generation=generation,
            who=who,
            why=why,
            mode=self._mode,
            position_open=host.position_is_open,
            at=self._now(),
        )
        self._changes.append(refused)
        self._post(refused)
        text = f"{TITLES[name]} stays {host.generation}: the {generation} one is refused because {why}."
        self._say(name, Severity.WARNING, text)

    def _settle_failure(self, host: PanelHost, failure: Failure) -> None:
        """Put the other generation on the screen, and say why."""
        name = host.name
        title = f"{TITLES[name]} ({failure.generation})"
        self._post(PanelFailed(panel=name.value, generation=failure.generation, why=failure.why))
        if not failure.was_shown:
            text = f"{title}, which was not on the screen, {failure.why} and was stopped."
            self._say(name, Severity.WARNING, text)
            self.changed.emit()
            return
        self.meter.note_failure(host)
        self._burn(name, failure.generation, failure.why)
        generation = other(failure.generation)
        if host.generation == failure.generation:
            self.swap(name, generation, AUTOMATIC, f"{failure.generation} {failure.why}")
        else:
            # It could not even be built, so the host shows the other one from the start.
            swap = Swap(outcome=Outcome.DONE, old=failure.generation)
            self._settle(host, swap, AUTOMATIC, f"{failure.generation} {failure.why}")
        if host.generation == failure.generation:
            text = f"{title} {failure.why}, and the {generation} one cannot replace it. Restart the monitor."
            self._say(name, Severity.ERROR, text)
            return
        text = f"{title} {failure.why} and was replaced by the {generation} one. Details are in logs/app.log."
        self._say(name, Severity.WARNING, text)

    def _burn(self, name: PanelName, generation: str, why: str) -> None:
        flag: FlagName = FLAG_OF[name]
        if generation == NEW and flag not in self._flags.burned:
            self._flags = self._flags.with_burned(flag, why)
            self._post(FlagBurned(flag=flag.value, version=self._version, why=why))

    def _say(self, name: PanelName, severity: Severity, text: str) -> None:
        notice = NoticeRaised(key=f"migration {name.value}", severity=severity, text=text)
        if self._unposted is not None:
            self._early_notices.append(notice)
        self.notice.emit(notice)

    def _post(self, fact: Fact) -> None:
        if self._unposted is None:
            self._post_now(fact)
        else:
            self._unposted.append(fact)

    def _log(self, host: PanelHost) -> None:
        if self._flags.is_on(FlagName.ENABLE_MIGRATION_LOGS):
            log.info(log_line(self._flags, host.name, host.generation))

    @Slot(object)
    def _panel1_failed(self, failure: Failure) -> None:
        self._settle_failure(self.hosts[PanelName.PANEL1], failure)

    @Slot(object)
    def _panel2_failed(self, failure: Failure) -> None:
        self._settle_failure(self.hosts[PanelName.PANEL2], failure)

    @Slot()
    def _shed(self) -> None:
        text = "Comparing the generations was stopped: it cost more time than a frame has."
        self.notice.emit(NoticeRaised(key="migration compare", severity=Severity.INFO, text=text))
        self.tell_counts()
        self.changed.emit()

    @Slot()
    def _prebuild(self) -> None:
        """Build one spare at a time, so that no turn of the event loop has to wait for both."""
        for host in self.hosts.values():
            if host.prebuild():
                self._idle.start(_BETWEEN_PREBUILDS_MS)
                return
