"""Pages where work begins: desks, worklists, choosing a matter, drafts, the working-day calendar."""
