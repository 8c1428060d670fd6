-- 导入批次 (import batches): one file brought in, previewed first and committed whole or not at all.
CREATE TABLE import_batches (
  division      TEXT NOT NULL,
  import_id     TEXT NOT NULL,
  budget_year   INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  file_name     TEXT NOT NULL,
  file_sha256   TEXT NOT NULL,
  report        TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  concluded_at  BIGINT,
  version       INTEGER NOT NULL,
  CONSTRAINT import_batches_pkey PRIMARY KEY (division, import_id)
);
CREATE INDEX import_batches_by_time ON import_batches (division, created_at, import_id);
