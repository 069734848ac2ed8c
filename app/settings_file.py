"""The settings file of a running monitor: what it says, and changes of it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from actors.settings import SettingChanged, SettingsRead
from app import settings as settings_files
from app.commands.flag_change import change_flag
from app.errors import SettingsError, StartError
from app.plan import Plan
from app.settings_convert import WrongValueError
from app.settings_edit import BOM, FILE_NAME, FLAGS, change_file, with_value
from app.settings_effects import AT_ONCE, LATER, WHO, WHY, above, effects, flag_effects
from app.settings_fields import Circumstances, groups_of, list_of, literal_for, valid_at, value_at
from app.settings_text import SettingsText
from app.toml_text import literal_of
from flags import FlagName
from models.setting import SettingPath


class SettingsFile:
    """Reads and changes the settings file of a home folder.

    Args:
        plan: What this run was started with.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        # Refused for what stands beside them, not for what they are.
        self._waiting: dict[SettingPath, str | None] = {}

    @property
    def path(self) -> str:
        """Return the file that changes go to."""
        return str(self._plan.home.root / FILE_NAME)

    def read(self) -> SettingsRead:
        """Return everything that can be set, as the file says it."""
        try:
            content, settings = settings_files.read_file(self._source())
        except SettingsError as error:
            return SettingsRead((), self.path, str(error))
        circumstances = Circumstances(at_once=AT_ONCE, later=LATER, above=above(self._plan))
        return SettingsRead(groups_of(settings, content.flags, circumstances), self.path)

    def change(self, path: SettingPath, text: str | None) -> SettingChanged:
        """Set a value.

        Args:
            path: The setting, or a name in a list of names.
            text: What was typed; None takes the name out of its list.
        """
        try:
            if path[0] == FLAGS:
                name, value = FlagName(path[1]), text == literal_of(value=True)
                change_flag(self._plan.home, name, value=value, who=WHO, why=WHY)
                return SettingChanged(told=flag_effects(self._plan, name, value=value))
            return self._write(path, text)
        except StartError as error:
            return SettingChanged(refusal=str(error))

    def _write(self, path: SettingPath, text: str | None) -> SettingChanged:
        self._waiting.pop(path, None)
        try:
            literal = literal_for(path, text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f'"{text}" is no value; valid: {valid_at(path)}') from error
        try:
            self._save({path: literal})
        except SettingsError as error:
            if not _is_about_the_table(error, path):
                raise
            self._save_together(path, literal, error)
        self._save_what_fits_now(path)
        before = effects(self._plan)
        settings = settings_files.load(self._source(), self._plan.environ).settings
        self._plan = self._plan.with_settings(settings)
        return SettingChanged(told=tuple(each for each in effects(self._plan) if each not in before))

    def _save(self, changes: Mapping[SettingPath, str | None]) -> None:
        change_file(self._plan.home.root, lambda content, place: _changed(content, changes, place))

    def _save_together(self, path: SettingPath, literal: str | None, refusal: SettingsError) -> None:
        """Save a value that fits only together with others that waited for it; else let it wait itself."""
        waiting = {other: text for other, text in self._waiting.items() if other[:-1] == path[:-1]}
        self._waiting[path] = literal
        try:
            self._save(waiting | {path: literal})
        except SettingsError as error:
            raise SettingsError(f"{refusal}. It counts as soon as the others fit.") from error
        for saved in (path, *waiting):
            del self._waiting[saved]

    def _save_what_fits_now(self, path: SettingPath) -> None:
        """Save what waited for a change; that may make room for the next one."""
        for other, literal in list(self._waiting.items()):
            if other[:-1] == path[:-1]:
                try:
                    self._save({other: literal})
                except SettingsError:
                    continue
                del self._waiting[other]
                self._save_what_fits_now(other)
                return

    def _source(self) -> Path | None:
        return settings_files.find(self._plan.home.root)


def _changed(content: str, changes: Mapping[SettingPath, str | None], place: str) -> str:
    """Return the text of a settings file with values changed.

    Raises:
        SettingsError: A value is refused, or the file was wrong before.
    """
    said, settings = settings_files.read_text(content.removeprefix(BOM), place)
    changed = content
    for path, literal in changes.items():
        listed = list_of(path)
        if listed and not _says(said, listed):
            # What is listed by default would go when the file begins to list.
            for name, value in value_at(settings, listed).items():
                changed = with_value(changed, (*listed, name), literal_of(value), place)
        changed = with_value(changed, path, literal, place)
    try:
        settings_files.read_text(changed.removeprefix(BOM), place)
    except SettingsError as error:
        # The place of a line that was never written helps nobody.
        raise SettingsError(str(error.__cause__ or error)) from error
    return changed


def _is_about_the_table(error: SettingsError, path: SettingPath) -> bool:
    """Tell whether a value was refused for what stands beside it."""
    cause = error.__cause__.__cause__ if error.__cause__ is not None else None
    return isinstance(cause, WrongValueError) and cause.key == ".".join(path[:-1])


def _says(said: SettingsText, path: SettingPath) -> bool:
    try:
        value_at(said.tables, path)
    except KeyError:
        return False
    return True
