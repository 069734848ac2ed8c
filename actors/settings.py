"""The settings file, for a trader who changes it while the monitor runs."""

from typing import NamedTuple, Protocol

from actors.base import Actor, Ports, handles
from actors.messages import ChangeSetting, Command, Fact, ListSettings, SettingRefused, SettingsListed
from models.setting import SettingGroup, SettingPath


class SettingsRead(NamedTuple):
    """What the file says.

    Attributes:
        file: Where changes are written.
        problem: Why nothing could be read; empty when all is well.
    """

    groups: tuple[SettingGroup, ...]
    file: str
    problem: str = ""


class SettingChanged(NamedTuple):
    """What came of a change.

    Attributes:
        told: What the running actors and the screen must be told.
        refusal: Why the file is as it was; empty when it was changed.
    """

    told: tuple[Command | Fact, ...] = ()
    refusal: str = ""


class SettingsStore(Protocol):
    """Where settings are kept."""

    def read(self) -> SettingsRead:
        """Return everything that can be set."""

    def change(self, path: SettingPath, text: str | None) -> SettingChanged:
        """Set a value, or take a name out of its list."""


class SettingsActor(Actor):
    """Owns the settings file of the running monitor.

    Args:
        store: Where settings are kept.
    """

    name = "settings"

    def __init__(self, *, ports: Ports, store: SettingsStore) -> None:
        super().__init__(ports=ports)
        self._store = store

    @handles(ListSettings)
    def list_all(self, _command: ListSettings) -> None:
        """Tell what the file says now."""
        read = self._store.read()
        self.post(SettingsListed(groups=read.groups, file=read.file, problem=read.problem))

    @handles(ChangeSetting)
    def change(self, command: ChangeSetting) -> None:
        """Write a value, let it count, and tell what the file says now; or why it was refused."""
        changed = self._store.change(command.path, command.text)
        if changed.refusal:
            self.post(SettingRefused(path=command.path, text=command.text, reason=changed.refusal))
            return
        for consequence in changed.told:
            self.post(consequence)
        self.list_all(ListSettings())
