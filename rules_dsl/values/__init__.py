"""What rules speak of: money, dates, periods, places, identifiers, how they compare, and the functions of the language.

Knows no text of a rule, no vocabulary and no submission. Others call `kinds` for what a value is, `functions.FUNCTIONS`
for what may be computed, and the module of the kind for reading and writing it.
"""
