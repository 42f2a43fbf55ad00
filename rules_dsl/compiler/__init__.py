"""The rules of a matter as one Python function, forty times as fast as the walk, with the same verdicts.

Knows trees and scopes, no text of a rule, and explains nothing. Others call `matter_function.compile_rules`, or
`judging`, which chooses between this and the walk. `code` writes Python, `nodes` says what each node becomes,
`runtime` is what the written code calls.
"""
