-- 公开通报 (circulars) of rounds of spot evaluation: one row for each edition; a returned or replaced one keeps its row.
--
-- The content is the figures as they were issued, canonical JSON, never changed; a draft has none, it follows the records.
CREATE TABLE circulars (
  division        TEXT NOT NULL,
  circular_id     TEXT NOT NULL,
  budget_year     INTEGER NOT NULL,
  round_id        TEXT NOT NULL,
  edition         INTEGER NOT NULL,
  state           TEXT NOT NULL,
  remarks         TEXT,
  reason          TEXT,
  drafted_by      TEXT NOT NULL, drafted_by_name TEXT NOT NULL, drafted_at BIGINT NOT NULL,
  decided_by      TEXT, decided_by_name TEXT, decided_at BIGINT,
  decision        TEXT,
  content         TEXT,
  content_sha256  TEXT,
  receipt_due_on  TEXT,
  paper_id        TEXT,
  version         INTEGER NOT NULL,
  CONSTRAINT circulars_pkey PRIMARY KEY (division, circular_id),
  CONSTRAINT circulars_edition_unique UNIQUE (division, round_id, edition)
);
