-- 评价佐证 (evidence): files beside an item or the whole; their content lies with the attachments.
CREATE TABLE case_evidence (
  division          TEXT NOT NULL,
  evidence_id       TEXT NOT NULL,
  evaluation_id     TEXT NOT NULL,
  item_key          TEXT,
  page              TEXT,
  note              TEXT,
  file_name         TEXT NOT NULL,
  media_type        TEXT NOT NULL,
  byte_count        BIGINT NOT NULL,
  sha256            TEXT NOT NULL,
  kept_by_name      TEXT NOT NULL,
  kept_at           BIGINT NOT NULL,
  withdrawn_by_name TEXT,
  withdrawn_at      BIGINT,
  CONSTRAINT case_evidence_pkey PRIMARY KEY (division, evidence_id)
);
CREATE INDEX case_evidence_by_evaluation ON case_evidence (division, evaluation_id, kept_at, evidence_id);
