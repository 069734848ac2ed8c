"""A setting as a person sees it."""

import msgspec

from models.setting import Setting, SettingGroup, SettingKind, SettingRow


def test_a_group_survives_the_dict_form() -> None:
    """The bridge may hand settings over as dicts, like every fact."""
    setting = Setting(path=("dtc", "port"), kind=SettingKind.TEXT, text="1", default="2", valid="a number")
    group = SettingGroup(path=("dtc",), about="", settings=(setting,), blank=SettingRow(name="", settings=()))
    assert msgspec.convert(msgspec.to_builtins(group), SettingGroup) == group
