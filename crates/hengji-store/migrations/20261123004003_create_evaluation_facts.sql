-- 数据 (facts) entered for an evaluation with their source; added, never edited, the highest serial stands.
CREATE TABLE evaluation_facts (
  division        TEXT NOT NULL,
  fact_id         TEXT NOT NULL,
  evaluation_id   TEXT NOT NULL,
  side            TEXT NOT NULL,
  fact_code       TEXT NOT NULL,
  serial          INTEGER NOT NULL,
  value           TEXT NOT NULL,
  source          TEXT NOT NULL,
  entered_by      TEXT NOT NULL,
  entered_by_name TEXT NOT NULL,
  entered_at      BIGINT NOT NULL,
  CONSTRAINT evaluation_facts_pkey PRIMARY KEY (division, fact_id),
  CONSTRAINT evaluation_facts_serial_unique UNIQUE (division, evaluation_id, side, fact_code, serial)
);
