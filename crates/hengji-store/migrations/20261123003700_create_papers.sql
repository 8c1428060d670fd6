-- 公文 (papers): what was issued, the digest of its text, and where it stands with its addressee.
--
-- The text stands in a table of its own, so that lists need not read it and nothing that is changed lies beside it.
CREATE TABLE papers (
  division       TEXT NOT NULL,
  paper_id       TEXT NOT NULL,
  budget_year    INTEGER NOT NULL,
  kind           TEXT NOT NULL,
  number         TEXT NOT NULL,
  title          TEXT NOT NULL,
  unit_id        TEXT NOT NULL,
  source_kind    TEXT NOT NULL,
  source_id      TEXT NOT NULL,
  issued_on      TEXT NOT NULL,
  receipt_days   INTEGER,
  answer_days    INTEGER,
  state          TEXT NOT NULL,
  served_on      TEXT,
  receipt_due_on TEXT,
  receipted_on   TEXT,
  answer_due_on  TEXT,
  answered_on    TEXT,
  due_on         TEXT,
  content_sha256 TEXT NOT NULL,
  version        INTEGER NOT NULL,
  CONSTRAINT papers_pkey PRIMARY KEY (division, paper_id),
  CONSTRAINT papers_number_unique UNIQUE (division, number)
);
