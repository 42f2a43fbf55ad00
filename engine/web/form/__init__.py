"""The form of a matter as a view model: boxes to fill, checklist, verdict panel, scans, answers read only.

Knows which page shows it as little as who looks at it.
"""
