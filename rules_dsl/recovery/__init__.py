"""Error recovery: what was meant where a text is no rule, what to write instead, and how to read on past it.

Knows words and signs, no tree and no types. Others call `skipping` while cutting text, `sentence_errors` where a
sentence broke, `unknown_names` for a name that does not exist.
"""
