"""Pages without an account: guides, the progress page with its grades, signing in.

Nothing personal is shown in clear here.
"""
