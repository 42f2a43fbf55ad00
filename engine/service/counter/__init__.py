"""The counter: drafts and their scans, receiving them, and printing.

Whatever is done to a case that is received stands in `office`. Others call the module of the act.
"""
