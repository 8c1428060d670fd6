-- 处置 (monitoring disposals): what is decided about a project that the period found behind.
--
-- The row is made when the period closes; without a decision by the day the project counts as suspended.
CREATE TABLE monitoring_disposals (
  division        TEXT NOT NULL,
  sheet_id        TEXT NOT NULL,
  budget_year     INTEGER NOT NULL,
  period          TEXT NOT NULL,
  project_id      TEXT NOT NULL,
  due_on          TEXT,
  decision        TEXT,
  words           TEXT,
  decided_by_name TEXT,
  decided_at      BIGINT,
  version         INTEGER NOT NULL,
  CONSTRAINT monitoring_disposals_pkey PRIMARY KEY (division, sheet_id)
);
CREATE INDEX monitoring_disposals_by_year ON monitoring_disposals (division, budget_year, period, sheet_id);
