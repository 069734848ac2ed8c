"""Values and pure rules of the trade; no actors, no Qt."""
