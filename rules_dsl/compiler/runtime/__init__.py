"""What generated code needs when it runs: the functions it calls, the values of the filing day, the typed row.

Knows values and scopes, not how the code was made.
"""
