"""Both generations of the panels on the same input: what they show, ask for and cost."""
