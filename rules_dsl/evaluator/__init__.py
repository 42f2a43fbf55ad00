"""The tree walk: what a rule comes to for one submission, three-valued with 不适用. The reference of the meaning.

Knows trees and scopes, no text of a rule. Others call `verdict` for whole rules, `dispatch` for a part within a walk.
"""
