"""Which role, and so which colour, an alarm and a notice have wherever they are shown."""

from typing import Final

from actors.messages import Severity
from models.alarm import AlarmPriority

ROLES_OF_ALARMS: Final = {
    AlarmPriority.CRITICAL: "critical",
    AlarmPriority.HIGH: "alert",
    AlarmPriority.MEDIUM: "warning",
    AlarmPriority.LOW: "info",
}
ROLES_OF_NOTICES: Final = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "alert"}
