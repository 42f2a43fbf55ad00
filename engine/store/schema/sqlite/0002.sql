-- What falls due by the calendar alone: when to look at a case again, and what has happened, once each.
-- Rows from before are looked at once: their day is in the past.
ALTER TABLE cases ADD COLUMN wakes TEXT NOT NULL DEFAULT '0001-01-01'; -- ISO date, '' for never

CREATE INDEX cases_by_waking ON cases (town, wakes);

CREATE TABLE due_effects (
    town    TEXT NOT NULL,
    case_id TEXT NOT NULL,
    act     TEXT NOT NULL,
    cause   TEXT NOT NULL,
    PRIMARY KEY (town, case_id, act, cause)
) STRICT;
