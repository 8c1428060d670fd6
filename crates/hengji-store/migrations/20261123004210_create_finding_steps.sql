-- 问题经过 (steps of a finding): each with its hand, its words, and the text as it stood before.
CREATE TABLE finding_steps (
  division     TEXT NOT NULL,
  finding_id   TEXT NOT NULL,
  made_at      BIGINT NOT NULL,
  deed         TEXT NOT NULL,
  words        TEXT,
  text_before  TEXT,
  made_by      TEXT,
  made_by_name TEXT NOT NULL,
  CONSTRAINT finding_steps_pkey PRIMARY KEY (division, finding_id, made_at, deed)
);
