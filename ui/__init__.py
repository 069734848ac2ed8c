"""Windows, panels and what they show."""
