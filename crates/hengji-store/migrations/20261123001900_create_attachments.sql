-- 附件 (attachments): evidence for a sheet or one of its lines.
--
-- A withdrawn attachment keeps its row, because the audit trail names it; its content goes when unused.
CREATE TABLE attachments (
  division      TEXT NOT NULL,
  attachment_id TEXT NOT NULL,
  sheet_id      TEXT NOT NULL,
  line_key      TEXT,
  file_name     TEXT NOT NULL,
  media_type    TEXT NOT NULL,
  byte_count    BIGINT NOT NULL,
  sha256        TEXT NOT NULL,
  uploaded_by   TEXT NOT NULL,
  uploaded_at   BIGINT NOT NULL,
  withdrawn_at  BIGINT,
  CONSTRAINT attachments_pkey PRIMARY KEY (division, attachment_id)
);
CREATE INDEX attachments_by_sheet ON attachments (division, sheet_id, uploaded_at, attachment_id);
CREATE INDEX attachments_by_content ON attachments (division, sha256);
