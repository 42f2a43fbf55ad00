-- A draft given up is kept a day, so that whoever gave it up by a slip gets it back.
ALTER TABLE drafts ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
