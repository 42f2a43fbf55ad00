"""The examples of matters, run, and whether they would notice a slip (`mutants`); people who do not exist.

Knows no store and no page. Others call `running.run_examples`, `mutants.try_mutants`, `fictitious.invented`.
"""
