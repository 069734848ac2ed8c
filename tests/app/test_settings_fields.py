"""Settings as a person sees them, made from their structs."""

import tomllib

import msgspec
import pytest

from app.settings import Settings, read_text
from app.settings_fields import Circumstances, groups_of, list_of, literal_for, text_of, valid_at, value_at
from flags import FlagName
from models.setting import Setting, SettingGroup, SettingKind, SettingPath

TEXT = '[dtc]\nport = 12345\n[accounts]\nX = "SIM"\n[contracts.ES]\ntick = 0.5\n[flags]\nUSE_NEW_PANEL1 = 1\n'


def groups(text: str = TEXT, circumstances: Circumstances | None = None) -> dict[SettingPath, SettingGroup]:
    """Return the groups of a settings text by their path."""
    said, settings = read_text(text, "f")
    made = groups_of(settings, said.flags, circumstances or Circumstances())
    return {group.path: group for group in made}


def field(path: SettingPath, text: str = TEXT, circumstances: Circumstances | None = None) -> Setting:
    """Return one setting."""
    made = groups(text, circumstances)
    return next(each for group in made.values() for each in group.settings if each.path == path)


def test_every_setting_is_there() -> None:
    """Whatever the structs hold has a field or a list of names, and so has every flag."""
    made = groups("")
    shown = {each.path for group in made.values() for each in group.settings}
    shown |= {group.path for group in made.values() if group.blank is not None}
    for table, values in msgspec.structs.asdict(Settings()).items():
        keys = [()] if isinstance(values, dict) else [(key,) for key in values.__struct_fields__]
        assert {(table, *key) for key in keys} <= shown
    assert {("flags", name) for name in FlagName} <= shown


def test_no_password_is_among_them() -> None:
    """A secret cannot be typed where it would be stored."""
    assert not [each for group in groups("").values() for each in group.settings if "pass" in each.path[-1]]


def test_field_tells_value_default_bounds_and_meaning() -> None:
    """What the type and the shipped file say is shown."""
    port = field(("dtc", "port"))
    assert (port.kind, port.text, port.default) == (SettingKind.TEXT, "12345", "11099")
    assert port.valid == "a whole number from 1 to 65535"
    assert field(("heat", "warning_s")).about == "amber"
    assert field(("display", "mode")).choices == ("SIM", "LIVE", "DEBUG")
    assert field(("display", "follow_activity")).kind is SettingKind.YES_NO
    assert field(("snapshot", "path")).kind is SettingKind.FILE
    assert field(("flags", "USE_NEW_PANEL1")).text == "true"


def test_dollars_of_the_trader_are_amounts() -> None:
    """A shared screen hides them; what a contract is like is no secret."""
    made = groups("[limits.X]\ndaily_loss = 500\n[contracts.ES]\ntick = 0.5\n").values()
    rows = [row for group in made for row in (*group.rows, group.blank) if row is not None]
    every = [each for group in made for each in group.settings] + [
        each for row in rows for each in row.settings
    ]
    assert {each.path for each in every if each.is_amount} == {
        ("sim", "start_balance"),
        ("limits", "X", "daily_loss"),
        ("limits", "", "daily_loss"),
    }


def test_list_of_names_has_a_row_for_each_and_a_blank() -> None:
    """Names of the file are rows; a new one begins empty, with the same keys."""
    made = groups()
    accounts, contracts = made["accounts",], made["contracts",]
    assert [(row.name, row.settings[0].text) for row in accounts.rows] == [("X", "SIM")]
    assert contracts.rows[0].settings[0].path == ("contracts", "ES", "tick")
    assert contracts.blank is not None
    assert [each.text for each in contracts.blank.settings] == ["", "", ""]
    assert contracts.rows[0].settings[0].about == "smallest price step, points"


def test_circumstances_are_told() -> None:
    """A field knows when a change counts, and what stands above it."""
    port = ("dtc", "port")
    told = field(port, circumstances=Circumstances(at_once=frozenset({port}), above={port: "--dtc"}))
    assert (told.at_once, told.above) == (True, "--dtc")
    assert not field(port).at_once
    told = field(port, circumstances=Circumstances(later={port: "so it is"}))
    assert (told.at_once, told.later) == (False, "so it is")
    panel = ("flags", "USE_NEW_PANEL1")
    assert field(panel, circumstances=Circumstances(at_once=frozenset({panel}))).at_once


@pytest.mark.parametrize(
    ("path", "typed", "written"),
    [
        (("dtc", "host"), "a b", '"a b"'),
        (("dtc", "host"), "", '""'),
        (("dtc", "port"), " 12 ", "12"),
        (("display", "mode"), "LIVE", '"LIVE"'),
        (("flags", "USE_NEW_PANEL1"), "true", "true"),
        (("contracts", "ES", "tick"), "", None),
        (("contracts", "ES"), None, None),
        (("stop", "proximity_points", "GC"), "0.5", "0.5"),
    ],
)
def test_typed_text_is_written_as_its_type_wants(
    path: SettingPath, typed: str | None, written: str | None
) -> None:
    """Texts are quoted, numbers are not, an empty number is no value."""
    assert literal_for(path, typed) == written


def test_what_is_no_value_is_refused() -> None:
    """A number must be one."""
    with pytest.raises(tomllib.TOMLDecodeError):
        literal_for(("dtc", "port"), "eleven")
    assert valid_at(("dtc", "port")) == "a whole number from 1 to 65535"


def test_places_are_found() -> None:
    """A key knows the list that it stands in, and its value."""
    assert list_of(("stop", "proximity_points", "ES")) == ("stop", "proximity_points")
    assert list_of(("dtc", "port")) == ()
    assert text_of(value_at(Settings(), ("stop", "proximity_points", "ES"))) == "1"
