-- What a worklist is read from, in its order: on which departments' desks a case lies or lay, and who has its papers.
-- Rows from before are looked at once: their day is in the past.
ALTER TABLE cases ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN keeper TEXT NOT NULL DEFAULT ''; -- the person who has the paper file
ALTER TABLE cases ADD COLUMN bound_for TEXT NOT NULL DEFAULT ''; -- the desk it is on its way to
ALTER TABLE cases ADD COLUMN list TEXT NOT NULL DEFAULT ''; -- the number of the 移交清单 it goes with
ALTER TABLE cases ADD COLUMN urgency TEXT GENERATED ALWAYS AS (iif(presses = '', '~', presses) || iif(due = '', '~', due)) VIRTUAL;

CREATE INDEX cases_by_urgency ON cases (town, urgency, case_id);

CREATE INDEX cases_by_keeper ON cases (town, keeper, urgency, case_id);

CREATE INDEX cases_on_their_way ON cases (town, bound_for, list, case_id) WHERE bound_for <> '';

CREATE TABLE desks (
    town       TEXT NOT NULL,
    department TEXT NOT NULL,
    waits      INTEGER NOT NULL, -- 1: something waits there, 0: it lay there before
    urgency    TEXT NOT NULL,
    case_id    TEXT NOT NULL,
    place      INTEGER NOT NULL, -- in the order of the case's desks
    steps      TEXT NOT NULL,    -- JSON list: what waits there
    PRIMARY KEY (town, case_id, department)
) STRICT, WITHOUT ROWID;

CREATE INDEX desks_by_urgency ON desks (town, department, waits, urgency, case_id);

INSERT INTO desks (town, department, waits, urgency, case_id, place, steps)
SELECT cases.town, one.value, 1, cases.urgency, cases.case_id, one.key, '[""]' FROM cases, json_each(cases.departments) AS one;

UPDATE cases SET wakes = '0001-01-01';

ALTER TABLE cases DROP COLUMN departments;
