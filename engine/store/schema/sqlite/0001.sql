-- Tables of the embedded store. Every table begins with `town`; nothing cascades, nothing is deleted on its own.
-- Personal data stands only in columns named `sealed` (AES-GCM) or `hash` (keyed hash).

-- The master key that seals this file, by identity, with a value by which a wrong key is found; town '' = the file.
CREATE TABLE master_keys (
    town        TEXT NOT NULL,
    key_id      TEXT NOT NULL,
    check_value BLOB NOT NULL,
    PRIMARY KEY (town, key_id)
) STRICT;

-- One random key a case, wrapped by the master key.
CREATE TABLE case_keys (
    town    TEXT NOT NULL,
    case_id TEXT NOT NULL,
    key_id  TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (town, case_id)
) STRICT;

-- The log. `line` is the very text that was hashed; the other columns only find it and must agree with it.
CREATE TABLE events (
    town     TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    case_id  TEXT NOT NULL,
    line     TEXT NOT NULL,
    PRIMARY KEY (town, sequence)
) STRICT;

CREATE INDEX events_of_case ON events (town, case_id, sequence);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, '事件只能追加，不能修改');
END;

CREATE TRIGGER events_never_vanish BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, '事件只能追加，不能删除');
END;

-- Also stops INSERT OR REPLACE, which would not fire the trigger on DELETE everywhere.
CREATE TRIGGER events_only_follow BEFORE INSERT ON events
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM events WHERE town = NEW.town)
BEGIN
    SELECT RAISE(ABORT, '事件的序号必须紧接上一条');
END;

CREATE TABLE payloads (
    town     TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (town, sequence),
    FOREIGN KEY (town, sequence) REFERENCES events (town, sequence)
) STRICT;

CREATE TRIGGER payloads_never_change BEFORE UPDATE ON payloads
BEGIN
    SELECT RAISE(ABORT, '事件的内容不能修改');
END;

-- The end of each town's chain.
CREATE TABLE heads (
    town     TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    digest   TEXT NOT NULL,
    PRIMARY KEY (town)
) STRICT;

-- Who took which part of {receive, approve, issue} in a case: one person, one part.
CREATE TABLE hands (
    town    TEXT NOT NULL,
    case_id TEXT NOT NULL,
    person  TEXT NOT NULL,
    part    TEXT NOT NULL CHECK (part IN ('receive', 'approve', 'issue')),
    PRIMARY KEY (town, case_id, person)
) STRICT;

CREATE TRIGGER hands_never_change BEFORE UPDATE ON hands
BEGIN
    SELECT RAISE(ABORT, '经手人的环节不能修改');
END;

CREATE TRIGGER hands_never_vanish BEFORE DELETE ON hands
BEGIN
    SELECT RAISE(ABORT, '经手人的环节不能删除');
END;

-- The searching row of a case, rebuilt from its events at every append. `applicant` is masked.
CREATE TABLE cases (
    town        TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    matter      TEXT NOT NULL,
    title       TEXT NOT NULL,
    window      TEXT NOT NULL,
    state       TEXT NOT NULL,
    applicant   TEXT NOT NULL,
    village     TEXT NOT NULL,
    departments TEXT NOT NULL, -- JSON list of role names
    receiver    TEXT NOT NULL,
    received_at TEXT,
    changed_at  TEXT NOT NULL,
    due         TEXT NOT NULL, -- ISO date, '' when unknown
    PRIMARY KEY (town, case_id)
) STRICT;

CREATE INDEX cases_by_state ON cases (town, state, due);

CREATE TABLE search_keys (
    town    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    hash    BLOB NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (town, kind, hash, case_id)
) STRICT;

CREATE TABLE code_tries (
    town     TEXT NOT NULL,
    case_id  TEXT NOT NULL,
    tried_at TEXT NOT NULL
) STRICT;

CREATE INDEX code_tries_of_case ON code_tries (town, case_id, tried_at);

CREATE TABLE numbers (
    town   TEXT NOT NULL,
    series TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (town, series, year)
) STRICT;

-- Form tokens, kept for ever: they are what a retry gets its receipt by.
CREATE TABLE form_tokens (
    town    TEXT NOT NULL,
    hash    BLOB NOT NULL, -- SHA-256 of the token
    digest  TEXT NOT NULL,
    case_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (town, hash)
) STRICT;

CREATE TABLE drafts (
    town       TEXT NOT NULL,
    id         TEXT NOT NULL,
    owner      TEXT NOT NULL,
    matter     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    case_id    TEXT,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (town, id)
) STRICT;

CREATE INDEX drafts_of_owner ON drafts (town, owner, changed_at);

CREATE TABLE definitions (
    town         TEXT NOT NULL,
    identity     TEXT NOT NULL, -- SHA-256 of `canonical`, hex
    matter       TEXT NOT NULL,
    canonical    BLOB NOT NULL,
    published_at TEXT NOT NULL,
    PRIMARY KEY (town, identity)
) STRICT;

CREATE INDEX definitions_by_identity ON definitions (identity);

CREATE TRIGGER definitions_never_change BEFORE UPDATE ON definitions
BEGIN
    SELECT RAISE(ABORT, '已发布的事项定义不能修改');
END;

CREATE TRIGGER definitions_never_vanish BEFORE DELETE ON definitions
BEGIN
    SELECT RAISE(ABORT, '已发布的事项定义不能删除');
END;

CREATE TABLE originals (
    town    TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number  TEXT NOT NULL,
    sealed  BLOB NOT NULL,
    PRIMARY KEY (town, case_id, number)
) STRICT;

CREATE TABLE accounts (
    town         TEXT NOT NULL,
    login        TEXT NOT NULL UNIQUE, -- in the whole file: signing in names no town
    person       TEXT NOT NULL,
    sealed       BLOB NOT NULL,        -- the name
    role         TEXT NOT NULL,
    department   TEXT NOT NULL,
    windows      TEXT NOT NULL,        -- JSON list
    password     TEXT NOT NULL,        -- argon2id
    active       INTEGER NOT NULL,
    failures     INTEGER NOT NULL,
    locked_until TEXT,
    PRIMARY KEY (town, login)
) STRICT;

CREATE TABLE sessions (
    town      TEXT NOT NULL,
    hash      BLOB NOT NULL UNIQUE, -- SHA-256 of the token
    account   TEXT NOT NULL,
    csrf      TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    seen_at   TEXT NOT NULL,
    PRIMARY KEY (town, hash)
) STRICT;

CREATE INDEX sessions_of_account ON sessions (town, account);

-- For inspection with sqlite-utils or any SQL tool: what the log says in clear, a column each.
CREATE VIEW timeline AS
SELECT
    town,
    sequence,
    case_id,
    json_extract(line, '$.kind') AS kind,
    json_extract(line, '$.at') AS at,
    json_extract(line, '$.account') AS account,
    json_extract(line, '$.person') AS person,
    json_extract(line, '$.role') AS role,
    json_extract(line, '$.department') AS department,
    json_extract(line, '$.channel') AS channel,
    json_extract(line, '$.definition') AS definition,
    json_extract(line, '$.reason') AS reason,
    json_extract(line, '$.part') AS part
FROM events;
