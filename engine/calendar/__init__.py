"""Time in working days: the State Council's notices, lengths of time, and what day a limit ends, each day told.

Knows no matter and no case, and reads no clock. Others call `working_days.Calendar`, `limit.parse_limit`, `clock`.
"""
