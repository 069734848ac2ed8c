"""Accounts and balances: whose money it is, and what is known of it."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from app.plan import DEMO_ACCOUNTS
from models import advice
from models.book import Book, TradeAccount, TradeMode, mode_of

_account = partial(Kind, subject="accounts")
_balance = partial(Kind, subject="balances")

NONE: Final = _account(
    id="accounts-none",
    level=Level.ACTION,
    why="Without an account nothing can be shown.",
    do=f"Connect Sierra Chart to its trading service. {advice.ALLOW_TRADING}",
)
UNLISTED: Final = _account(
    id="accounts-unlisted",
    level=Level.ACTION,
    why="Without the list no position, order and balance belongs to anybody.",
    do=f"Ask again. {advice.ALLOW_TRADING}",
)
MISSPELT: Final = _account(
    id="accounts-misspelt",
    level=Level.ACTION,
    why="The account that is meant has the mode of its own name: money that is not real may count as real, "
    "or real money as simulated.",
    do="Write the name in [accounts] as the server does.",
)
UNKNOWN: Final = _account(
    id="accounts-unknown",
    level=Level.NOTE,
    why="The line has no effect.",
    do="Nothing, if it is an account of another connection; else correct or delete the line in [accounts].",
)
LIMIT_UNUSED: Final = _account(
    id="limits-unknown-account",
    level=Level.ACTION,
    why="A limit that watches no account warns nobody.",
    do="Write the name in [limits.NAME] as the server does, or delete the table.",
)
FIRST_UNKNOWN: Final = _account(
    id="display-unknown-account",
    level=Level.ACTION,
    why="Another account is shown first than was asked for.",
    do="Correct account in [display], or leave it empty.",
)
LIVE_ABSENT: Final = _balance(
    id="balance-live-absent",
    level=Level.ACTION,
    why="Its balance, and P&L in percent, are shown as unknown.",
    do="Look in Sierra Chart at Trade, Trade Account Monitor: the balance must be there; reconnect its "
    "trading service.",
)
LEDGER_DIFFERS: Final = _balance(
    id="balance-ledger-differs",
    level=Level.ACTION,
    why="The balance on the screen is not the start balance and the results of all fills since.",
    do="Reset the balance with Ctrl+Shift+R; trades and fills stay. Report it with logs/app.log.",
)
OTHER_START: Final = _balance(
    id="balance-other-start",
    level=Level.NOTE,
    why="A new start balance counts from the next reset on, not before.",
    do="Reset the balance with Ctrl+Shift+R, if it is to count now.",
)


def check_accounts(exam: Examination) -> Iterator[Finding]:
    """Look at the accounts of the server, and at those that the settings name."""
    answer = exam.answer
    listed = answer.accounts
    if answer.logon is not None and listed is None:
        yield UNLISTED.found("The server logged us on, and did not list its accounts.")
    elif listed == ():
        yield NONE.found("The server has no trade accounts.")
    stored = exam.contents.books if exam.contents else frozenset()
    if listed:
        yield from _names(exam, {str(book.account) for book in stored.union(listed)})
    known = listed or stored
    if known:
        rows = ", ".join(_described(book) for book in sorted(known, key=str))
        yield well("accounts", f"{rows}{'' if listed else ' (from earlier)'}.")
    elif listed is None:
        yield well("accounts", "None seen so far.")


def check_balances(exam: Examination) -> Iterator[Finding]:
    """Look at what is known of balances."""
    answer, contents = exam.answer, exam.contents
    for book in answer.accounts or ():
        if book.mode is TradeMode.LIVE and book not in answer.balances:
            yield LIVE_ABSENT.found(f"The server tells no balance of {book}.")
    texts = [f"{book} {cash:,.2f} (server)" for book, cash in answer.balances.items()]
    start = exam.plan.settings.sim.start_balance
    for book, ledger in (contents.ledgers if contents else {}).items():
        if ledger.last is not None and ledger.last != ledger.summed:
            yield LEDGER_DIFFERS.found(
                f"The curve of {book} ends at {ledger.last:,.2f}; its fills make {ledger.summed:,.2f}."
            )
        else:
            texts.append(f"{book} {ledger.summed:,.2f} (its fills)")
        if ledger.start != start:
            yield OTHER_START.found(f"{book} began with {ledger.start:,.2f}; the settings say {start:,.2f}.")
    if not texts:
        texts.append(f"none known; a SIM account begins with {start:,.2f}")
    yield well("balances", f"{', '.join(texts)}.")


def _described(book: Book) -> str:
    """Return an account with its mode, and whether its name alone would say so."""
    by_name = mode_of(TradeAccount(book.account), {}) is book.mode
    money = ", real money" if book.mode is TradeMode.LIVE else ""
    return f"{book.account} ({book.mode.value}{money}{'' if by_name else ', by the settings'})"


def _names(exam: Examination, names: set[str]) -> Iterator[Finding]:
    """Look at the names in the settings, given all that the server has and that were ever seen."""
    settings = exam.plan.settings
    known = f"known are {', '.join(sorted(names))}"
    for name in sorted(settings.accounts.keys() - names - DEMO_ACCOUNTS.keys()):
        # Names that differ in a digit are two accounts; those that differ in case or signs are one.
        meant = [other for other in names if _letters(other) == _letters(name)]
        if meant:
            yield MISSPELT.found(f"[accounts] names {name!r}; the server's name is {meant[0]!r}.")
        else:
            yield UNKNOWN.found(f"[accounts] names {name!r}; {known}.")
    for name in sorted(settings.limits.keys() - names):
        yield LIMIT_UNUSED.found(f"[limits] names {name!r}; {known}.")
    first = settings.display.account
    if first and first not in names:
        yield FIRST_UNKNOWN.found(f"[display] account is {first!r}; {known}.")


def _letters(name: str) -> str:
    """Return what of a name is neither case nor sign."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
