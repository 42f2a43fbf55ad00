"""Parse tree to checked rule: names, options, types, guards, cost; for rules, tables, and the rulebook of a matter.

Knows the vocabulary, and nothing of any submission. Others call `rules.read_rule`, `tables.read_table` and
`rulebooks.read_rulebook`; the other modules fill the two tables of `dispatch`.
"""
