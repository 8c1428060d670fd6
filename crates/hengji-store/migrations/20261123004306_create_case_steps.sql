-- 档案经过 (steps): what was done to a case file, by whom, in which words.
CREATE TABLE case_steps (
  division      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  serial        INTEGER NOT NULL,
  deed          TEXT NOT NULL,
  words         TEXT,
  user_name     TEXT NOT NULL,
  made_at       BIGINT NOT NULL,
  CONSTRAINT case_steps_pkey PRIMARY KEY (division, evaluation_id, serial)
);
