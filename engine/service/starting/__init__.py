"""What a server starts with: an opened service, and for a demonstration its accounts and sample cases.

The demonstration goes through the same use cases as real work.
"""
