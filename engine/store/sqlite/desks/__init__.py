"""What people at their desks need for a while: accounts, sessions, drafts, form tokens, tries of a code.

Called by `sqlite.store` alone.
"""
