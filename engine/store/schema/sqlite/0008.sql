-- The last instant at which the server recorded that it ran, a row a town, replaced every minute: a start long after it is
-- not believed before somebody confirms the clock.
CREATE TABLE beats (
    town TEXT NOT NULL,
    at   TEXT NOT NULL,
    PRIMARY KEY (town)
) STRICT;
