"""The back office: acts on received cases and their papers from hand to hand, and a new calendar.

Others call `acting.perform`, `handing`, `supplying`, `calendars`.
"""
