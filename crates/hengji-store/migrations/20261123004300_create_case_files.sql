-- 评价档案 (case files): work plan, funds, texts of the report and how far the report has come; one for an evaluation.
CREATE TABLE case_files (
  division      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  plan_state    TEXT NOT NULL,
  purpose       TEXT,
  subject_scope TEXT,
  method        TEXT,
  schedule      TEXT,
  funds_fen     BIGINT,
  funds_source  TEXT,
  institution   TEXT,
  experience    TEXT,
  advice        TEXT,
  remarks       TEXT,
  submitted_by  TEXT,
  stage         TEXT NOT NULL,
  round         INTEGER NOT NULL,
  sent_on       TEXT,
  due_on        TEXT,
  answered_on   TEXT,
  version       INTEGER NOT NULL,
  CONSTRAINT case_files_pkey PRIMARY KEY (division, evaluation_id)
);
