-- 监控发现 (monitoring findings): proposals for a cut with their ground, to be decided elsewhere.
--
-- `book` keeps apart what a department found itself (self) and what the bureau found in key monitoring (key).
CREATE TABLE monitoring_findings (
  division         TEXT NOT NULL,
  finding_id       TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  period           TEXT NOT NULL,
  project_id       TEXT NOT NULL,
  sheet_id         TEXT NOT NULL,
  line_key         TEXT,
  book             TEXT NOT NULL,
  ground           TEXT NOT NULL,
  proposed_cut_fen BIGINT NOT NULL,
  words            TEXT NOT NULL,
  state            TEXT NOT NULL,
  made_by_name     TEXT NOT NULL,
  made_at          BIGINT NOT NULL,
  version          INTEGER NOT NULL,
  CONSTRAINT monitoring_findings_pkey PRIMARY KEY (division, finding_id)
);
CREATE INDEX monitoring_findings_by_year ON monitoring_findings (division, budget_year, project_id, finding_id);
