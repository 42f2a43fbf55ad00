-- Tries are counted in a file of their own (tries.sqlite3), which a stranger's requests may fill without the cases waiting.
DROP TABLE code_tries;
ALTER TABLE accounts DROP COLUMN failures;
ALTER TABLE accounts DROP COLUMN locked_until;
