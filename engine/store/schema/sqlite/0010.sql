-- Which record of what was given out belongs to this file: it lies beside the key and has the same id. One row, town ''.
CREATE TABLE given_out (
    town TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (town)
) STRICT;
