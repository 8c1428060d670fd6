-- 签证单 (sign-off sheets): one row for each edition; a sheet that was taken back or no longer counts keeps its row.
CREATE TABLE sign_offs (
  division           TEXT NOT NULL,
  sign_off_id        TEXT NOT NULL,
  evaluation_id      TEXT NOT NULL,
  edition            INTEGER NOT NULL,
  state              TEXT NOT NULL,
  answer_due_on      TEXT NOT NULL,
  issued_by          TEXT NOT NULL, issued_by_name TEXT NOT NULL, issued_at BIGINT NOT NULL,
  answered_by        TEXT, answered_by_name TEXT, answered_at BIGINT,
  bureau_by          TEXT, bureau_by_name TEXT, bureau_at BIGINT,
  department_by      TEXT, department_by_name TEXT, department_at BIGINT,
  closed_by          TEXT, closed_by_name TEXT, closed_at BIGINT,
  close_reason       TEXT,
  paper_id           TEXT,
  version            INTEGER NOT NULL,
  CONSTRAINT sign_offs_pkey PRIMARY KEY (division, sign_off_id),
  CONSTRAINT sign_offs_edition_unique UNIQUE (division, evaluation_id, edition)
);
