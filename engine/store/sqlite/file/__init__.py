"""The database file: its connections, its tables and their steps, its lock on the data folder.

Knows no case. `connection` is the only module that speaks to SQLite.
"""
