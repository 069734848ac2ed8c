"""The legacy generation: two monolithic widgets that compute all they show themselves."""
