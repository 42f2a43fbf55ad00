-- By when whoever gave one of the two lowest grades is to be called back; ISO date, '' for nobody.
ALTER TABLE cases ADD COLUMN call_back TEXT NOT NULL DEFAULT '';

CREATE INDEX cases_by_call_back ON cases (town, call_back) WHERE call_back <> '';
