-- 被替换的事实 (superseded facts): what stood before a month was loaded again. Nothing is ever changed silently.
CREATE TABLE superseded_facts (
  division      TEXT NOT NULL,
  superseded_by TEXT NOT NULL,
  budget_year   INTEGER NOT NULL,
  subject       TEXT NOT NULL,
  fact_code     TEXT NOT NULL,
  period        TEXT NOT NULL,
  source        TEXT NOT NULL,
  source_row    TEXT NOT NULL,
  value         BIGINT NOT NULL,
  loaded_at     BIGINT NOT NULL,
  superseded_at BIGINT NOT NULL,
  CONSTRAINT superseded_facts_pkey PRIMARY KEY (division, superseded_by, budget_year, subject, fact_code, period, source, source_row)
);
CREATE INDEX superseded_facts_by_subject ON superseded_facts (division, budget_year, subject, superseded_at);
