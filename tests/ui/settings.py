"""Settings as the dialog is told of them."""

from actors.messages import SettingsListed
from models.setting import Setting, SettingGroup, SettingKind, SettingPath, SettingRow


def a_setting(  # noqa: PLR0913 - each is one fact of a setting
    path: SettingPath = ("dtc", "port"),
    text: str = "11099",
    kind: SettingKind = SettingKind.TEXT,
    *,
    valid: str = "a whole number",
    about: str = "",
    choices: tuple[str, ...] = (),
    at_once: bool = False,
    later: str = "",
    above: str = "",
    is_amount: bool = False,
) -> Setting:
    """Return a setting."""
    return Setting(
        path=path,
        kind=kind,
        text=text,
        default="",
        valid=valid,
        about=about,
        choices=choices,
        at_once=at_once,
        later=later,
        above=above,
        is_amount=is_amount,
    )


def a_list(*names: str) -> SettingGroup:
    """Return the accounts."""
    return SettingGroup(
        path=("accounts",),
        about="account to mode",
        rows=tuple(a_row(name, "SIM") for name in names),
        blank=a_row("", ""),
    )


def a_row(name: str, text: str) -> SettingRow:
    """Return an account with its mode."""
    modes = ("SIM", "LIVE")
    setting = a_setting(("accounts", name), text, SettingKind.CHOICE, valid="", choices=modes)
    return SettingRow(name=name, settings=(setting,))


def listed(*settings: Setting, names: tuple[str, ...] = ("Sim1",), problem: str = "") -> SettingsListed:
    """Return the news of a connection group and the accounts."""
    group = SettingGroup(path=("dtc",), about="the server", settings=settings or (a_setting(),))
    return SettingsListed(groups=(group, a_list(*names)), file="/home/settings.toml", problem=problem)
