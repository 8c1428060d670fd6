-- 会审纪要 (review minutes): the record of one slot, made from what was said, signed by both sides.
--
-- Both signatures are for the digest of the content; new minutes take the next edition and are signed anew.
CREATE TABLE review_minutes (
  division                TEXT NOT NULL,
  slot_id                 TEXT NOT NULL,
  edition                 INTEGER NOT NULL,
  content                 TEXT NOT NULL,
  sha256                  TEXT NOT NULL,
  made_by                 TEXT NOT NULL,
  made_by_name            TEXT NOT NULL,
  made_at                 BIGINT NOT NULL,
  bureau_signer_id        TEXT,
  bureau_signer_name      TEXT,
  bureau_signed_at        BIGINT,
  department_signer_id    TEXT,
  department_signer_name  TEXT,
  department_signed_at    BIGINT,
  CONSTRAINT review_minutes_pkey PRIMARY KEY (division, slot_id, edition)
);
