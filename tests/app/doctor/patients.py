"""A home folder in which all is well, and the way to look at it; tests plant one fault each."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from actors.link_settings import LinkSettings
from app import home as homes
from app.checkout import CHECKOUT
from app.doctor.checks import examine
from app.doctor.examination import Examination, Surroundings
from app.doctor.finding import Finding, Level
from app.doctor.probe import Answer
from app.home import Home
from dtc.messages import LogonResponse
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.runtime_state import RuntimeState, mirror
from models.store import Store
from models.trade import Position
from tests.models.builders import LIVE, NOW, SIM, a_fill, booked_fills

SNAPSHOT = "last,high,low,vwap,poc,cum_delta\n6750.25,6760,6740,6751,6750,0\n"
DEBUG1 = Book(TradeMode.DEBUG, TradeAccount("Debug1"))


def a_home(folder: Path, *, settings: str = "") -> Home:
    """Return a home folder in which a position is open, a trade is closed and all is well.

    Args:
        folder: Where it is made.
        settings: Added to the shipped settings.
    """
    home = homes.prepare(folder / "home")
    shipped = (CHECKOUT / "settings.toml").read_text(encoding="utf-8")
    (home.root / "settings.toml").write_text(f"{shipped}\n{settings}", encoding="utf-8")
    a_snapshot(home)
    fills = [a_fill(1, 6750), a_fill(-1, 6755, number=2), a_fill(2, 6750, number=3)]
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    position = None
    for booked in booked_fills(fills):
        store.book_fill(booked)
        position = booked.position
    for book in (SIM, LIVE):
        store.save_account(book, NOW, confirmed=True)
    store.state.touch(NOW)
    store.close()
    assert position is not None
    a_state_file(home, position)
    return home


def a_snapshot(home: Home, text: str = SNAPSHOT, age_s: float = 1.0) -> Path:
    """Write the snapshot file as if it were so old."""
    path = home.data / "snapshot.csv"
    path.write_text(text, encoding="utf-8")
    at = (NOW - timedelta(seconds=age_s)).timestamp()
    os.utime(path, (at, at))
    return path


def a_state_file(home: Home, *positions: Position) -> None:
    """Write the state file of the SIM account."""
    state = RuntimeState(book=SIM, positions=positions, heat=(), balance=Decimal(10000), saved_at=NOW)
    mirror(home.data, state)


def stored_position(home: Home) -> Position:
    """Return the position that is open in the database."""
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    (position,) = store.load_positions().positions
    store.close()
    return position


def an_answer(
    *,
    accounts: tuple[Book, ...] | None = (SIM, LIVE, DEBUG1),
    balances: Mapping[Book, str] | None = None,
    logged_on: bool = True,
    **others: object,
) -> Answer:
    """Return what a server says with which all is well."""
    known = {LIVE: "25000.00"} if balances is None else balances
    answer = Answer(
        endpoint="127.0.0.1:11099",
        logon=LogonResponse(Result=1, ServerName="SC DTC Server") if logged_on else None,
        accounts=accounts,
        positions=(),
        balances={book: Decimal(balance) for book, balance in known.items()},
        beat=True,
        clock=(NOW, NOW),
    )
    for name, value in others.items():
        setattr(answer, name, value)
    return answer


def around(  # noqa: PLR0913 - one for each thing that lies outside
    answer: Answer | None = None,
    *,
    ask: Callable[[LinkSettings, tuple[Symbol, ...]], Answer] | None = None,
    environ: Mapping[str, str] | None = None,
    free_bytes: int = 10**12,
    which: Callable[[str], str | None] = lambda name: f"/bin/{name}",
    checkout: Path = CHECKOUT,
    late_s: float = 0.0,
) -> Surroundings:
    """Return surroundings in which all is well; the server says what it is told to."""
    told = an_answer() if answer is None else answer
    return Surroundings(
        environ=environ or {},
        now=lambda: NOW + timedelta(seconds=late_s),
        checkout=checkout,
        ask=ask or (lambda _link, _symbols: told),
        free_bytes=lambda _folder: free_bytes,
        which=which,
    )


def look_over(home: Home, outside: Surroundings | None = None) -> list[Finding]:
    """Return what all checks find."""
    return examine(Examination(home, outside or around()))


def causes(findings: Sequence[Finding]) -> set[str]:
    """Return the ids of what is not well; that there is no screen goes without saying."""
    return {each.id for each in findings if each.level is not Level.OK} - {"screen-none"}


def one(findings: Sequence[Finding], cause: str) -> Finding:
    """Return the one finding of a cause."""
    (found,) = (each for each in findings if each.id == cause)
    return found
