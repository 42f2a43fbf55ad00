"""Cases as they lie in the store: opened, settled by the calendar, found at a desk, committed with their papers.

Decides nothing itself. Others call `desks`, `issuing`, `settling`, and for the applicant `progress` and `evaluating`.
"""
