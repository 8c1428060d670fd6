-- 监控期 (monitoring periods) of a budget year, as they were opened.
--
-- The days are kept from the opening on: a later change of the rules moves no deadline that people were told.
CREATE TABLE monitoring_periods (
  division          TEXT NOT NULL,
  budget_year       INTEGER NOT NULL,
  period            TEXT NOT NULL,
  name              TEXT NOT NULL,
  month             INTEGER NOT NULL,
  cut_off           TEXT NOT NULL,
  unit_due_on       TEXT NOT NULL,
  department_due_on TEXT NOT NULL,
  finance_due_on    TEXT NOT NULL,
  state             TEXT NOT NULL,
  opened_by_name    TEXT NOT NULL,
  opened_at         BIGINT NOT NULL,
  closed_by_name    TEXT,
  closed_at         BIGINT,
  rules_version     TEXT,
  version           INTEGER NOT NULL,
  CONSTRAINT monitoring_periods_pkey PRIMARY KEY (division, budget_year, period)
);
