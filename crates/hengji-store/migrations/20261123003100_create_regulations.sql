-- 制度文件 (regulations): the laws, measures and notices that rules are based on.
--
-- The attachment lies with the contents of all attachments; equal files are stored once.
CREATE TABLE regulations (
  division        TEXT NOT NULL,
  regulation_id   TEXT NOT NULL,
  name            TEXT NOT NULL,
  document_number TEXT,
  issuer          TEXT NOT NULL,
  level           TEXT NOT NULL,
  issued_on       TEXT,
  effective_from  TEXT,
  effective_to    TEXT,
  content         TEXT,
  found_at        TEXT,
  file_name       TEXT,
  media_type      TEXT,
  byte_count      BIGINT,
  sha256          TEXT,
  pinyin_sort     TEXT NOT NULL,
  entered_by      TEXT,
  entered_at      BIGINT NOT NULL,
  version         INTEGER NOT NULL,
  CONSTRAINT regulations_pkey PRIMARY KEY (division, regulation_id)
);
CREATE INDEX regulations_by_content ON regulations (division, sha256);
