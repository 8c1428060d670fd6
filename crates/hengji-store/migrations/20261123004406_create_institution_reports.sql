-- 评价报告 (institution reports): every version of the text that an institution handed to the bureau; none is edited.
CREATE TABLE institution_reports (
  division       TEXT NOT NULL,
  assignment_id  TEXT NOT NULL,
  version        INTEGER NOT NULL,
  pages          INTEGER NOT NULL,
  content        TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  explanation    TEXT,
  handed_by_name TEXT NOT NULL,
  handed_at      BIGINT NOT NULL,
  CONSTRAINT institution_reports_pkey PRIMARY KEY (division, assignment_id, version)
);
