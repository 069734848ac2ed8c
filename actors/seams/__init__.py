"""Where actors touch the world: time, network, files, database, screen, identities.

Each module holds a protocol and its real implementation. Nothing else under `actors` may use these things, so
that the same actor classes run unmodified in a simulation.
"""
