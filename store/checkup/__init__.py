"""Looking whether a store and the machine under it are well, without changing anything.

Each topic has two halves: a function that gathers facts, and one that judges them. The second does
no I/O, so that what it says of a stopped process or a full disk can be tested without one.
"""
