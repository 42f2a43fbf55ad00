"""Rules in Chinese sentences: what a rule asks, why it is not met with the values seen, what would make it pass.

Reads trees and walks, never a rule's text. Others call `rule_in_words`, and `phrases`, `sentences` `speech` for parts.
"""
