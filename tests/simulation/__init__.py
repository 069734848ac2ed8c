"""The actors under a scheduler: every order of their messages that threads could bring about, and faults."""
