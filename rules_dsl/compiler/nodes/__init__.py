"""Each node of the checked tree as code, one module a kind; they fill the two tables of `dispatch`.

Knows how code is written (`compiler.code`), never a submission.
"""
