"""Looks over everything that a trader depends on, and says what is wrong, why it matters and what to do."""
