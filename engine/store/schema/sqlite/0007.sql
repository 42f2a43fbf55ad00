-- Who loaded a calendar: an account, '' for the command line.
ALTER TABLE calendars ADD COLUMN loaded_by TEXT NOT NULL DEFAULT '';
