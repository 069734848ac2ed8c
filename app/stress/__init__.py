"""The real program under loads that no market makes: mode switches, swaps, floods, starts and ends."""
