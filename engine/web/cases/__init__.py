"""Pages of one case and its papers: what happened, what may be done, files, papers, hand-overs, the page after 收件.

`rows` says in one line what lists show of a case.
"""
