"""`flags set`: a flag in the settings file, with an entry in the audit trail."""

from datetime import UTC, datetime
from pathlib import Path

import flags
from app import settings as settings_files
from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.errors import SettingsError, UnwritableError
from app.home import Home
from app.settings_edit import save_flag
from flags import FlagName
from models.audit import AuditEntry, moment


def change_flag(  # noqa: PLR0913 - what the audit trail says of a change
    home: Home, name: FlagName, *, value: bool, who: str, why: str, evidence: str | None = None
) -> Path:
    """Set a flag in the settings file, and write down that it was done.

    Args:
        home: Its folders exist.
        name: The flag.
        value: What it is set to.
        who: Who does it, as the audit trail names them.
        why: The reason, in words.
        evidence: What the decision rests on, as the audit trail names it.

    Returns:
        The settings file.

    Raises:
        SettingsError: The flag failed in this version, or the settings file is wrong.
        UnwritableError: The settings file or the audit trail cannot be written.
    """
    failure = BurnedFlags(home.data).in_version(version()).get(name)
    if value and failure is not None:
        raise SettingsError(
            f"{name} cannot be turned on: it failed in this version, {version()} ({failure}). "
            "A newer version may turn it on."
        )
    source = settings_files.find(home.root)
    before = flags.resolve({}, settings_files.load(source).flags, str(source)).is_on(name)
    path = save_flag(home.root, name, value=value)
    entry = AuditEntry(
        t=moment(datetime.now(UTC)), who=who, flag=name, old=before, new=value, why=why, evidence=evidence
    )
    trail = AuditTrail(home.data)
    try:
        trail.append(entry)
    except OSError as error:
        raise UnwritableError(
            f"{name} was set in {path}, but {trail.path} cannot be written: {error.strerror or error}"
        ) from error
    return path
