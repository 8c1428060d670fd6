-- 逐条意见 (review decisions): what a reviewer said of a line of an edition, accepted or to be mended.
--
-- line_key is * where the whole sheet is meant; a reason of the closed list means that it must be mended.
CREATE TABLE review_decisions (
  division      TEXT NOT NULL,
  sheet_id      TEXT NOT NULL,
  edition       INTEGER NOT NULL,
  line_key      TEXT NOT NULL,
  reviewer_id   TEXT NOT NULL,
  slot_id       TEXT NOT NULL,
  reviewer_name TEXT NOT NULL,
  reason        TEXT,
  words         TEXT,
  decided_at    BIGINT NOT NULL,
  CONSTRAINT review_decisions_pkey PRIMARY KEY (division, sheet_id, edition, line_key, reviewer_id)
);
CREATE INDEX review_decisions_by_slot ON review_decisions (division, slot_id, sheet_id);
