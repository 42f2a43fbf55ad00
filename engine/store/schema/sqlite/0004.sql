-- Materials as files. The files themselves lie, sealed, in attachments/<town>/<place>/<digest>.
CREATE TABLE attachments (
    town    TEXT NOT NULL,
    place   TEXT NOT NULL,    -- the draft it was uploaded into
    id      TEXT NOT NULL,
    page    INTEGER NOT NULL, -- its place in the order of the draft's files
    digest  TEXT NOT NULL,    -- SHA-256 of the sealed file, hex
    case_id TEXT NOT NULL,    -- the case that holds it, '' while the draft is open
    sealed  BLOB NOT NULL,    -- material, name, kind, size, at
    PRIMARY KEY (town, place, id)
) STRICT;

CREATE TRIGGER attachments_never_vanish BEFORE DELETE ON attachments
WHEN OLD.case_id <> ''
BEGIN
    SELECT RAISE(ABORT, '已收件的附件不能删除');
END;

CREATE TRIGGER attachments_never_change BEFORE UPDATE ON attachments
WHEN OLD.case_id <> ''
BEGIN
    SELECT RAISE(ABORT, '已收件的附件不能修改');
END;
