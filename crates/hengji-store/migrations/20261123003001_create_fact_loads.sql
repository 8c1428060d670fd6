-- 装入 (loads): which rows of which file stand for a month or a year, and what took their place.
--
-- A load that was replaced keeps its line, so that every figure that was ever shown can be told.
CREATE TABLE fact_loads (
  division         TEXT NOT NULL,
  import_id        TEXT NOT NULL,
  fact_code        TEXT NOT NULL,
  period           TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  source_name      TEXT NOT NULL,
  fact_source      TEXT NOT NULL,
  file_rows        INTEGER NOT NULL,
  file_total_fen   BIGINT NOT NULL,
  loaded_rows      INTEGER NOT NULL,
  loaded_total_fen BIGINT NOT NULL,
  loaded_by        TEXT NOT NULL,
  loaded_by_name   TEXT NOT NULL,
  loaded_at        BIGINT NOT NULL,
  replaced_by      TEXT,
  replaced_at      BIGINT,
  CONSTRAINT fact_loads_pkey PRIMARY KEY (division, import_id, fact_code, period)
);
CREATE INDEX fact_loads_by_time ON fact_loads (division, budget_year, loaded_at, import_id);
