-- 评价报告各版 (editions of the report): a draft keeps its text here, a final one is a paper of the register.
CREATE TABLE case_reports (
  division       TEXT NOT NULL,
  evaluation_id  TEXT NOT NULL,
  edition        INTEGER NOT NULL,
  text           TEXT,
  sha256         TEXT NOT NULL,
  paper_id       TEXT,
  number         TEXT,
  result_edition INTEGER NOT NULL,
  made_by_name   TEXT NOT NULL,
  made_at        BIGINT NOT NULL,
  CONSTRAINT case_reports_pkey PRIMARY KEY (division, evaluation_id, edition)
);
