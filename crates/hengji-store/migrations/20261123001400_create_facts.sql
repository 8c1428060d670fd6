-- 事实 (facts): figures with their source row, which nobody retypes.
--
-- The source row is part of the key: loading the same row twice is refused, not added up.
CREATE TABLE facts (
  division    TEXT NOT NULL,
  budget_year INTEGER NOT NULL,
  subject     TEXT NOT NULL,
  fact_code   TEXT NOT NULL,
  period      TEXT NOT NULL,
  source      TEXT NOT NULL,
  source_row  TEXT NOT NULL,
  value       BIGINT NOT NULL,
  loaded_at   BIGINT NOT NULL,
  CONSTRAINT facts_pkey PRIMARY KEY (division, budget_year, subject, fact_code, period, source, source_row)
);
CREATE INDEX facts_by_code ON facts (division, budget_year, fact_code, subject, value);
