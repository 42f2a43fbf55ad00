"""What the texts of rules are made of: keywords, the words of a matter, tokens, literals, and what a problem is.

Knows the spelling of the language, not its grammar or meaning. Others call `vocabulary.Vocabulary`, `problem.Problem`,
`wording.value_text`, and `lone_literals.read_literal` for a value that stands by itself.
"""
