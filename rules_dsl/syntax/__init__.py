"""Text to parse tree: the lexer with a matter's own words, the grammar (`rules.lark`), the parser.

Knows the order of words, not their types. Others call `parser.parse`, which never raises: it returns problems.
"""
