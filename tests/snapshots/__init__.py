"""Reads of a snapshot file that another process rewrites all the time."""
