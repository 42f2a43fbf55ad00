"""What a matter file says once it is resolved: frozen records, what several matters share, what a town adds.

Rule texts stay text here; nothing is judged. Others call `records`, `resolve` (file to canonical JSON), `canonical`
(and back), `town.load_town`, `shared.load_shared`.
"""
