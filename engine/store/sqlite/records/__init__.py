"""What is kept of cases for their whole term, SQL beside its function: events, keys, papers, files, numbers, lists.

Called by `sqlite.store` alone.
"""
