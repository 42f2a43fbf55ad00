"""What generated code is written with: its Python tree, its outcome codes and their logic, its variables.

Knows no single node of the language. `assembly` is the one place where a tree becomes code.
"""
