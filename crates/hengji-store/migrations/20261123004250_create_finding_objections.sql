-- 异议 (objections): one for a finding; how it ended, with the text before and after.
CREATE TABLE finding_objections (
  division        TEXT NOT NULL,
  finding_id      TEXT NOT NULL,
  words           TEXT NOT NULL,
  raised_by       TEXT NOT NULL,
  raised_by_name  TEXT NOT NULL,
  raised_at       BIGINT NOT NULL,
  due_on          TEXT NOT NULL,
  outcome         TEXT,
  decision        TEXT,
  text_before     TEXT,
  text_after      TEXT,
  decided_by      TEXT,
  decided_by_name TEXT,
  decided_at      BIGINT,
  version         INTEGER NOT NULL,
  CONSTRAINT finding_objections_pkey PRIMARY KEY (division, finding_id)
);
