"""The table of checks, and how all of them are run."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from app.doctor.account_checks import check_accounts, check_balances
from app.doctor.computer_checks import check_clock, check_screen, check_sound, check_versions
from app.doctor.contract_checks import check_contracts
from app.doctor.database_checks import check_database
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level
from app.doctor.flag_checks import check_flags, check_settings
from app.doctor.home_checks import check_audit_trail, check_disk, check_home, check_instance, check_rollback
from app.doctor.log_checks import check_log
from app.doctor.price_checks import check_prices
from app.doctor.server_checks import check_server
from app.doctor.state_checks import check_state_files

Check = Callable[[Examination], Iterable[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    check_flags,
    check_settings,
    check_home,
    check_disk,
    check_instance,
    check_server,
    check_accounts,
    check_balances,
    check_prices,
    check_contracts,
    check_database,
    check_state_files,
    check_audit_trail,
    check_rollback,
    check_log,
    check_clock,
    check_versions,
    check_sound,
    check_screen,
)
FAILED: Final = Kind(
    id="check-failed",
    level=Level.ACTION,
    subject="doctor",
    why="What this check looks at is not known to be well.",
    do="Mend the other findings first; if it stays, report this line.",
)
_MASK: Final = "***"


def examine(exam: Examination, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Return what all checks find; one that raises is a finding of its own, and stops no other."""
    findings: list[Finding] = []
    for check in checks:
        try:
            # One by one: a check that raises half way has found something until then.
            findings.extend(masked(finding, exam.secret) for finding in check(exam))
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must be run
            name = check.__name__.removeprefix("check_").replace("_", " ")
            what = f"The check of {name} failed: {type(error).__name__}: {error}."
            findings.append(masked(FAILED.found(what), exam.secret))
    return findings


def masked(finding: Finding, secret: str) -> Finding:
    """Return a finding that does not hold a secret, wherever its words come from."""
    if not secret:
        return finding
    return msgspec.structs.replace(
        finding, what=finding.what.replace(secret, _MASK), do=finding.do.replace(secret, _MASK)
    )
