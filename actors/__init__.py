"""Actors: each owns one resource; kept free of imports so that messages load without Pykka."""
