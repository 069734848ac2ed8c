"""What to change in Sierra Chart, said once for every place that says it."""

from typing import Final

SERVER_SETTINGS: Final = (
    "In Sierra Chart open Global Settings, Sierra Chart Server Settings, DTC Protocol Server."
)
ENABLE_SERVER: Final = (
    "Set Enable DTC Protocol Server to Yes, Listening Port to 11099 (or set another port here in the "
    "settings), Encoding to Automatic, Allowed Incoming IPs to Local Computer Only."
)
ALLOW_TRADING: Final = (
    "Set Allow Trading to Yes if accounts and positions do not arrive: Sierra Chart may not tell them "
    "otherwise. APPSIERRA never sends an order."
)
WRITE_SNAPSHOT: Final = (
    "For prices let a chart study write the snapshot file: a line with the names last, high, low, vwap, "
    "poc, cum_delta, and below it a line with their values."
)
SIMULATED_SERVICE: Final = "turn off Trade >> Trade Simulation Mode On and use the Simulated Trading Service."
