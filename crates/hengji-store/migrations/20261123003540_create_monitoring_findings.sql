-- 监控发现 (monitoring findings): where on a monitoring sheet a budget cut was found.
--
-- What was found, its ground, its amount and what became of it stand in budget_cuts, one row for each finding.
CREATE TABLE monitoring_findings (
  division         TEXT NOT NULL,
  finding_id       TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  period           TEXT NOT NULL,
  project_id       TEXT NOT NULL,
  sheet_id         TEXT NOT NULL,
  line_key         TEXT,
  CONSTRAINT monitoring_findings_pkey PRIMARY KEY (division, finding_id)
);
CREATE INDEX monitoring_findings_by_year ON monitoring_findings (division, budget_year, project_id, finding_id);
