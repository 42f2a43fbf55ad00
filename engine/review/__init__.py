"""From what came in to a verdict: answers read, what applies, every checkpoint and material judged, findings in words.

Pure: the definition, the submission, the day and the calendar are arguments; it knows no case. Others call
`intake.read_submission`, `judging.review`, `verdict.Verdict`, `wording`.
"""
