"""The tables, all keyed by mode and account.

Money and prices are decimal text: SQLite has no exact decimals. Times are ISO 8601 text in UTC with six
decimals, such as `2026-11-22T14:30:00.000000Z`: they sort like the moments, and people read them with the
sqlite3 tool. What has parts of its own is JSON text. The tables are not bound to a database; every query
names the one it runs in.
"""

import peewee


class BookRow(peewee.Model):
    """What every table of books begins with; not a table itself."""

    id = peewee.AutoField()
    mode = peewee.TextField()
    account = peewee.TextField()


class OpenPosition(BookRow):
    """Positions that are open; a flat one has no row."""

    symbol = peewee.TextField()
    trade_id = peewee.TextField()
    quantity = peewee.TextField()
    average_price = peewee.TextField()
    entry_time = peewee.TextField()
    low = peewee.TextField()
    high = peewee.TextField()
    mae = peewee.TextField(null=True)
    mfe = peewee.TextField(null=True)
    entered = peewee.TextField()
    entry_value = peewee.TextField()
    exited = peewee.TextField()
    exit_value = peewee.TextField()
    realised = peewee.TextField(null=True)
    fees = peewee.TextField()
    initial_stop = peewee.TextField(null=True)
    initial_risk = peewee.TextField(null=True)
    entered_risk = peewee.TextField(null=True)
    confirmed = peewee.IntegerField()
    entry_context = peewee.TextField(null=True)
    notes = peewee.TextField()
    executions = peewee.TextField()

    class Meta:
        """One position per symbol of a book."""

        table_name = "open_positions"
        indexes = ((("mode", "account", "symbol"), True),)


class ClosedTrade(BookRow):
    """Trades from flat to flat."""

    trade_id = peewee.TextField(unique=True)
    symbol = peewee.TextField()
    root = peewee.TextField()
    side = peewee.TextField()
    contracts = peewee.TextField()
    average_entry = peewee.TextField()
    average_exit = peewee.TextField(null=True)
    entry_time = peewee.TextField()
    exit_time = peewee.TextField()
    gross = peewee.TextField(null=True)
    fees = peewee.TextField()
    net = peewee.TextField(null=True)
    initial_stop = peewee.TextField(null=True)
    last_stop = peewee.TextField(null=True)
    last_target = peewee.TextField(null=True)
    initial_risk = peewee.TextField(null=True)
    r_multiple = peewee.TextField(null=True)
    mae_points = peewee.TextField()
    mfe_points = peewee.TextField()
    mae = peewee.TextField(null=True)
    mfe = peewee.TextField(null=True)
    efficiency = peewee.TextField(null=True)
    entry_context = peewee.TextField(null=True)
    exit_context = peewee.TextField(null=True)
    notes = peewee.TextField()
    executions = peewee.TextField()

    class Meta:
        """Statistics ask for the trades of a book by their exit."""

        table_name = "trades"
        indexes = ((("mode", "account", "exit_time"), False),)


class ExecutionRow(BookRow):
    """Every fill that was booked, in the order of booking: the ledger of SIM accounts."""

    execution_id = peewee.TextField()
    symbol = peewee.TextField()
    order_id = peewee.TextField()
    time = peewee.TextField()
    quantity = peewee.TextField()
    price = peewee.TextField()
    fee = peewee.TextField()
    net = peewee.TextField(null=True)

    class Meta:
        """A fill counts once."""

        table_name = "executions"
        indexes = ((("mode", "account", "execution_id"), True),)


class EquityPointRow(BookRow):
    """Balances from one moment on; rows are only ever added."""

    time = peewee.TextField()
    balance = peewee.TextField()
    execution_id = peewee.TextField(null=True)

    class Meta:
        """Curves are read a book at a time."""

        table_name = "equity_points"
        indexes = ((("mode", "account"), False),)


class BalanceResetRow(BookRow):
    """Moments at which a ledger was started anew."""

    time = peewee.TextField()
    balance = peewee.TextField()
    reason = peewee.TextField()
    after_execution = peewee.IntegerField()

    class Meta:
        """Executions with a higher id than `after_execution` count since the reset."""

        table_name = "balance_resets"
        indexes = ((("mode", "account"), False),)


class CashFlowRow(BookRow):
    """Money that came into a balance, or left it, without a trade; rows are only ever added."""

    time = peewee.TextField()
    amount = peewee.TextField()

    class Meta:
        """Flows are read a book at a time."""

        table_name = "cash_flows"
        indexes = ((("mode", "account"), False),)


class CashMarkRow(BookRow):
    """Up to where the balance of a broker is explained by fills and flows."""

    balance = peewee.TextField()
    after_execution = peewee.IntegerField()

    class Meta:
        """Executions with a higher id than `after_execution` are not in the balance yet."""

        table_name = "cash_marks"
        indexes = ((("mode", "account"), True),)


class OpenEquityRow(BookRow):
    """Balance and open P&L together, thinned out; null where it is unknown from that moment on."""

    time = peewee.TextField()
    equity = peewee.TextField(null=True)

    class Meta:
        """Curves are read a book at a time."""

        table_name = "open_equity"
        indexes = ((("mode", "account"), False),)


class GapRow(peewee.Model):
    """Stretches in which nothing was heard of the accounts; the end of a running one is null."""

    id = peewee.AutoField()
    start = peewee.TextField(unique=True)
    end = peewee.TextField(null=True)

    class Meta:
        """A gap is known by its start."""

        table_name = "gaps"


class HeatRow(BookRow):
    """Drawdowns that are running."""

    symbol = peewee.TextField()
    since = peewee.TextField()

    class Meta:
        """One drawdown per open position."""

        table_name = "heat"
        indexes = ((("mode", "account", "symbol"), True),)


class AccountRow(BookRow):
    """Accounts seen so far."""

    first_seen = peewee.TextField()
    confirmed = peewee.IntegerField()

    class Meta:
        """An account may stand in two modes if the settings moved it."""

        table_name = "accounts"
        indexes = ((("mode", "account"), True),)


class AlarmRow(peewee.Model):
    """The alarm log: each alarm from its beginning to its end; no mode where every book is concerned."""

    id = peewee.AutoField()
    key = peewee.TextField()
    kind = peewee.TextField()
    priority = peewee.TextField()
    mode = peewee.TextField(null=True)
    account = peewee.TextField(null=True)
    symbol = peewee.TextField(null=True)
    text = peewee.TextField()
    raised_at = peewee.TextField()
    acknowledged_at = peewee.TextField(null=True)
    cleared_at = peewee.TextField(null=True)
    paint_ms = peewee.IntegerField(null=True)

    class Meta:
        """An alarm is known by what is watched and when it was raised."""

        table_name = "alarms"
        indexes = ((("key", "raised_at"), True),)


class PerformanceRow(peewee.Model):
    """What an interval measured of a panel, and of the process; buckets are those of `models.histogram`."""

    id = peewee.AutoField()
    session = peewee.TextField()
    version = peewee.TextField()
    is_demo = peewee.IntegerField()
    began_at = peewee.TextField(index=True)
    ended_at = peewee.TextField()
    panel = peewee.TextField()
    generation = peewee.TextField()
    is_accompanied = peewee.IntegerField()
    frames = peewee.IntegerField()
    frames_p50_ms = peewee.DoubleField(null=True)
    frames_p99_ms = peewee.DoubleField(null=True)
    frames_max_ms = peewee.DoubleField(null=True)
    frames_buckets = peewee.BlobField()
    refresh = peewee.IntegerField()
    refresh_p50_ms = peewee.DoubleField(null=True)
    refresh_p99_ms = peewee.DoubleField(null=True)
    refresh_max_ms = peewee.DoubleField(null=True)
    refresh_buckets = peewee.BlobField()
    latency = peewee.IntegerField()
    latency_p50_ms = peewee.DoubleField(null=True)
    latency_p99_ms = peewee.DoubleField(null=True)
    latency_max_ms = peewee.DoubleField(null=True)
    latency_buckets = peewee.BlobField()
    failures = peewee.IntegerField()
    cpu_percent = peewee.DoubleField(null=True)
    memory_mb = peewee.DoubleField(null=True)
    stalls = peewee.IntegerField()
    longest_stall_ms = peewee.DoubleField(null=True)
    errors = peewee.IntegerField()

    class Meta:
        """Each panel has one row an interval."""

        table_name = "performance"
        indexes = ((("session", "began_at", "panel"), True),)


class EvidenceRow(peewee.Model):
    """What was counted of the rollout; `counts` is JSON."""

    id = peewee.AutoField()
    began = peewee.TextField()
    ended = peewee.TextField()
    day = peewee.TextField()
    version = peewee.TextField()
    source = peewee.TextField()
    panels = peewee.TextField()
    compares = peewee.IntegerField()
    counts = peewee.TextField()

    class Meta:
        """Only ever grows, by some hundred rows a day."""

        table_name = "evidence"


class StateRow(peewee.Model):
    """Single facts by name: `shown_mode`, `shown_account`, `last_seen`, `equity_view`, `positions`."""

    name = peewee.TextField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        """Small enough for a scan."""

        table_name = "state"


TABLES = (
    OpenPosition,
    ClosedTrade,
    ExecutionRow,
    EquityPointRow,
    BalanceResetRow,
    CashFlowRow,
    CashMarkRow,
    OpenEquityRow,
    GapRow,
    HeatRow,
    AccountRow,
    AlarmRow,
    PerformanceRow,
    EvidenceRow,
    StateRow,
)
TABLE_NAMES = frozenset(table._meta.table_name for table in TABLES)  # noqa: SLF001 - where peewee keeps them
