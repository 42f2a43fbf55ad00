"""The use cases: pure decisions joined to store, clock and papers. Rooms by stage, each may call those before it:
`centre`, `cases`, `counter`, `office`, `starting`. Pages and commands call them and nothing below them writes.
"""
