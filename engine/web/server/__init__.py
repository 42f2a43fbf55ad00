"""What every page stands on: bodies, headers, sessions, who is there, templates, faults as pages, the scheduler.

Knows no single page.
"""
