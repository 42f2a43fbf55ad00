"""A matter made usable: every rule read and checked against its vocabulary and rulebook, once for all.

Knows no submission and no case. Others call `checked.Definition`, `questions` for what a form asks.
"""
