-- 监控结果 (monitoring results): the lights of a project in a period, judged when something changed.
--
-- With the closing of the period the trace and the version of the rules are kept, and the row is never written again.
CREATE TABLE monitoring_results (
  division         TEXT NOT NULL,
  sheet_id         TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  period           TEXT NOT NULL,
  budget_fen       BIGINT NOT NULL,
  executed_fen     BIGINT NOT NULL,
  expected_fen     BIGINT,
  execution_centi  BIGINT,
  execution_light  TEXT,
  goal_light       TEXT,
  light            TEXT,
  goal_bp          BIGINT,
  forecast_bp      BIGINT,
  forecast_low_bp  BIGINT,
  forecast_high_bp BIGINT,
  history          INTEGER NOT NULL,
  unlikely         INTEGER NOT NULL,
  warning          TEXT,
  trace            TEXT,
  rules_version    TEXT,
  CONSTRAINT monitoring_results_pkey PRIMARY KEY (division, sheet_id)
);
CREATE INDEX monitoring_results_by_period ON monitoring_results (division, budget_year, period, sheet_id);
