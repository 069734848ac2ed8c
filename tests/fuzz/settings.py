"""Settings files as people and programs leave them, through what reads and what changes them."""

from random import Random
from typing import Final

from app import settings as settings_files
from app.checkout import CHECKOUT
from app.errors import SettingsError
from app.settings_edit import BOM, FILE_NAME, with_value
from flags import resolve
from tests.fuzz.damage import damaged_bytes
from tests.fuzz.meter import Meter

_PLACE: Final = "settings.toml"
_VALUES: Final = (
    *("0", "-1", "1e400", "nan", "inf", "-inf", "9" * 400, "true", "yes", "''", '"x"', "[]", "{}", "[[]]"),
    *("1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", '"""a', "'" * 3, '"\\u0000"', '"\\ud800"', "0x1f"),
    *("{ a = 1 }", "[1, 'x']", "#", '"#"', "1 # note", '"é"', '"' + "a" * 3_000 + '"', "1_000", "0.5"),
)
_LINES: Final = (
    *("[dtc]", "[flags]", "[a.b.c]", "[[x]]", "[", "]", "[dtc", "= 1", "a = ", "a.b = 1", "flags = 3"),
    *("USE_NEW_PANEL1 = maybe", "flags.USE_NEW_PANEL2 = 1", "[contracts.ES]", "[calendar]", "\ufeff", "\x00"),
    *(
        "'quoted key' = 1",
        '"" = 1',
        "port = 1" + " " * 400 + "x",
        " " * 400 + "= 1",
        "a" * 2_000,
        "\u2028b = 1",
    ),
)
_PATHS: Final = (
    *(("dtc", "port"), ("flags", "USE_NEW_PANEL1"), ("accounts", "X 1"), ("contracts", "ES", "tick")),
    *(("heat", "warning_s"), ("calendar", "2026-12-24"), ("nothing", "like", "this")),
)
_LITERALS: Final = ("1", "true", '"x"', "0.25", None)


class SettingsFiles:
    """A case is the content of one file."""

    name = "settings"

    def __init__(self) -> None:
        self._shipped = (CHECKOUT / FILE_NAME).read_text(encoding="utf-8")

    def make(self, chance: Random) -> bytes:
        """Return the shipped file, changed by somebody who knows the format more or less."""
        if chance.random() < 0.03:
            return chance.randbytes(chance.randrange(300))
        lines = self._shipped.splitlines()
        for _ in range(chance.randint(1, 4)):
            place, what = chance.randrange(len(lines)), chance.random()
            if what < 0.5 and "=" in lines[place]:
                key = lines[place].lstrip("# ").partition("=")[0]
                lines[place] = f"{key}= {chance.choice(_VALUES)}"
            elif what < 0.7:
                lines.insert(place, chance.choice(_LINES))
            elif what < 0.85:
                del lines[place]
            else:
                lines.insert(chance.randrange(len(lines)), lines[place])
            if not lines:
                break
        data = chance.choice(("\n", "\n", "\r\n", "\r")).join(lines).encode(errors="replace")
        return damaged_bytes(data, chance) if chance.random() < 0.2 else data

    def play(self, data: bytes, meter: Meter) -> str:
        """Read a file, and set some values in it."""
        meter.taken += 1
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return ""
        try:
            content, settings = settings_files.read_text(text, _PLACE)
        except SettingsError:
            return _change(text)
        resolve({}, content.flags, _PLACE)
        if settings.dtc.port not in range(1, 65536):
            return f"port {settings.dtc.port} was accepted"
        return _change(text)


def _change(text: str) -> str:
    """Set values in a text; each that is set must be read again, and nothing else be lost."""
    chance = Random(len(text))
    path, literal = chance.choice(_PATHS), chance.choice(_LITERALS)
    try:
        changed = with_value(text, path, literal, _PLACE)
    except SettingsError:
        return ""
    try:
        again = with_value(changed, path, literal, _PLACE)
    except SettingsError as error:
        return f"what was set cannot be set again: {error}"
    kept = set(text.removeprefix(BOM).split()) - set(changed.split())
    return "" if again == changed or kept else f"set twice, {path} is written differently"
