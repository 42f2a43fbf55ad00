"""What is wrong with matters, shared files and towns beyond schema and rules: one module a subject.

Judges no submission. Others call `all_files.lint`; a check is a function of its module, named in the list that runs.
"""
