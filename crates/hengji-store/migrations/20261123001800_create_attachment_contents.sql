-- 附件内容 (attachment contents): bytes stored once under their SHA-256.
--
-- BYTEA is the one spelling for both engines: PostgreSQL knows it, and SQLite keeps a blob unchanged
-- in a column of a type it does not know.
CREATE TABLE attachment_contents (
  division   TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  byte_count BIGINT NOT NULL,
  content    BYTEA NOT NULL,
  CONSTRAINT attachment_contents_pkey PRIMARY KEY (division, sha256)
);
