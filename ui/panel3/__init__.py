"""Panel 3: how the trading of the account on the screen is going."""
