"""Panel 2: the open position of the account on the screen."""
