"""What every use case works with: the open service and its towns, the clock, the filing instant, accounts.

Knows no single act. Others call `context.Service`; `machine_clock` is the one place where a clock is read.
"""
