"""Benchmarks: `make bench`, or `make bench ONLY=rules` for one suite.

Each suite first checks that everything it times gives the same answers, then times it, prints a table and writes the
same figures to `build/bench/<suite>.json`. A row says which goal it has, if any, and whether it was met; nothing fails
because a machine is slow.
"""
