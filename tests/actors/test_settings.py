"""Settings that are changed while the monitor runs."""

from actors.messages import ChangeSetting, FollowActivity, ListSettings, SettingRefused, SettingsListed
from actors.settings import SettingChanged, SettingsActor, SettingsRead
from models.setting import SettingGroup, SettingPath
from tests.actors.conftest import Stage

FOLLOW = FollowActivity(on=False)


class Store:
    """Takes every value but one."""

    def __init__(self) -> None:
        self.group = SettingGroup(path=("dtc",), about="")

    def read(self) -> SettingsRead:
        """Return one group."""
        return SettingsRead((self.group,), "settings.toml")

    def change(self, path: SettingPath, text: str | None) -> SettingChanged:
        """Refuse what is wrong."""
        if text == "wrong":
            return SettingChanged(refusal="it is wrong")
        self.group = SettingGroup(path=path, about=text or "")
        return SettingChanged(told=(FOLLOW,))


def test_settings_are_listed_when_somebody_asks(stage: Stage) -> None:
    """Nothing is read before."""
    played = stage.start(SettingsActor, store=Store())
    assert played.posted == []
    (listed,) = played.tell(ListSettings())
    assert listed == SettingsListed(groups=(SettingGroup(path=("dtc",), about=""),), file="settings.toml")


def test_change_counts_before_it_is_told(stage: Stage) -> None:
    """The actors hear what is new, then the screen what the file says."""
    played = stage.start(SettingsActor, store=Store())
    told = played.tell(ChangeSetting(path=("dtc", "host"), text="box"))
    assert told[0] == FOLLOW
    assert isinstance(told[1], SettingsListed)
    assert told[1].groups[0].about == "box"


def test_refusal_is_told_with_its_reason(stage: Stage) -> None:
    """Nothing else happens."""
    played = stage.start(SettingsActor, store=Store())
    path = ("dtc", "host")
    assert played.tell(ChangeSetting(path=path, text="wrong")) == [
        SettingRefused(path=path, text="wrong", reason="it is wrong")
    ]
