-- 绩效评价 (evaluations): one kind, one subject, one year; the frame is the framework as it was when it was opened.
CREATE TABLE evaluations (
  division          TEXT NOT NULL,
  evaluation_id     TEXT NOT NULL,
  budget_year       INTEGER NOT NULL,
  kind              TEXT NOT NULL,
  subject_key       TEXT NOT NULL,
  title             TEXT NOT NULL,
  project_id        TEXT,
  unit_id           TEXT NOT NULL,
  department_id     TEXT NOT NULL,
  state             TEXT NOT NULL,
  edition           INTEGER NOT NULL,
  frame             TEXT NOT NULL,
  rules_fingerprint TEXT NOT NULL,
  self_due_on       TEXT,
  opened_by         TEXT NOT NULL,
  opened_by_name    TEXT NOT NULL,
  opened_at         BIGINT NOT NULL,
  version           INTEGER NOT NULL,
  CONSTRAINT evaluations_pkey PRIMARY KEY (division, evaluation_id),
  CONSTRAINT evaluations_subject_unique UNIQUE (division, budget_year, kind, subject_key)
);
CREATE INDEX evaluations_by_unit ON evaluations (division, unit_id, budget_year);
