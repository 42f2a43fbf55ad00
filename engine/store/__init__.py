"""Keeping what happened: the contract of a store, sealing, the hash chain, and the store on SQLite."""
