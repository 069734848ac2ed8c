"""Panel 1: balance and equity curve of the account on the screen."""
