"""What a rule is once it is read: the typed tree, rules, tables, the rulebook, one submission as rules see it.

Knows neither how trees are read from text nor how they are judged. Others call `nodes`, `rule.Rule`, `table.Table`,
`scope`, `printer.canonical` for the text of a tree, and `mutations` for the same tree with one slip in it.
"""
