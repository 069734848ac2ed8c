"""The real actors on a virtual clock, in one thread, and an accountant who checks what they say."""
