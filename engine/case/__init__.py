"""A case as its events make it, and what follows from it alone: desk, last day, light, result, who may look.

Pure: no store, no clock, nothing decided. Others call `events`, `fold.fold`, `records.Case`, `lights`, `roles.ROLES`.
"""
