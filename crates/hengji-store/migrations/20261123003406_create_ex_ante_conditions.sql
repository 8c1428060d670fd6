-- 前置条件 (preconditions) of a conclusion, each with whose it is, until when, and what shows that it is met.
CREATE TABLE ex_ante_conditions (
  division   TEXT NOT NULL,
  sheet_id   TEXT NOT NULL,
  number     INTEGER NOT NULL,
  words      TEXT NOT NULL,
  unit_id    TEXT NOT NULL,
  due_on     TEXT NOT NULL,
  timing     TEXT NOT NULL,
  evidence   TEXT,
  settled_by TEXT,
  settled_at BIGINT,
  CONSTRAINT ex_ante_conditions_pkey PRIMARY KEY (division, sheet_id, number)
);
