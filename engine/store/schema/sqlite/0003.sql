-- How urgent a case is, and what its days were counted by; calendars loaded after those the program knows.
ALTER TABLE cases ADD COLUMN clock TEXT NOT NULL DEFAULT ''; -- the name of the most pressing limit
ALTER TABLE cases ADD COLUMN warns TEXT NOT NULL DEFAULT ''; -- ISO date, '' while no clock runs
ALTER TABLE cases ADD COLUMN presses TEXT NOT NULL DEFAULT ''; -- ISO date, '' for none that holds
ALTER TABLE cases ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0; -- whether `due` is 暂定
ALTER TABLE cases ADD COLUMN basis TEXT NOT NULL DEFAULT 'none'; -- what the days were counted by, '' for nothing

CREATE INDEX cases_by_pressing ON cases (town, presses);

CREATE INDEX cases_by_basis ON cases (town, basis);

-- The notices of the State Council, town '' = all towns. The newest of a year counts; `version` numbers all of them.
CREATE TABLE calendars (
    town      TEXT NOT NULL,
    version   INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    notice    TEXT NOT NULL, -- its number
    days      TEXT NOT NULL, -- JSON: ISO date, whether it is worked, why
    loaded_at TEXT NOT NULL,
    PRIMARY KEY (town, version)
) STRICT;

CREATE TRIGGER calendars_never_change BEFORE UPDATE ON calendars
BEGIN
    SELECT RAISE(ABORT, '已载入的日历不能修改');
END;

CREATE TRIGGER calendars_never_vanish BEFORE DELETE ON calendars
BEGIN
    SELECT RAISE(ABORT, '已载入的日历不能删除');
END;
