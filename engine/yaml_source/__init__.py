"""Files as their authors wrote them: strict YAML in which every node knows its line, the schemas, and common mistakes.

Knows keys and places, not what they mean. Others call `tree.read_source`, `MatterProblem` and `schema.check_schema`.
"""
